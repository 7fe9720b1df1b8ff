"""Learners, teachers and classes in SQL."""
