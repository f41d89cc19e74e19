"""What lasts: games saved turn by turn, games as scripts, games as mail files."""
