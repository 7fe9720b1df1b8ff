"""Offline use: the web app manifest, the service worker, the offline page, and sync of answers saved on a device.

The device may have another reader since it saved an answer, or none, so each answer carries a signed record token that
names its reader. The token grants nothing else: it opens no page, and no device becomes its reader by it. A page of
another site cannot send it: it would have to set a header.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from flask import Blueprint, Flask, abort, current_app, jsonify, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Reply

from webapp.content import Lesson
from webapp.domain.question import Place
from webapp.interchange.spreadsheet import fix_surrogates
from webapp.web.framework.assignments_of_reader import open_lesson
from webapp.web.framework.closed_texts import TextClosed
from webapp.web.framework.current_learner import reader_id
from webapp.web.framework.http.form_ids import seconds_since
from webapp.web.framework.preferences import CHOICES, prefs, set_for_request
from webapp.web.framework.services import current_services, lesson_or_404, school_store
from webapp.web.offline.record_token import reader_of, record_token
from webapp.web.questions.answer_form import Fields, responses
from webapp.web.questions.exam_time import end_if_over
from webapp.web.questions.place_urls import place_or_404
from webapp.web.questions.submit_answers import FormOutcome, finish_exam, show_notices, submit_form

bp = Blueprint("offline", __name__)

SCRIPT = "X-Fahm-Script"
WORKER = "offline/service_worker.js"
"""The worker's file; its address is ``/sw.js``, since a worker controls only pages below its address."""
ICONS = (("icons/192.png", "192x192", "any"), ("icons/512.png", "512x512", "any"))
DRAWN_ONCE = (
    "templates/framework/base.html",
    "templates/offline/device.html",
    "templates/offline/queue_messages.html",
    "translations/ar/LC_MESSAGES/messages.mo",
)
MASKABLE = ("icons/maskable-512.png", "512x512", "maskable")


class Refused(Exception):
    """An answer that can never be recorded, with the key of the reason."""


@dataclass(frozen=True)
class Kept:
    """One entry of a device's outbox. ``ago``: seconds since it was saved; ``spent``: seconds with the page open."""

    learner: str
    left: bool
    """Its device has signed out since."""
    path: str
    fields: Fields
    ago: float
    spent: float


def init_app(app: Flask) -> None:
    """Register the endpoints, put the reader's token into pages, and answer the page's script in JSON."""
    app.register_blueprint(bp)
    app.extensions["csrf"].exempt(sync)
    app.jinja_env.globals["record_token"] = record_token
    app.after_request(_tell_script)


@bp.get("/manifest.webmanifest")
def manifest() -> Reply:
    """Web app manifest, with which a device installs Fahm."""
    body = {
        "id": url_for("shelf.library"),
        "name": "فَهْم: اقرأ العربية وافهمها",
        "short_name": "فَهْم",
        "lang": "ar",
        "dir": "rtl",
        "start_url": url_for("shelf.library"),
        "scope": url_for("shelf.library"),
        "display": "standalone",
        "background_color": "#f6f1e7",
        "theme_color": "#0f5c55",
        "icons": [
            {"src": url_for("static", filename=name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in (*ICONS, MASKABLE)
        ],
    }
    reply = jsonify(body)
    reply.mimetype = "application/manifest+json"
    return reply


@bp.get("/sw.js")
def worker() -> Reply:
    """Service worker, with the names of this release's static files and of the offline page in the reader's language.

    It changes with any of them, so that a browser fetches the offline page again after another language was chosen.
    """
    folder = Path(str(current_app.static_folder))
    kinds = ("*.css", "*.js", "*.svg")
    names = sorted(path.relative_to(folder).as_posix() for kind in kinds for path in folder.rglob(kind))
    files = [url_for("static", filename=name) for name in names if name != WORKER]
    chosen = prefs()
    device_page = url_for("offline.device", language=chosen.language, digits=chosen.digits)
    files.append(device_page)
    pages = [(Path(current_app.root_path) / name).read_bytes().hex() for name in DRAWN_ONCE]
    version = hashlib.sha256(" ".join([*files, *pages]).encode()).hexdigest()[:10]
    head = f"const VERSION = {version!r}, ROOT = {url_for('shelf.library')!r}, FILES = {files};\n"
    head += f"const DEVICE_PAGE = {device_page!r};\n"
    reply = current_app.response_class(head + (folder / WORKER).read_text(encoding="utf-8"), mimetype="text/javascript")
    reply.headers["Cache-Control"] = "no-cache"
    return reply


@bp.get("/offline")
def device() -> str:
    """Offline page of a device: pages that can be read, and answers that wait. It is the same for every reader.

    The worker asks for it by the language and the digits that the device had when the worker was fetched.
    """
    names = ("language", "digits")
    asked = {name: value for name in names if (value := request.args.get(name)) in CHOICES[name][1:]}
    set_for_request(prefs().changed({name: value for name, value in asked.items() if value}))
    return render_template("offline/device.html")


@bp.post("/sync")
def sync() -> tuple[Reply, int]:
    """Record one saved answer: 200 and ``kept``, however often it is sent; 4xx and ``why`` if it never can be."""
    if SCRIPT not in request.headers:
        abort(400)
    try:
        entry = _read()
        outcome = _submit(entry)
        if outcome.refusal:
            raise Refused(outcome.refusal)
    except Refused as refused:
        return jsonify(kept=False, why=str(refused)), 409
    mine = reader_id() == entry.learner
    if mine:
        show_notices(outcome)
    return jsonify(kept=True, location=outcome.location, mine=mine), 200


def _read() -> Kept:
    """Read the entry from the request."""
    try:
        raw = request.get_json()
        token, path, fields = raw["token"], raw["path"], raw["fields"]
        ago, spent = float(raw["ago"]), float(raw["spent"])
    except (HTTPException, KeyError, TypeError, ValueError, RecursionError, OverflowError) as error:
        raise Refused("unreadable") from error
    if not (isinstance(path, str) and isinstance(token, str) and _are_fields(fields) and 0 <= spent < float("inf")):
        raise Refused("unreadable")
    # Half of a surrogate pair cannot be stored; the rest of the answer can.
    fields = {fix_surrogates(name): [fix_surrogates(value) for value in values] for name, values in fields.items()}
    ago = min(max(0.0, ago), 10.0**8) if ago == ago else 0.0
    named = reader_of(fix_surrogates(token), current_services().config.now() - timedelta(seconds=ago))
    if named is None:
        raise Refused("token")
    return Kept(*named, fix_surrogates(path), fields, ago, spent)


def _are_fields(fields: Any) -> bool:
    return isinstance(fields, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) for value in values) for values in fields.values()
    )


