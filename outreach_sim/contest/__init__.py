"""Who plays best: policies, agents and people on the same luck, in worlds that nobody has learned from."""
