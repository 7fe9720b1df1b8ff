"""Learners, teachers and classes in SQLite."""
