"""The root and the pattern of a word, both typed, each for half of the points."""

from webapp.question_types.root.question import Root

__all__ = ["Root"]
