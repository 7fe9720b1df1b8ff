"""The sentences of the text that prove a claim."""

from webapp.question_types.evidence.question import Evidence

__all__ = ["Evidence"]
