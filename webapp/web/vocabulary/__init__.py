"""Saved words: their cards and their review."""
