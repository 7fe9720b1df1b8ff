"""What a pronoun or demonstrative refers to: its words are picked out of the paragraph."""

from webapp.question_types.referent.question import Referent

__all__ = ["Referent"]
