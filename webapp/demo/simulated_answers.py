"""Form fields of simulated answers, right or wrong by the response model."""

from __future__ import annotations

import random
from functools import partial

from webapp.assessment.answer_marking import grade_alone
from webapp.demo.response_model import ItemParameters, tempting_mistake
from webapp.domain.question import Question, Unanswered
from webapp.domain.question_views import Fields

HAMZA_SLIP_SHARE, TYPO_SHARE, PARTIAL_SHARE = 0.12, 0.5, 0.4
"""Shares (0 to 1) of typed answers that leave out a hamza, of unsure ones in which two letters change places (the more
often, the less sure the reader is), and of wrong answers that are half right."""
MAX_TYPO_PLACES = 8
WITHOUT_HAMZA = str.maketrans("أإآ", "ااا")
OPEN_ANSWERS = (
    "يتحدث النص عن خبر.",
    "أظن أن الكاتب محايد، لأنه ينسب كل كلام إلى صاحبه.",
    "يعرض النص ما جرى أولًا، ثم يذكر مواقف مختلفة منه، ولا يقول أيّها أصحّ.",
    "يعرض النص ما جرى، ويذكر من قاله ومتى قاله، ثم ينقل قلق آخرين وأسبابه. ولا يثبت أن كل ما وُعد به قد وقع، "
    "بل يترك ذلك مفتوحًا في آخره.",
)


def answer_fields(question: Question, hard: ItemParameters, ability: float, seed: int, chance: random.Random) -> Fields:
    """The form fields of one answer by a reader of this ability (standard deviations)."""
    if question.once:
        return _noted(question, chance)
    if question.solution().parts:
        return _parts(question, hard, ability, seed, chance)
    sure = hard.right(ability)
    if chance.random() < sure:
        return _slipped(question, sure, chance) if question.written else question.right_fields()
    return _mistaken(question, seed, chance)


def guessed_fields(question: Question, seed: int, chance: random.Random) -> Fields:
    """The form fields of a blind guess: right only by chance."""
    if question.once:
        return _noted(question, chance)
    if choices := question.choices(""):
        return {question.id: [chance.choice(choices).value]}
    return _mistaken(question, seed, chance)


def _noted(question: Question, chance: random.Random) -> Fields:
    choices = question.choices("")
    return {question.id: [chance.choice(choices).value if choices else chance.choice(OPEN_ANSWERS)]}


def _parts(question: Question, hard: ItemParameters, ability: float, seed: int, chance: random.Random) -> Fields:
    """The fields of a question in parts: each part is known or not; the unknown ones exchange their answers."""
    right = question.right_fields()
    share = hard.right(ability)
    missed = [name for name in right if chance.random() > share ** (1 / 2)]
    if not missed:
        return right
    wrong = question.wrong_fields(partial(tempting_mistake, question=question.id, seed=seed, chance=chance))
    if not question.shown_order(""):
        return right | {name: wrong[name] for name in missed}
    if len(missed) == 1:
        missed = [*missed, chance.choice([name for name in right if name not in missed] or missed)]
    return right | {name: right[other] for name, other in zip(missed, [*missed[1:], missed[0]], strict=True)}


def _mistaken(question: Question, seed: int, chance: random.Random) -> Fields:
    right = question.right_fields()
    values = right.get(question.id, [])
    if len(values) > 1 and chance.random() < PARTIAL_SHARE:
        dropped = chance.choice(values)
        return {question.id: [value for value in values if value != dropped]}
    return question.wrong_fields(partial(tempting_mistake, question=question.id, seed=seed, chance=chance))


def _slipped(question: Question, sure: float, chance: random.Random) -> Fields:
    fields = question.right_fields()
    if chance.random() < TYPO_SHARE * (1 - sure):
        return _mistyped(question, fields, chance)
    if chance.random() > HAMZA_SLIP_SHARE:
        return fields
    return {name: [value.translate(WITHOUT_HAMZA) for value in values] for name, values in fields.items()}


def _mistyped(question: Question, fields: Fields, chance: random.Random) -> Fields:
    """Swap two letters of a typed answer where the result is nearly right; else return the fields unchanged."""
    (typed,) = fields[question.id]
    places = [at for at in range(1, len(typed) - 1) if typed[at].isalpha() and typed[at + 1].isalpha()]
    chance.shuffle(places)
    for at in places[:MAX_TYPO_PLACES]:
        changed = {question.id: [typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]]}
        response = question.read(changed)
        if not isinstance(response, Unanswered) and grade_alone(question, response).grade.verdict == "nearly":
            return changed
    return fields
