"""Scenario files in, ``market.Setup`` out: TOML, CSV, people, errors with line and column."""
