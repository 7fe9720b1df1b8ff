"""Matching each thing with what belongs to it."""

from webapp.question_types.match.question import Match

__all__ = ["Match"]
