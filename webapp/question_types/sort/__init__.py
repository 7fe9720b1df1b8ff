"""Sorting things into groups."""

from webapp.question_types.sort.question import Sort

__all__ = ["Sort"]
