"""Learners in SQL: their rows, and the merging of their records."""
