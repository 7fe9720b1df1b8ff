"""A sentence with gaps, filled by typing or out of a bank of words; each gap is a part of its own."""

from webapp.question_types.cloze.question import Cloze

__all__ = ["Cloze"]
