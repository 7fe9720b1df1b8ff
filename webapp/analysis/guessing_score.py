"""Random guess score of a question: the share of its points that blind guessing earns."""

from __future__ import annotations

from webapp.domain.question import Question


def random_guess_score(question: Question) -> float | None:
    """The mean share of the points (0 to 1) that blind guessing earns; None where it is not known.

    As Moodle has it for the like types: one in the number of options for a choice, a judgement (three labels) and
    each place of a match, a sorting or a cloze with a bank; 0 for what is typed. Moodle has no score for several
    right options (nor do we for an order, for words and sentences to be ticked, and for what a person marks).
    A question without points has none.
    """
    return question.guess_share() if question.points > 0 else None
