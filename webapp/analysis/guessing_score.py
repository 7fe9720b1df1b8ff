"""What blind guessing would earn at a question."""

from __future__ import annotations

from webapp.domain.question import Question

TYPED = frozenset({"short", "root"})


def random_guess_score(question: Question) -> float | None:
    """The share of the points that blind guessing earns on average; None where it cannot be told.

    As Moodle has it for the like types: one in the number of options for a choice, a judgement (three labels) and
    each place of a match, a sorting or a cloze with a bank; 0 for what is typed. Moodle does not try it for several
    right options (nor do we for an order, for words and sentences to be ticked, and for what a person marks).
    A question without points has none. Only the counts of :meth:`Question.public` are read.
    """
    if question.points <= 0:
        return None
    if question.type in TYPED:
        return 0.0
    public = question.public("")
    if question.type == "cloze":
        return _one_in(public["options"]) if "options" in public else 0.0
    places = {"choice": "options", "judgement": "options", "match": "rights", "sort": "groups"}
    name = places.get(question.type)
    return _one_in(public[name]) if name else None


def _one_in(options: list[object]) -> float | None:
    return 1 / len(options) if options else None
