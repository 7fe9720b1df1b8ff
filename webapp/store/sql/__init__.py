"""Statements and rules of the store that all engines share."""
