"""Many worlds: plan chunks, run them through any executor, add up. No I/O."""
