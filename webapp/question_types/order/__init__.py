"""Putting things in order."""

from webapp.question_types.order.question import Order

__all__ = ["Order"]
