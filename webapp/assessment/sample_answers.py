"""Form fields that answer a question rightly or wrongly, out of its key: for demonstrations and for tests.

Nothing that serves readers imports this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from webapp.domain.question import Question

Fields = dict[str, list[str]]
Choose = Callable[[Sequence[str]], str]
NO_ANSWER_OF_ANY = "جواب لا صلة له بالنص"
LONG_ANSWER = "أرى أن النص ينقل الخبر عن مصادره."


def first(values: Sequence[str]) -> str:
    """The plainest choice."""
    return values[0]


def right_fields(question: Question) -> Fields:
    """Fields that earn everything; where the program does not mark, an answer that it takes."""
    solution, public = question.solution(), question.public("")
    if question.once:
        options = public.get("options")
        return {question.id: [options[0]["value"]] if options else [LONG_ANSWER]}
    if "parts" in solution:
        values = {option["text"]: option["value"] for option in public.get("options", ())}
        return {f"{question.id}.{name}": [values.get(value, value)] for name, value in solution["parts"].items()}
    chosen = solution.get("units") or solution.get("words") or solution.get("correct")
    return {question.id: list(chosen) if chosen else [solution["model"]]}


def wrong_fields(question: Question, choose: Choose = first) -> Fields:
    """Fields that earn nothing, or not everything where no answer earns nothing. ``choose`` picks the mistake."""
    right, public = right_fields(question), question.public("")
    if len(right) > 1 or question.id not in right:
        return _parts_mixed(public, right, choose)
    shown = shown_values(public)
    if not shown:
        return {question.id: [choose([*getattr(question, "refuse", ()), NO_ANSWER_OF_ANY])]}
    return {question.id: [choose([value for value in shown if value not in right[question.id]])]}


def shown_values(public: dict[str, Any]) -> list[str]:
    """What can be ticked, in the order in which it is shown; nothing where the answer is typed."""
    runs = [one["pieces"] for one in public.get("paragraphs", ())] + [public.get("pieces", [])]
    ticks = [piece["id"] for run in runs for piece in run if piece.get("id") and not piece.get("anchor")]
    return [option["value"] for option in public.get("options", ())] or ticks


def _parts_mixed(public: dict[str, Any], right: Fields, choose: Choose) -> Fields:
    """Each part answered with another part's answer; typed parts with a word that is none of them."""
    if not public.get("shown") and not public.get("options"):
        return {name: ["كلمة"] for name in right}
    values = [given for (given,) in right.values()]
    turns = [str(turn) for turn in range(1, len(values))]
    turn = int(choose(turns)) if turns else 0
    return dict(zip(right, [[value] for value in values[turn:] + values[:turn]], strict=True))
