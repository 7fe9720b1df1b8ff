"""A short typed answer, marked by its content and not by its spelling."""

from webapp.question_types.short.question import Short

__all__ = ["Short"]
