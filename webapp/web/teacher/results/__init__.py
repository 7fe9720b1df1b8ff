"""Scores, item analysis and learner reports."""
