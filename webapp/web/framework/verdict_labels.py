"""Labels of verdicts: one each for tables, and the wordings of question cards and of live bars."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.store.protocols.exams import ResultsWait
from webapp.web.framework.i18n import N_, Said, pair

VERDICT_LABELS: Mapping[str, Said] = {
    "accepted": pair("right"),
    "partial": pair("partly right"),
    "nearly": pair("not counted: a slip, or too long"),
    "refused": pair("not right"),
    "pending": pair("waits for a teacher"),
    "noted": pair("noted"),
    "unanswered": pair("no answer"),
}
"""Labels in tables of attempts: a learner's record, and the teacher's reports."""
ASKED_AGAIN, UNSURE = pair("not sure: asked for fewer words"), pair("not sure: marked strictly")
CARD_HEADLINES: Mapping[str, str] = {
    "accepted": N_("Right"),
    "partial": N_("Partly right"),
    "nearly": N_("Not counted yet"),
    "asked-again": N_("In fewer words, please"),
    "refused": N_("Not this one"),
    "marked": N_("Marked by a teacher"),
    "pending": N_("Handed in; a teacher will mark it"),
    "self-checked": N_("Handed in; compare it with the model answer"),
    "noted": N_("Noted; it is not scored"),
    "withheld": N_("Handed in; the results are not told yet"),
}
"""Headlines of feedback on a question's card; ``marked`` replaces the verdict of a marked answer,
``self-checked`` that of one that nobody marks, ``withheld`` any verdict of an exam whose results wait."""
BAR_LABELS: Mapping[str, str] = {
    "accepted": N_("Right"),
    "partial": N_("Partly correct"),
    "nearly": N_("Not counted yet"),
    "refused": N_("Not right"),
    "unsure": N_("Not sure"),
    "pending": N_("To be marked"),
    "noted": N_("An opinion"),
}
"""Labels of the bars of a live lesson."""
EXAM_RULES: Mapping[ResultsWait, str] = {
    "": N_("This is an exam: answers are kept and can be changed; marks are told only once it is handed in."),
    "own-class": N_(
        "This is an exam: answers are kept and can be changed until it is handed in; your teacher tells the results."
    ),
    "other-classes": N_(
        "This is an exam: answers are kept and can be changed until it is handed in. Classes here are still to write "
        "it: who is in no class sees the results once their teachers have told them."
    ),
}
"""The rule of an exam on its front page, by the classes that its results wait for."""
WITHHELD: Mapping[ResultsWait, str] = {
    "own-class": N_("The results and the right answers appear here once your teacher tells them."),
    "other-classes": N_(
        "Classes here are still to write this exam. The results and the right answers appear here once their teachers "
        "have told them."
    ),
}
"""Why an exam that is handed in shows no result yet."""


def verdict_label(verdict: str, unsure: str = "") -> Said | str:
    """Label of a verdict in a table; ``unsure`` is the reason why the program is not sure of it."""
    if unsure and verdict in ("nearly", "refused"):
        return ASKED_AGAIN if verdict == "nearly" else UNSURE
    return VERDICT_LABELS.get(verdict, verdict)
