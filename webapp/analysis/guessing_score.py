"""What blind guessing would earn at a question."""

from __future__ import annotations

from webapp.domain.question import Question


def random_guess_score(question: Question) -> float | None:
    """The share of the points that blind guessing earns on average; None where it cannot be said.

    As Moodle has it for the like types: one in the number of options for a choice, a judgement (three labels) and
    each place of a match, a sorting or a cloze with a bank; 0 for what is typed. Moodle does not try it for several
    right options (nor do we for an order, for words and sentences to be ticked, and for what a person marks).
    A question without points has none.
    """
    return question.guess_share() if question.points > 0 else None
