"""Who looks on while worlds are played, and counts or notes; nothing here changes a world."""
