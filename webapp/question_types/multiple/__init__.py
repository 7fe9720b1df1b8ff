"""Several right options among several."""

from webapp.question_types.multiple.question import Multiple

__all__ = ["Multiple"]
