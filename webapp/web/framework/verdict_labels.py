"""Labels of verdicts: one each for tables, and the wordings of question cards and of live bars."""

from __future__ import annotations

from collections.abc import Mapping

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
    "noted": N_("Noted; it is not scored"),
}
"""Headlines of feedback on a question's card; ``marked`` replaces the verdict of a marked answer."""
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


def verdict_label(verdict: str, unsure: str = "") -> Said | str:
    """Label of a verdict in a table; ``unsure`` is the reason why the program is not sure of it."""
    if unsure and verdict in ("nearly", "refused"):
        return ASKED_AGAIN if verdict == "nearly" else UNSURE
    return VERDICT_LABELS.get(verdict, verdict)
