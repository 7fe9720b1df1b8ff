"""Names written beforehand: pasted or from a file, looked over before anything is written, and taken back."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.near_names import near_names
from webapp.domain.pasted_names import PastedList, read_names
from webapp.domain.people import MAX_MEMBERS, MAX_NAME_LENGTH, SchoolClass, Teacher
from webapp.domain.user_error import UserError
from webapp.interchange.text_sources.plain_text import decoded_text
from webapp.web.framework.address_times import time_in_address
from webapp.web.framework.desk_session import acting
from webapp.web.framework.i18n import Said
from webapp.web.framework.notices import notify
from webapp.web.framework.services import school_people, school_store
from webapp.web.teacher.access import bp, with_class

NEAR = "near."
"""First part of the names of the fields that choose between two near names; the number of the pair follows."""


@bp.post("/classes/<slug:class_id>/names/preview")
@with_class
def preview_names(teacher: Teacher, klass: SchoolClass) -> Reply | str | tuple[str, int]:
    """Show what would be added of a pasted list, or of a file, and what would not."""
    try:
        typed = _typed()
        read = read_names(typed)
    except UserError as error:
        return _refused(klass, error)
    if not (read.names or read.skipped):
        notify("name-missing", field="lines")
        return _to_roster(klass)
    surplus = _surplus(klass, len(_new(klass, read)))
    page = _page(klass, "\n".join(_new(klass, read)), read, surplus)
    return (page, 422) if surplus else page


@bp.post("/classes/<slug:class_id>/names")
@with_class
def add_names(teacher: Teacher, klass: SchoolClass) -> Reply | tuple[str, int]:
    """Add names in advance, one a line: each becomes a learner with a card. All of them, or none and why.

    Anything that would be cut is shown first, and so are names that are there twice, but for those ``twice`` that the
    page has shown. A name that is taken gets a number.
    """
    people, school = school_people()
    typed = request.form.get("names", "")
    try:
        read = _without_left_out(read_names(typed))
    except UserError as error:
        return _refused(klass, error)
    if not (read.names or read.skipped):
        notify("name-missing", field="lines")
        return _to_roster(klass)
    surplus = _surplus(klass, len(read.names))
    twice = _twice(klass, read)
    if surplus or read.too_long or read.was_cut or twice > request.form.get("twice", twice, type=int):
        shown = typed if surplus or not read.was_cut else "\n".join(name.name for name in read.names)
        return _page(klass, shown, read, surplus), 422
    added = people.add_names(school, klass.id, [name.name for name in read.names])
    if len(added) < len(read.names):
        notify("class-full")
    if added:
        undo = url_for("desk.undo_names", class_id=klass.id, added=added[0].joined.isoformat())
        notify("names-added", undo=undo, count=len(added))
    return redirect(url_for("desk.cards", class_id=klass.id), 303)


@bp.post("/classes/<slug:class_id>/names/undo")
@with_class
def undo_names(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Take back the names that were added at the time in the address, but for those that are in use."""
    store, school = school_store()
    added = time_in_address("added")
    removed = store.joining.undo_names(school, klass.id, added) if added else 0
    if removed:
        store.audit.add(school, acting(teacher), "names-taken-back", detail=str(removed))
    notify("names-taken-back" if removed else "names-in-use")
    return _to_roster(klass)


def _without_left_out(read: PastedList) -> PastedList:
    """The list without those of two near names that were chosen to be left out, by line and name."""
    left_out = {value for name, value in request.form.items() if name.startswith(NEAR) and value}
    return replace(read, names=tuple(name for name in read.names if f"{name.line} {name.name}" not in left_out))


def _typed() -> str:
    """The text of the file, where there is one, else what is in the field."""
    file = request.files.get("file")
    return _decoded(file.read()) if file and file.filename else request.form.get("names", "")


def _decoded(raw: bytes) -> str:
    """Decode a file; one of Windows may have more Latin letters, in its addresses, than Arabic ones."""
    try:
        return decoded_text(raw)
    except UserError:
        if any(byte < 32 and byte not in b"\t\r\n" for byte in raw):
            raise
        return raw.decode("cp1256", "replace")


def _refused(klass: SchoolClass, error: UserError) -> tuple[str, int]:
    """The page with what was typed, and why it cannot be read."""
    return _page(klass, request.form.get("names", ""), read_names(""), fault=Said(ar=error.ar, en=error.en)), 422


def _page(klass: SchoolClass, shown: str, read: PastedList, surplus: int = 0, fault: Said | None = None) -> str:
    known, in_field = read.known(_members(klass)), read_names("" if fault else shown)
    too_many = len(in_field.names) > MAX_MEMBERS
    return render_template(
        "teacher/classes/names_preview.html",
        klass=klass,
        shown=shown,
        read=read,
        known=known,
        surplus=max(0, surplus),
        fault=fault,
        longest=MAX_NAME_LENGTH,
        left_out=bool(known) and not in_field.known(_members(klass)),
        twice=_twice(klass, in_field),
        names=() if fault or too_many else in_field.names,
        near=[] if fault or surplus or too_many else near_names(in_field.names, _members(klass)),
        prefix=NEAR,
        same_lines=[name.name for name in read.names] == [name.name for name in in_field.names]
        and [name.line for name in read.names] == [name.line for name in in_field.names],
        adding=0 if fault or surplus else len(in_field.names),
    )


def _twice(klass: SchoolClass, read: PastedList) -> int:
    """Number of names that stand in the list or in the class before."""
    return len({name.line for name in (*read.repeated, *read.known(_members(klass)))})


def _members(klass: SchoolClass) -> list[str]:
    people, school = school_people()
    return [member.name for member in people.members(school, klass.id)]


def _new(klass: SchoolClass, read: PastedList) -> list[str]:
    """Names that the class does not have yet: who pastes a whole list again wants those who came."""
    known = {name.line for name in read.known(_members(klass))}
    return [name.name for name in read.names if name.line not in known]


def _surplus(klass: SchoolClass, new: int) -> int:
    return max(0, len(_members(klass)) + new - MAX_MEMBERS)


def _to_roster(klass: SchoolClass) -> Reply:
    return redirect(url_for("desk.roster", class_id=klass.id), 303)
