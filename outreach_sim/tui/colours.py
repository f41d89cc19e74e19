"""Colours of texts; readable on the light and on the dark desk, and never the only sign of anything."""

GOOD = "#5f9e58"
BAD = "#cf5f55"
WARN = "#c08a2e"
QUIET = "dim"
STRONG = "bold"
