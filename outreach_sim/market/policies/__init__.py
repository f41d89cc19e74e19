"""How labs act that nobody plays or scripts: a module for each policy, a page each. Start with ``base``."""
