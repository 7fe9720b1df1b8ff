"""A sentence with gaps, filled by typing or from a bank of words; each gap is a separate part."""

from webapp.question_types.cloze.question import Cloze

__all__ = ["Cloze"]
