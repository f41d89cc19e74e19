"""Outreach Sim: a simulator of recruiting by email between AI labs."""

__version__ = "0.1.0"
