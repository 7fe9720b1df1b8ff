"""Attempts, drafts, standings, regrades and marks in SQL."""