def _submit(entry: Kept) -> FormOutcome:
    """Submit the entry to the page where it was written, as its reader."""
    try:
        path = unquote(entry.path).removeprefix(request.script_root)
        endpoint, where = current_app.url_map.bind("localhost").match(path, "POST")
        if endpoint not in {"reading.answer", "reading.answer_whole", "exam.hand_in"}:
            raise Refused("gone")
        end_if_over(lesson_or_404(where["slug"]), entry.learner)
        lesson = open_lesson(lesson_or_404(where["slug"]), entry.learner, after=True)
        if endpoint == "exam.hand_in":
            if entry.left:
                raise Refused("token")
            return finish_exam(lesson, entry.learner, _first(entry, "form"))
        place = place_or_404(lesson, where.get("number"))
        fields = _empty_places(lesson, place, entry) if entry.left else entry.fields
        return submit_form(lesson, place, entry.learner, fields, _seconds(entry), _written(entry))
    except TextClosed as error:
        raise Refused("closed") from error
    except HTTPException as error:
        raise Refused("gone") from error


def _seconds(entry: Kept) -> float:
    """Seconds from drawing the form, or from opening the page if that was later, to submitting; not to the sync."""
    return round(min(seconds_since(_first(entry, "form"), _written(entry)), entry.spent), 1)


def _written(entry: Kept) -> datetime:
    return current_services().config.now() - timedelta(seconds=entry.ago)


def _first(entry: Kept, name: str) -> str:
    return next(iter(entry.fields.get(name, ())), "")


def _empty_places(lesson: Lesson, place: Place, entry: Kept) -> Fields:
    """The entry's fields of questions that have no answer yet; Refused where all have one.

    An answer of a device that was left replaces none, and clears none.
    """
    store, school = school_store()
    whose = (school, entry.learner, lesson.slug)
    sent = responses(lesson.items_at(place), entry.fields, current_services().config.max_answer)
    saved, form = store.drafts(*whose, lesson.typed_since), _first(entry, "form")
    answered = {question for question, typed in saved.items() if typed != sent.get(question)}
    # What came before by the same form is the same answer, sent again.
    answered |= {
        attempt.question for attempt in store.tries(*whose) if not form or not attempt.id.startswith(f"{form}.")
    }
    answered |= {late.question for late in store.sittings.late_answers(school, [entry.learner], lesson.slug)}
    if sent and sent.keys() <= answered:
        raise Refused("changed")
    return {
        name: values
        for name, values in entry.fields.items()
        if name != "had" and not any(name == question or name.startswith(f"{question}.") for question in answered)
    }


def _tell_script(reply: Reply) -> Reply:
    """Answer a script in JSON: it cannot see a redirect's target, and would follow it without the anchor."""
    if SCRIPT in request.headers and reply.status_code == 303:
        location = reply.headers.pop("Location")
        reply.set_data(current_app.json.dumps({"location": location}))
        reply.status_code, reply.mimetype = 200, "application/json"
    return reply
