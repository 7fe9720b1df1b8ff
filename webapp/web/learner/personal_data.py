"""What a learner may have of their own: the whole record as a file and as a page to print, and its deletion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Reply

from webapp.arabic.normalize import canonical, strip_tashkeel, strip_tatweel
from webapp.domain.access_codes import normalize_code
from webapp.interchange.exports.learner_record import RecordLabels, Tables, learner_record, record_json
from webapp.web.framework.current_learner import reader_id
from webapp.web.framework.i18n import Said, pair, say
from webapp.web.framework.services import current_services

bp = Blueprint("data", __name__)
WORD = pair("delete")
Column = tuple[str, Said]
"""The key in the file, and the heading."""
TEXT, QUESTION, WHEN = (
    ("title", pair("Text")),
    ("prompt", pair("Question")),
    ("at", pair("When")),
)
POINTS, OF = ("earned", pair("Earned")), ("possible", pair("Of"))
SECTIONS: dict[str, tuple[Said, tuple[Column, ...]]] = {
    "classes": (
        pair("Classes"),
        (
            ("class_name", pair("Class")),
            ("name", pair("Name")),
            ("joined", pair("Joined")),
        ),
    ),
    "answers": (
        pair("Answers"),
        (
            TEXT,
            QUESTION,
            ("try", pair("Try")),
            ("answer_in_words", pair("Answer")),
            ("verdict", pair("Verdict")),
            POINTS,
            OF,
            ("reason", pair("Reason")),
            WHEN,
        ),
    ),
    "marks": (
        pair("Marks by a teacher"),
        (
            TEXT,
            QUESTION,
            ("points", pair("Earned")),
            ("comment", pair("Comment")),
            ("marker", pair("Marker")),
            WHEN,
        ),
    ),
    "standings": (
        pair("What counts"),
        (TEXT, QUESTION, ("tries", pair("Tries")), ("hints", pair("Hints")), POINTS, OF),
    ),
    "hints": (pair("Hints"), (TEXT, QUESTION, ("number", pair("Number")), WHEN)),
    "drafts": (
        pair("Drafts not handed in"),
        (TEXT, QUESTION, ("answer", pair("Typed")), WHEN),
    ),
    "kept_words": (
        pair("Words to keep"),
        (
            ("word", pair("Word")),
            TEXT,
            ("at", pair("Kept")),
            ("due", pair("Due")),
            ("reviews", pair("Reviews")),
        ),
    ),
    "reviews": (
        pair("Reviews"),
        (("word", pair("Word")), ("rating", pair("Rating")), WHEN),
    ),
}
VERDICTS = {
    "accepted": pair("right"),
    "partial": pair("partly right"),
    "nearly": pair("nearly"),
    "refused": pair("not right"),
    "pending": pair("waits for a teacher"),
    "noted": pair("noted"),
}


@dataclass(frozen=True)
class Section:
    """One table of the page to print. A cell is text, a number, a time, or what is said in two languages."""

    title: Said
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]


@bp.get("/me/record.json")
def record_file() -> Reply:
    """This reader's whole record as a file."""
    tables = _mine_or_404()
    return as_file(_record(tables), "my-fahm-record.json")


@bp.get("/me/record")
def record() -> str:
    """The same as a page to print."""
    made = _record(_mine_or_404())
    return render_template("learner/record.html", record=made, sections=sections(made))


@bp.get("/me/delete")
def ask_to_delete() -> str:
    """What would go, and the form that asks for a word."""
    tables = _mine_or_404()
    counts = {name: len(rows) for name, rows in tables.items()}
    return render_template("learner/delete_record.html", counts=counts, word=WORD, other="other" in request.args)


@bp.post("/me/delete")
def delete() -> Reply:
    """Delete this reader with everything, and forget them on this device; only when the word or the code was typed."""
    services, tables = current_services(), _mine_or_404()
    if not confirmed(request.form.get("confirm", ""), [str(row["code"]) for row in tables["learners"]]):
        return redirect(url_for("data.ask_to_delete", other=1), 303)
    services.store.people.delete_learner(services.config.school, str(tables["learners"][0]["id"]))
    session.clear()
    reply = redirect(url_for("data.deleted"), 303)
    # Pages and answers that this device keeps for reading without a network.
    reply.headers["Clear-Site-Data"] = '"storage"'
    return reply


@bp.get("/me/deleted")
def deleted() -> str:
    """That it is done."""
    return render_template("learner/record_deleted.html")


def confirmed(typed: str, codes: list[str]) -> bool:
    """Whether somebody typed the word, or one of the record's codes, however they wrote it."""
    word = strip_tatweel(strip_tashkeel(canonical(typed[:100]))).strip(" «»\"'.")
    return word.lower() in WORD or normalize_code(typed[:100]) in codes


def as_file(made: dict[str, Any], name: str) -> Reply:
    """A record as a download that nobody keeps on the way."""
    reply = Reply(record_json(made), mimetype="application/json")
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    reply.headers["Cache-Control"] = "no-store"
    return reply


def named(tables: Tables) -> RecordLabels:
    """What the ids in these rows stand for."""
    services = current_services()
    lessons, people, school = services.library.snapshot.lessons, services.store.people, services.config.school
    classes = {str(row["class"]) for rows in tables.values() for row in rows if "class" in row}
    found = {one: klass.name for one in classes if (klass := people.klass(school, one))}
    items = ((slug, item.question) for slug, lesson in lessons.items() for item in lesson.items)
    return RecordLabels(
        titles={slug: lesson.settings.title for slug, lesson in lessons.items()},
        prompts={(slug, question.id): question.prompt for slug, question in items},
        classes=found,
        markers={one.id: one.name for one in people.teachers(school)},
    )


def sections(made: dict[str, Any]) -> list[Section]:
    """The tables of the page; without those that are empty."""
    return [
        Section(title, columns, tuple(tuple(_cell(row, name) for name, _ in columns) for row in made[key]))
        for key, (title, columns) in SECTIONS.items()
        if made.get(key)
    ]


def _cell(row: dict[str, Any], name: str) -> Any:
    """As a person reads it: ids where there is no name, times as times, an answer of parts in one line."""
    instead = {"title": "text", "prompt": "question", "class_name": "class"}
    value = row.get(name) or row.get(instead.get(name, name))
    if name in ("at", "due", "joined") and isinstance(value, str):
        return datetime.fromisoformat(value)
    if name == "answer_in_words" and not row.get("options_shown"):
        value = row.get("answer")  # in the learner's own spelling, which the words even out
    if name == "verdict":
        return VERDICTS.get(str(value), value)
    joined = str(say("; "))
    if isinstance(value, dict):
        return joined.join(map(str, value.values()))
    return joined.join(map(str, value)) if isinstance(value, list) else value


def _record(tables: Tables) -> dict[str, Any]:
    return learner_record(tables, named(tables), current_services().config.now())


def _mine_or_404() -> Tables:
    services, learner = current_services(), reader_id()
    found = services.store.people.everything(services.config.school, learner) if learner else {}
    return found or abort(404)
