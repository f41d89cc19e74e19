"""The rooms of the desk, one behind each tab."""
