"""Bounds of what can be played: files, forms, orders and policies are all held to these."""

from __future__ import annotations

MAX_DAYS = 3_650
MAX_PEOPLE = 2_000_000
MAX_USD = 1_000_000_000_000
LEAST_PAY_USD, MAX_PAY_USD = 1_000, 1_000_000_000
MAX_H100E = 1_000_000_000
LEAST_RATIO, MAX_RATIO = 0.01, 1_000.0
MAX_TOP = 100_000
MAX_DEADLINE_DAYS = 365
MAX_HOURS = 1_000_000
MAX_IMPACT = 1_000_000.0
"""The largest (and least) that anybody may ask for, chosen so that no product that is made of them leaves 64
bits. Scenario files and users' own policies are held to them at the gate; what grows by itself has ceilings
of its own (``Rules``) inside them."""
