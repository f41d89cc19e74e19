"""Outreach Sim: a simulator of recruiting by email between AI labs."""

__version__ = "0.5.0"
CTRL_C = "Ctrl+C"
"""What a ``KeyboardInterrupt`` carries that comes from the keyboard, and not from somebody's code."""
