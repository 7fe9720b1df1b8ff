"""True, false, or not given: what the text says of a statement."""

from webapp.question_types.judgement.question import Judgement

__all__ = ["Judgement"]
