"""What is known of a game as styled texts, each made without a widget."""
