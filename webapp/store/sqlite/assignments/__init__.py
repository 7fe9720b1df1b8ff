"""Assignments of texts in SQLite."""
