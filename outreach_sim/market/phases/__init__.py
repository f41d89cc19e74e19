"""What happens in a day, a module a phase."""
