"""The market: one or many stacked worlds, played day by day. No I/O, no clock, no global state."""
