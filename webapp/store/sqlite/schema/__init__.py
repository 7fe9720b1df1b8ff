"""Migrations of the SQLite database, and its schema version."""
