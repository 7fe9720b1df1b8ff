"""A learner's whole record as a file to download, and as tables of a page to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Response as Reply

from webapp.arabic.matching.answer_matching import normal_words
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.interchange.exports.learner_record import RecordLabels, Tables, record_json
from webapp.web.framework.i18n import Said, pair, say
from webapp.web.framework.services import current_services
from webapp.web.framework.verdict_labels import verdict_label

Column = tuple[str, Said]
"""Key in the file, and heading of the table."""
TEXT, QUESTION, WHEN = (
    ("title", pair("Text")),
    ("prompt", pair("Question")),
    ("at", pair("Time")),
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
            ("try", pair("Attempt")),
            ("answer_in_words", pair("Answer")),
            ("verdict", pair("Verdict")),
            ("earned", pair("Points for this answer")),
            OF,
            ("reason", pair("Reason")),
            ("unsure", pair("Not sure because")),
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
        pair("Counted points"),
        (TEXT, QUESTION, ("tries", pair("Attempts")), ("hints", pair("Hints")), POINTS, OF),
    ),
    "hints": (pair("Hints"), (TEXT, QUESTION, ("number", pair("Number")), WHEN)),
    "drafts": (
        pair("Unsubmitted drafts"),
        (TEXT, QUESTION, ("answer_in_words", pair("Typed")), WHEN),
    ),
    "kept_words": (
        pair("Words saved for review"),
        (
            ("word", pair("Word")),
            TEXT,
            ("at", pair("Saved")),
            ("due", pair("Due")),
            ("reviews", pair("Reviews")),
        ),
    ),
    "reviews": (
        pair("Reviews"),
        (("word", pair("Word")), ("rating", pair("Rating")), WHEN),
    ),
}


@dataclass(frozen=True)
class Section:
    """One table of the page to print. A cell is text, a number, a time, or a message in two languages."""

    title: Said
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]


def as_file(record: dict[str, Any], name: str) -> Reply:
    """Send a record as a download that no cache keeps."""
    reply = Reply(record_json(record), mimetype="application/json")
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    reply.headers["Cache-Control"] = "no-store"
    return reply


def named(tables: Tables) -> RecordLabels:
    """Names of the ids in these rows."""
    services = current_services()
    lessons, people, school = services.library.snapshot.lessons, services.store.people, services.config.school
    classes = {str(row["class"]) for rows in tables.values() for row in rows if "class" in row}
    class_names = {class_id: klass.name for class_id in classes if (klass := people.school_class(school, class_id))}
    items = ((slug, item.question) for slug, lesson in lessons.items() for item in lesson.items)
    return RecordLabels(
        titles={slug: lesson.settings.title for slug, lesson in lessons.items()},
        prompts={(slug, question.id): question.prompt for slug, question in items},
        classes=class_names,
        markers={account.id: account.name for account in people.teachers(school)},
    )


def sections(record: dict[str, Any]) -> list[Section]:
    """Tables of the page; empty ones are left out."""
    return [
        Section(title, columns, tuple(tuple(_cell(row, name) for name, _ in columns) for row in record[key]))
        for key, (title, columns) in SECTIONS.items()
        if record.get(key)
    ]


def _cell(row: dict[str, Any], name: str) -> Any:
    """Format a cell for people: names for ids, times in words, an answer of parts in one line."""
    instead = {"title": "text", "prompt": "question", "class_name": "class"}
    value = row.get(name) or row.get(instead.get(name, name))
    if name in ("at", "due", "joined") and isinstance(value, str):
        return datetime.fromisoformat(value)
    if name == "answer_in_words":
        return _answer_in_words(row)
    if name == "verdict":
        return verdict_label(str(value), str(row.get("unsure") or ""))
    return _one_line(value)


def _answer_in_words(row: dict[str, Any]) -> Any:
    """Format an answer: what was typed in the learner's own spelling, what was chosen in the words that were shown."""
    given, label = _one_line(row.get("answer")), row.get("answer_in_words")
    if label is None:  # a draft has none yet
        lesson = current_services().library.snapshot.lessons.get(str(row.get("text")))
        item = lesson.item(str(row.get("question"))) if lesson else None
        label = item.question.classify(row["answer"]) if item else ""
    is_typed = _letters(given).startswith(_letters(label)) and not row.get("options_shown")
    return given if is_typed else label


def _letters(text: object) -> str:
    return "".join(normal_words(str(text), TOLERANCE_LEVELS))


def _one_line(value: Any) -> Any:
    parts = value.values() if isinstance(value, dict) else value
    return str(say("; ")).join(map(str, parts)) if isinstance(value, dict | list) else value
