"""A longer answer in the learner's own words, marked by a person with a rubric."""

from webapp.question_types.open.question import Open

__all__ = ["Open"]
