"""A short typed answer, marked for what it says and not for its spelling."""

from webapp.question_types.short.question import Short

__all__ = ["Short"]
