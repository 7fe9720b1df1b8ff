"""Labels of verdicts: one each for tables, and the wordings of question cards and of live bars."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.store.protocols.exams import ResultsWait
from webapp.web.framework.i18n import N_, Said, pair

VERDICT_LABELS: Mapping[str, Said] = {
    "accepted": pair("right"),
    "partial": pair("partly right"),
    "nearly": pair("not counted: a slip or too long"),
    "refused": pair("not correct"),
    "pending": pair("awaiting marking"),
    "noted": pair("recorded"),
    "unanswered": pair("no answer"),
}
"""Labels in tables of attempts: a learner's record, and the teacher's reports."""
ASKED_AGAIN, UNSURE = pair("uncertain: asked for fewer words"), pair("uncertain: marked strictly")
CARD_HEADLINES: Mapping[str, str] = {
    "accepted": N_("Right"),
    "partial": N_("Partly right"),
    "nearly": N_("Not counted yet"),
    "asked-again": N_("Please use fewer words"),
    "refused": N_("Not quite"),
    "marked": N_("Marked by a teacher"),
    "pending": N_("Submitted; your teacher will mark it"),
    "self-checked": N_("Submitted; compare it with the model answer"),
    "noted": N_("Recorded; not scored"),
    "withheld": N_("Submitted; results not released yet"),
}
"""Headlines of feedback on a question's card; ``marked`` replaces the verdict of a marked answer,
``self-checked`` that of one that nobody marks, ``withheld`` any verdict of an exam whose results wait."""
BAR_LABELS: Mapping[str, str] = {
    "accepted": N_("Right"),
    "partial": N_("Partly correct"),
    "nearly": N_("Not counted yet"),
    "refused": N_("Not correct"),
    "unsure": N_("Not sure"),
    "pending": N_("To mark"),
    "noted": N_("Opinion"),
}
"""Labels of the bars of a live lesson."""
EXAM_RULES: Mapping[ResultsWait, str] = {
    "": N_("This is an exam. Your answers are saved and can be changed. Marks are shown after you submit."),
    "own-class": N_(
        "This is an exam. Your answers are saved and can be changed until you submit. Your teacher "
        "releases the results."
    ),
    "other-classes": N_(
        "This is an exam. Your answers are saved and can be changed until you submit. Some classes "
        "still have to take it, so readers outside a class see results after those teachers release "
        "them."
    ),
}
"""The rule of an exam on its front page, by the classes that its results wait for."""
WITHHELD: Mapping[ResultsWait, str] = {
    "own-class": N_("Results and right answers appear here when your teacher releases them."),
    "other-classes": N_(
        "Some classes still have to take this exam. Results and right answers appear here once their "
        "teachers release them."
    ),
}
"""Why an exam that is handed in shows no result yet."""


def verdict_label(verdict: str, unsure: str = "") -> Said | str:
    """Label of a verdict in a table; ``unsure`` is the reason why the program is not sure of it."""
    if unsure and verdict in ("nearly", "refused"):
        return ASKED_AGAIN if verdict == "nearly" else UNSURE
    return VERDICT_LABELS.get(verdict, verdict)
