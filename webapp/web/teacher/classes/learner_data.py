"""A learner's whole record for their teacher, and sign-in to a demo of simulated readers."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import Membership, SchoolClass, Teacher
from webapp.interchange.exports.learner_record import learner_record
from webapp.web.framework.services import current_services, school_people
from webapp.web.records.record_tables import as_file, named, sections
from webapp.web.teacher.access import bp, enter, with_class
from webapp.web.teacher.assignments.assignment_rights import seen_assignment
from webapp.web.teacher.marking.blind_marks import hidden_answers

Rows = list[dict[str, Any]]
LEARNERS_WORK = frozenset(
    {
        *("learners", "tries", "marks", "second_marks", "standings", "regrades"),
        *("hints", "drafts", "late_answers", "hand_ins", "kept_words", "reviews"),
        *("merges", "merge_rows", "merged_tries"),
    }
)
"""Tables that every teacher of a learner reads whole: what the learner has done, and how it was marked."""
OF_CLASSES = frozenset(
    {
        *("memberships", "removed_members", "record_requests", "live_places"),
        *("group_members", "grade_excuses", "report_words"),
    }
)
"""Tables whose rows are for teachers of their class."""
OF_ASSIGNMENTS = frozenset({"assignment_learners", "allowances", "sittings", "reopened_exams"})
"""Tables whose rows are for teachers who decide for the learner in their assignment."""
OF_CLASSES_OR_ASSIGNMENTS = frozenset({"notes"})
"""Tables whose rows name a class, an assignment or neither. Rows of a table that is in none of these are not shown."""
HIDDEN_KEYS = {"marks": "try_id", "second_marks": "try_id", "standings": "last_try"}
"""Tables that hold a mark or what it has earned, with their column for the attempt."""
NOBODYS = "!"
"""Value instead of a password's hash, which no password matches."""


@bp.get("/classes/<slug:class_id>/learners/<learner>/record.json")
@with_class
def learner_file(teacher: Teacher, klass: SchoolClass, learner: str) -> Reply:
    """Send the whole record as a file."""
    return as_file(_record(teacher, _member_or_404(klass, learner)), f"fahm-record-{learner}.json")


@bp.get("/classes/<slug:class_id>/learners/<learner>/record")
@with_class
def learner_record_page(teacher: Teacher, klass: SchoolClass, learner: str) -> str:
    """The whole record as a page to print."""
    member = _member_or_404(klass, learner)
    whole_record = _record(teacher, member)
    return render_template(
        "teacher/classes/learner_data.html",
        klass=klass,
        member=member,
        teacher=teacher,
        record=whole_record,
        sections=sections(whole_record),
    )


@bp.get("/demo/<token>")
def demo(token: str) -> str | tuple[str, int]:
    """Sign-in page of a demo of simulated readers, at the address that ``fahm demo`` prints."""
    return _with_demo_link(token) or render_template("teacher/accounts/demo_sign_in.html", token=token)


@bp.post("/demo/<token>")
def enter_demo(token: str) -> Reply | tuple[str, int]:
    """Sign in as the demo's teacher. The link ends with it; the account has no password that anybody knows."""
    services, gone = current_services(), _with_demo_link(token)
    teacher = None if gone else services.store.people.use_password_link(services.config.school, token, NOBODYS)
    return enter(redirect(url_for("desk.home"), 303), teacher) if teacher else gone or _gone()


def _with_demo_link(token: str) -> tuple[str, int] | None:
    """Page for a link that is not valid; None for a valid one, a 404 where this is no demo."""
    people, school = school_people()
    services = current_services()
    if not services.config.simulated:
        abort(404)
    link = people.link(school, token)
    return None if link and link.kind == "password" else _gone()


def _gone() -> tuple[str, int]:
    return render_template("teacher/accounts/link_gone.html"), 404


def _record(teacher: Teacher, member: Membership) -> dict[str, Any]:
    """A learner's record without what other teachers wrote or decided in classes and assignments of their own."""
    services = current_services()
    people, school = school_people()
    tables = people.everything(school, member.learner)
    open_tables = {name: _shown_rows(name, rows, teacher, member.learner) for name, rows in tables.items()}
    log = [row for row in open_tables.get("merge_rows", []) if row["of_table"] in LEARNERS_WORK]
    open_tables = _without_hidden_marks(open_tables | {"merge_rows": log}, member.learner)
    return learner_record(open_tables, named(open_tables), services.config.now())


def _shown_rows(table: str, rows: Rows, teacher: Teacher, learner: str) -> Rows:
    """Rows of a table that this teacher may read: with work of the learner all, else their own and those of theirs."""
    if table in LEARNERS_WORK:
        return rows
    people, school = school_people()
    open_classes = {
        class_id
        for class_id in _named_in(rows, "class")
        if table in OF_CLASSES | OF_CLASSES_OR_ASSIGNMENTS and people.teaches(school, teacher.id, class_id)
    }
    open_assignments = {
        assignment_id
        for assignment_id in _named_in(rows, "assignment")
        if table in OF_ASSIGNMENTS | OF_CLASSES_OR_ASSIGNMENTS
        and (seen := seen_assignment(teacher, assignment_id))
        and seen.own_learner(learner)
    }
    return [
        row
        for row in rows
        if row.get("class") in open_classes
        or row.get("assignment") in open_assignments
        or row.get("teacher") == teacher.id
    ]


def _named_in(rows: Rows, column: str) -> set[str]:
    return {str(row[column]) for row in rows if row.get(column)}


def _without_hidden_marks(tables: dict[str, Rows], learner: str) -> dict[str, Rows]:
    """Tables without the marks that this teacher must not see before giving a second one."""
    tries = {(answer.attempt.learner, answer.attempt.id) for answer in hidden_answers([learner])}
    if not tries:
        return tables
    for name, key in HIDDEN_KEYS.items():
        tables[name] = [row for row in tables.get(name, []) if (row["learner"], row[key]) not in tries]
    # The log of merges holds what marks earned, as it was and as it is.
    tables["merge_rows"] = [row for row in tables["merge_rows"] if row["of_table"] not in HIDDEN_KEYS]
    return tables


def _member_or_404(klass: SchoolClass, learner: str) -> Membership:
    people, school = school_people()
    return people.member(school, klass.id, learner) or abort(404)
