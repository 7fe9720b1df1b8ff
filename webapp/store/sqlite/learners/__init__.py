"""Learners in SQLite: their rows, and the merging of their records."""
