"""Forms of the editor whose fields outlive an ended session, a lost network and a reload.

Without a script: where the session has ended, the page that comes back holds every field, to be sent again after
signing in. With scripts, ``static/teacher/editor/kept_form.js`` keeps what is typed on the device until a page says
that its save went through: that is what the ``kept`` field is for. ``typed_by`` names the teacher who filled the form
in; another one who signed in meanwhile neither sends nor sees it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import render_template, request, session
from werkzeug.wrappers import Response as Reply

from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.notices import BACKGROUND

P = ParamSpec("P")
R = TypeVar("R")

SAVED_FORMS = "saved_forms"
_FORM_ID = re.compile(r"[0-9]{1,40}")
_OURS = frozenset({"csrf_token", "base", "drawn_from", "typed_by", "kept"})
"""Fields that a page comes with, and that nobody types."""
_UNSEEN = _OURS | {"came"}
"""Fields that are held and not shown: the questions of a file too, which are no words to read."""
_SEVERAL_WORDS = re.compile(r"\S\s+\S")


def keeps_what_was_typed(view: Callable[P, R]) -> Callable[P, R | Reply | tuple[str, int]]:
    """Decorate a view that saves a form: nothing of it is lost where the session has ended."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Reply | tuple[str, int]:
        signed, typed_by = signed_in(), request.form.get("typed_by", "")
        if signed is None and not _OURS.issuperset(request.form):
            return render_template("teacher/texts/session_ended.html", fields=_fields(), shown=_is_shown), 401
        if signed and typed_by and typed_by != signed[0].id:
            return render_template("teacher/texts/typed_by_another.html"), 403
        reply = view(*args, **kwargs)
        if isinstance(reply, Reply) and reply.status_code == 303:
            _note_saved(request.form.get("kept", ""))
        return reply

    return guarded


def _fields() -> list[tuple[str, str]]:
    """Names and values of the form as a page holds them, lists with each of their values."""
    sent = request.form.items(multi=True)
    return [(name, value.replace("\r\n", "\n")) for name, value in sent if name != "csrf_token"]


def _is_shown(name: str, value: str) -> bool:
    """Tell whether a value reads as something that was typed: the page shows it, and not only holds it."""
    return name not in _UNSEEN and bool(_SEVERAL_WORDS.search(value))


def _note_saved(form: str) -> None:
    if _FORM_ID.fullmatch(form):
        session[SAVED_FORMS] = [*session.get(SAVED_FORMS, []), form][-5:]


def saved_forms() -> str:
    """Ids of the forms that were saved since the last page, each named once."""
    if SAVED_FORMS not in session or BACKGROUND in request.headers:
        return ""
    return " ".join(session.pop(SAVED_FORMS))
