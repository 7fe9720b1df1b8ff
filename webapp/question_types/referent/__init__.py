"""The referent of a pronoun or demonstrative: its words are picked in the paragraph."""

from webapp.question_types.referent.question import Referent

__all__ = ["Referent"]
