"""Limits from which on a class lists who needs help: shown and set by its teachers, or tried in a page's address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.analysis.learners_needing_help import HelpThresholds
from webapp.arabic.normalize import fold_digits
from webapp.domain.people import SchoolClass, Teacher
from webapp.store.protocols.help_limits import HelpLimits
from webapp.web.framework.notices import notify
from webapp.web.framework.services import school_store
from webapp.web.teacher.access import bp, with_class

PERCENT = ("low", "drop")
"""Limits that the page shows and takes in percent."""
BOUNDS = {"low": (1, 99), "drop": (5, 95), "wrong": (2, 20), "tries": (2, 10), "days": (1, 365)}
"""Least and greatest value of each limit that a teacher may set."""


@dataclass(frozen=True)
class SetLimits:
    """Limits that were set for a class, by whom, and how they are shown."""

    saved: HelpLimits
    teacher: str
    shown: Mapping[str, int]


def limits_of(klass: SchoolClass) -> HelpThresholds:
    """Limits of this page: those in its address, else those of the class, else the usual ones.

    What is no number or out of bounds is left out.
    """
    store, school = school_store()
    saved = store.help_limits.latest(school, klass.id)
    values: dict[str, Any] = {**(saved.values if saved else {}), **_typed(request.args)}
    return replace(HelpThresholds(), **values)


def set_limits(klass: SchoolClass) -> list[SetLimits]:
    """All limits that were ever set for the class, the latest first."""
    store, school = school_store()
    known = {teacher.id: teacher.name for teacher in store.people.teachers(school)}
    return [
        SetLimits(saved, known.get(saved.teacher, ""), {name: _shown(name, at) for name, at in saved.values.items()})
        for saved in store.help_limits.all(school, klass.id)
    ]


@bp.post("/classes/<slug:class_id>/scores/limits")
@with_class
def save_help_limits(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Set the limits of a class, or (``usual``) the usual ones again: all of them, or none."""
    store, school = school_store()
    values = {} if request.form.get("usual") == "1" else _typed(request.form)
    if (not values and request.form.get("usual") != "1") or len(values) not in (0, len(BOUNDS)):
        wrong = next(name for name in BOUNDS if name not in values)
        notify("help-limits-out-of-bounds", field=f"limit-{wrong}", typed=request.form.get(wrong, ""))
    else:
        store.help_limits.save(school, klass.id, values, teacher.id)
        notify("help-limits-saved")
    return redirect(url_for("desk.scores", class_id=klass.id, _anchor="help"), 303)


def _typed(fields: Mapping[str, str]) -> dict[str, float]:
    typed: dict[str, float] = {}
    for name, (least, most) in BOUNDS.items():
        written = fold_digits(fields.get(name, "")).strip()
        if written.isascii() and written.isdigit() and len(written) <= 3 and least <= int(written) <= most:
            typed[name] = int(written) / 100 if name in PERCENT else int(written)
    return typed


def _shown(name: str, value: float) -> int:
    return round(value * 100) if name in PERCENT else int(value)
