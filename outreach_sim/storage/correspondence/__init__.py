"""The letters and replies of a game: as threads, as an inbox, and as mail files."""
