"""Marking open answers by hand, and regrading."""
