"""The state of stacked worlds, and the questions every phase asks of it."""
