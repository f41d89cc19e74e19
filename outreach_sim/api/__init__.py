"""The library: what programs ask for, ids from 1, results as tables. Named in ``import outreach_sim``."""
