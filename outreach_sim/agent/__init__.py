"""The door for agents: one game, played by another process over lines of JSON, or as tools (MCP)."""
