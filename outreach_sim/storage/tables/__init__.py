"""Saves and studies as joined tables in files of their own: SQLite, CSV, Parquet."""
