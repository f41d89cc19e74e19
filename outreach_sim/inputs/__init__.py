"""The one gate for foreign text: cleaning, limits, paths, shipped files."""
