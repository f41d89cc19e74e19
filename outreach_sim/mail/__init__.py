"""Letters: templates, the lint, rendering, and compiling a template into feature tables."""
