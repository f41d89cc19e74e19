"""Any text measured as its reader would notice it, with the standard library alone."""
