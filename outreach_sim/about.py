"""What this program is, for every room: the package itself names what stands above them."""

__version__ = "0.5.0"
CTRL_C = "Ctrl+C"
"""What a ``KeyboardInterrupt`` carries that comes from the keyboard, and not from somebody's code."""
