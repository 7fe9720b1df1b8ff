"""Assignments at the desk: given, looked at, changed, and what single learners are allowed."""
