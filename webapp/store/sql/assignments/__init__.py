"""Assignments of texts in SQL."""
