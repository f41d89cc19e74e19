"""The desk: a game on a terminal's screen. Shows what the rooms below know, and decides nothing."""
