"""One right option among several."""

from webapp.question_types.choice.question import Choice

__all__ = ["Choice"]
