"""Notes to a class and to one learner: written, kept to be written again, and taken back."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import Membership, SchoolClass, Teacher
from webapp.store.protocols.notes import MAX_WORDS
from webapp.web.framework.notices import notify
from webapp.web.framework.services import school_people, school_store
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.notes.forms import NOT_INSERTED, NoteForm

KEPT_UNDER = ("", "")
"""Kept comments are by text and question; those of notes belong to neither."""


@bp.get("/classes/<slug:class_id>/notes")
@with_class
def class_notes(teacher: Teacher, klass: SchoolClass) -> str:
    """Form of a note to the whole class, and those that were written."""
    return _page(teacher, klass, None)


@bp.post("/classes/<slug:class_id>/notes")
@with_class
def write_class_note(teacher: Teacher, klass: SchoolClass) -> Reply | str | tuple[str, int]:
    """Write a note to the whole class."""
    return _write(teacher, klass, None)


@bp.get("/classes/<slug:class_id>/learners/<learner>/notes")
@with_class
def learner_notes(teacher: Teacher, klass: SchoolClass, learner: str) -> str:
    """Form of a note to one learner, and those that were written."""
    return _page(teacher, klass, _member_or_404(klass, learner))


@bp.post("/classes/<slug:class_id>/learners/<learner>/notes")
@with_class
def write_learner_note(teacher: Teacher, klass: SchoolClass, learner: str) -> Reply | str | tuple[str, int]:
    """Write a note to one learner."""
    return _write(teacher, klass, _member_or_404(klass, learner))


@bp.post("/classes/<slug:class_id>/notes/take-back")
@with_class
def take_back_note(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Take back a note of this class; whoever has not read it yet never does."""
    store, school = school_store()
    taken = store.notes.take_back(school, klass.id, request.form.get("note", ""))
    notify("note-taken-back" if taken else "note-gone")
    people, school = school_people()
    return _to_page(klass, people.member(school, klass.id, request.form.get("learner", "")))


def _write(teacher: Teacher, klass: SchoolClass, member: Membership | None) -> Reply | str | tuple[str, int]:
    form = NoteForm()
    if form.insert.data or form.forget.data:
        return _with_kept_words(teacher, klass, member, form)
    if not form.validate_on_submit():
        return _page(teacher, klass, member, form), 422
    store, school = school_store()
    learners = [member.learner] if member else []
    store.notes.tell(school, "note", learners=learners, class_id=klass.id, teacher=teacher.id, words=form.words.data)
    if form.keep.data:
        store.manual_marks.keep_comment(school, teacher.id, *KEPT_UNDER, form.words.data)
    notify("note-written")
    return _to_page(klass, member)


def _with_kept_words(teacher: Teacher, klass: SchoolClass, member: Membership | None, form: NoteForm) -> str:
    """The form as it was typed, with kept words behind those in it, or without words that are kept."""
    store, school = school_store()
    if form.forget.data:
        store.manual_marks.forget_comment(school, teacher.id, form.forget.data)
    kept = store.manual_marks.kept_comments(school, teacher.id, *KEPT_UNDER)
    inserted = next((entry.comment for entry in kept if entry.id == form.insert.data), "")
    words = "\n".join(part for part in (form.words.typed.strip(), inserted) if part)
    if len(words) > MAX_WORDS and inserted:
        form.refuse(form.words, NOT_INSERTED)
        words = form.words.typed
    return _page(teacher, klass, member, form, words)


def _page(
    teacher: Teacher, klass: SchoolClass, member: Membership | None, form: NoteForm | None = None, words: str = ""
) -> str:
    store, school = school_store()
    written = (
        store.notes.to_learner(school, klass.id, member.learner) if member else store.notes.of_class(school, klass.id)
    )
    return render_template(
        "teacher/notes/notes.html",
        klass=klass,
        teacher=teacher,
        member=member,
        form=form,
        words=words or (form.words.typed if form else ""),
        most=MAX_WORDS,
        kept=store.manual_marks.kept_comments(school, teacher.id, *KEPT_UNDER),
        written=written,
    )


def _member_or_404(klass: SchoolClass, learner: str) -> Membership:
    people, school = school_people()
    return people.member(school, klass.id, learner) or abort(404)


def _to_page(klass: SchoolClass, member: Membership | None) -> Reply:
    if member:
        return redirect(url_for("desk.learner_notes", class_id=klass.id, learner=member.learner), 303)
    return redirect(url_for("desk.class_notes", class_id=klass.id), 303)
