"""Learners in SQLite: their rows, and which records count as one."""
