"""Reading and answering without a network: the installable app, and the door for answers that a device kept.

Who sends kept answers may have lost the cookie meanwhile, so each carries a signed record token that names its
reader. Nothing else comes in by it, and a page of another site cannot send it: it would have to set a header.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, abort, current_app, flash, g, jsonify, render_template, request, session, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Reply

from webapp.interchange.spreadsheet import fix_surrogates
from webapp.web.framework.current_learner import become, known, reader_id, whole
from webapp.web.framework.preferences import prefs
from webapp.web.framework.services import current_services, lesson_or_404
from webapp.web.reading import exam, routes
from webapp.web.reading.answer_form import Fields, seconds_since

bp = Blueprint("offline", __name__)

SCRIPT = "X-Fahm-Script"
NOT_RECORDED = {"closed", "handed-in", "spent", "changed", "empty"}
"""What the reading room says when an answer did not become a try: such answers stay on the device."""
ICONS = (("icons/192.png", "192x192", "any"), ("icons/512.png", "512x512", "any"))
DRAWN_ONCE = (
    "templates/framework/base.html",
    "templates/offline/device.html",
    "translations/ar/LC_MESSAGES/messages.mo",
)
MASKABLE = ("icons/maskable-512.png", "512x512", "maskable")


class Refused(Exception):
    """A kept answer that can never be recorded, with a word for why."""


@dataclass(frozen=True)
class Kept:
    """One entry of a device's outbox. ``ago`` and ``spent`` are seconds: since it was kept, and with the page open."""

    learner: str
    path: str
    fields: Fields
    ago: float
    spent: float


def init_app(app: Flask) -> None:
    """Open the door, sign pages with their reader's token, and answer the page's script in JSON."""
    app.register_blueprint(bp)
    app.extensions["csrf"].exempt(sync)
    app.jinja_env.globals["record_token"] = record_token
    app.after_request(_tell_script)


def record_token() -> str | None:
    """The signed token of this device's reader; always the same for the same reader."""
    learner = reader_id() if request.endpoint != "offline.device" else None
    return str(_signer().dumps(learner)) if learner else None


@bp.get("/manifest.webmanifest")
def manifest() -> Reply:
    """What a device needs to put Fahm among its apps."""
    body = {
        "id": url_for("shelf.library"),
        "name": "فَهْم: نقرأ لنفهم",
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
    """The service worker, which names the static files of this release: with any of them it changes as well."""
    folder = Path(str(current_app.static_folder))
    names = sorted(p.relative_to(folder).as_posix() for kind in ("*.css", "*.js", "*.svg") for p in folder.glob(kind))
    files = [url_for("static", filename=name) for name in names if name != "sw.js"]
    files.append(url_for("offline.device"))
    pages = [(Path(current_app.root_path) / name).read_bytes().hex() for name in DRAWN_ONCE]
    version = hashlib.sha256(" ".join([*files, *pages]).encode()).hexdigest()[:10]
    head = f"const VERSION = {version!r}, ROOT = {url_for('shelf.library')!r}, FILES = {files};\n"
    reply = current_app.response_class(head + (folder / "sw.js").read_text(), mimetype="text/javascript")
    reply.headers["Cache-Control"] = "no-cache"
    return reply


@bp.get("/offline")
def device() -> str:
    """What this device holds: pages that can be read, and answers that wait. It is no reader's own."""
    g.prefs = replace(prefs(), language="both")
    return render_template("offline/device.html")


@bp.post("/sync")
def sync() -> tuple[Reply, int]:
    """Record one kept answer: 200 and ``kept``, once and as often as asked; 4xx and ``why`` if it never can be."""
    if SCRIPT not in request.headers:
        abort(400)
    before = list(session.get("_flashes", ()))
    try:
        entry = _read()
        location = _record(entry, len(before))
    except Refused as refused:
        _say_only(before)
        return jsonify(kept=False, why=str(refused)), 409
    mine = _restore(entry.learner)
    if not mine:
        _say_only(before)
    return jsonify(kept=True, location=location, mine=mine), 200


def _read() -> Kept:
    """The entry that was sent."""
    try:
        raw = request.get_json()
        token, path, fields = raw["token"], raw["path"], raw["fields"]
        ago, spent = float(raw["ago"]), float(raw["spent"])
    except (HTTPException, KeyError, TypeError, ValueError, RecursionError, OverflowError) as error:
        raise Refused("unreadable") from error
    if not (isinstance(path, str) and isinstance(token, str) and _are_fields(fields) and 0 <= spent < float("inf")):
        raise Refused("unreadable")
    # A sign that a device cut in half cannot be written anywhere; the rest of the answer can.
    fields = {fix_surrogates(name): [fix_surrogates(value) for value in values] for name, values in fields.items()}
    try:
        learner = whole(_signer().loads(fix_surrogates(token)))
    except BadSignature as error:
        raise Refused("token") from error
    return Kept(learner, fix_surrogates(path), fields, min(max(0.0, ago), 10.0**8) if ago == ago else 0.0, spent)


def _are_fields(fields: Any) -> bool:
    return isinstance(fields, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) for value in values) for values in fields.values()
    )


def _record(entry: Kept, said_before: int) -> str:
    """Hand the entry in at the page where it was written, as its own reader; where the marks are."""
    try:
        path = entry.path.removeprefix(request.script_root)
        endpoint, where = current_app.url_map.bind("localhost").match(path, "POST")
        if endpoint not in {"reading.answer", "reading.answer_whole", "exam.hand_in"}:
            raise Refused("gone")
        lesson = lesson_or_404(where["slug"])
        if endpoint == "exam.hand_in":
            reply = exam.take(lesson, entry.learner, _first(entry, "form"))
        else:
            place = routes.place_or_404(lesson, where.get("number"))
            reply = routes.take(lesson, place, entry.learner, entry.fields, _seconds(entry))
    except HTTPException as error:
        raise Refused("gone") from error
    for _, said in session.get("_flashes", [])[said_before:]:
        message = said.split(":")[0]
        if message in NOT_RECORDED and not (endpoint == "exam.hand_in" and message == "handed-in"):
            raise Refused(message)
    return reply.headers["Location"]


def _seconds(entry: Kept) -> float:
    """From drawing the form, or from opening the page if that was later, to handing in; not to the sending."""
    then = current_services().config.now() - timedelta(seconds=entry.ago)
    return round(min(seconds_since(_first(entry, "form"), then), entry.spent), 1)


def _first(entry: Kept, name: str) -> str:
    return next(iter(entry.fields.get(name, ())), "")


def _restore(learner: str) -> bool:
    """Give the reader back to a device that lost its cookie; one that reads as somebody else stays so.

    A device without a cookie gets a new reader with the first page, before any kept answer can be sent: as long
    as nothing is recorded of that one, it is nobody.
    """
    now = reader_id()
    if now != learner and not (now and known(now)):
        become(learner)
    return reader_id() == learner


def _say_only(messages: list[Any]) -> None:
    session.pop("_flashes", None)
    for category, message in messages:
        flash(message, category)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=f"fahm record {current_services().config.school}")


def _tell_script(reply: Reply) -> Reply:
    """A script cannot see where a redirect goes, and would follow it without the place on the page."""
    if SCRIPT in request.headers and reply.status_code == 303:
        location = reply.headers.pop("Location")
        reply.set_data(current_app.json.dumps({"location": location}))
        reply.status_code, reply.mimetype = 200, "application/json"
    return reply
