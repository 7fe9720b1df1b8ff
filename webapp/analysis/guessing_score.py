"""Random guess score of a question: the share of its points that blind guessing earns."""

from __future__ import annotations

from webapp.domain.question import Question
from webapp.domain.rules import ONCE, Rules


def random_guess_score(question: Question, rules: Rules = ONCE) -> float | None:
    """The mean share of the points (0 to 1) that blind guessing earns; None where it is not known.

    As Moodle has it for the like types: one in the number of options for a choice, a judgement (three labels) and
    each place of a match, a sorting, an order (by neighbours) or a cloze with a bank; 0 for what is typed. Moodle has
    no score for several right options, nor do we for words and sentences to be ticked and for what a person marks. A
    question without points has none.

    With more tries than one, who guesses does not choose the same again: each try is another share of the chances, and
    earns less by the penalty.
    """
    share = question.guess_share() if question.points > 0 else None
    if not share:
        return share
    chances = (min(share, 1 - share * failed) for failed in range(rules.tries) if share * failed < 1)
    return sum(chance * max(0.0, 1 - rules.penalty * failed) for failed, chance in enumerate(chances))
