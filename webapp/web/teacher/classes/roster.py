"""Roster of a class: who has come, renaming, moving, merging two records, deleting."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.near_names import near_members
from webapp.domain.people import MAX_MEMBERS, Membership, SchoolClass, Teacher, clean_name, name_key, without_number
from webapp.store.protocols.exams import EarlierHandIn
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_people, school_store
from webapp.web.framework.write_limits import was_crowded
from webapp.web.teacher.access import bp, own_class_or_404, with_class
from webapp.web.teacher.class_audit import log_for_class
from webapp.web.teacher.classes.forms import MergeForm
from webapp.web.teacher.classes.record_requests import carry_out, requests_made
from webapp.web.teacher.classes.typed_name import same_name
from webapp.web.teacher.results.class_results import SIMULATED


@bp.get("/classes/<slug:class_id>/")
@with_class
def roster(teacher: Teacher, klass: SchoolClass) -> str:
    """List of the learners of a class, with what each has done; ``q`` in the address finds some of them."""
    store, school = school_store()
    people, members = store.people, store.people.members(school, klass.id)
    names = {member.learner: member.name for member in members}
    claims = store.joining.claims(school, klass.id)
    claimed = {claim.record for claim in claims}
    merged = [record for record in people.merged_in(school, klass.id) if record.learner not in claimed]
    asked = clean_name(request.args.get("q", ""))
    return render_template(
        "teacher/classes/roster.html",
        klass=klass,
        teacher=teacher,
        members=[member for member in members if name_key(asked) in name_key(member.name)],
        count=len(members),
        asked=asked,
        near=[] if asked else near_members([member for member in members if not member.learner.startswith(SIMULATED)]),
        activity=store.joining.activity(school, klass.id),
        claims=claims,
        merged=[(record, names.get(record.kept, "")) for record in merged],
        removals=people.removals(school, klass.id),
        again=_begun_again(klass),
        full=len(members) >= MAX_MEMBERS,
        crowded=was_crowded(klass),
    )


@bp.get("/classes/<slug:class_id>/learners/<learner>/")
@with_class
def learner(teacher: Teacher, klass: SchoolClass, learner: str) -> str:
    """One learner: the record code, the data recorded, and the actions."""
    services = current_services()
    member, people, school = _member_or_404(klass, learner), services.store.people, services.config.school
    return render_template(
        "teacher/classes/learner.html",
        klass=klass,
        teacher=teacher,
        member=member,
        learner=services.store.learner(school, member.learner),
        texts=_titles(services.store.texts_of(school, member.learner)),
        classes=[own_class for own_class in people.classes_of(school, teacher.id) if own_class.id != klass.id],
        others=[classmate for classmate in people.members(school, klass.id) if classmate.learner != member.learner],
        elsewhere=_elsewhere(teacher, member.learner),
        asked=[line for line in requests_made(teacher) if line.request.record == member.learner],
    )


@bp.post("/classes/<slug:class_id>/learners/<learner>/rename")
@with_class
def rename_learner(teacher: Teacher, klass: SchoolClass, learner: str) -> Reply:
    """Rename a learner in this class."""
    people, school = school_people()
    member, name = _member_or_404(klass, learner), clean_name(request.form.get("name", ""))
    if not name:
        notify("name-missing", field="name")
    elif not people.rename(school, klass.id, member.learner, name):
        notify("name-taken", field="name", typed=name)
    return redirect(url_for("desk.learner", class_id=klass.id, learner=member.learner), 303)


@bp.post("/classes/<slug:class_id>/learners/<learner>/move")
@with_class
def move(teacher: Teacher, klass: SchoolClass, learner: str) -> Reply:
    """Move a learner to another of the teacher's classes."""
    other = own_class_or_404(teacher, request.form.get("class", ""))
    member = _member_or_404(klass, learner)
    people, school = school_people()
    people.move(school, klass.id, member.learner, other.id)
    log_for_class("learner-moved", teacher, klass, other.name)
    notify("learner-moved")
    return _to_roster(klass)


@bp.post("/classes/<slug:class_id>/learners/<learner>/out")
@with_class
def take_out(teacher: Teacher, klass: SchoolClass, learner: str) -> Reply:
    """Remove a learner from the class; the record is kept."""
    member = _member_or_404(klass, learner)
    people, school = school_people()
    people.take_out(school, klass.id, member.learner)
    log_for_class("learner-taken-out", teacher, klass)
    notify("learner-taken-out")
    return _to_roster(klass)


@bp.post("/classes/<slug:class_id>/learners/<learner>/delete")
@with_class
def delete_learner(teacher: Teacher, klass: SchoolClass, learner: str) -> Reply:
    """Delete a learner whose name was typed, with all data; ask first where another teacher has the learner too."""
    store, school = school_store()
    member = _member_or_404(klass, learner)
    to_learner = redirect(url_for("desk.learner", class_id=klass.id, learner=member.learner), 303)
    typed = request.form.get("name", "")
    if not same_name(typed, member.name):
        notify("name-not-confirmed", field="confirm", typed=typed)
        return to_learner
    if store.requests.ask(school, "delete", klass.id, teacher.id, member.learner):
        notify("consent-asked")
        return to_learner
    carry_out(teacher, "delete", member.learner)
    return _to_roster(klass)


@bp.get("/classes/<slug:class_id>/merge")
@with_class
def choose_kept(teacher: Teacher, klass: SchoolClass) -> str:
    """Two records side by side, to choose the one that is kept as the canonical record."""
    services = current_services()
    people, school = school_people()
    pair = [_member_or_404(klass, request.args.get(name, "")) for name in ("a", "b")]
    if pair[0].learner == pair[1].learner:
        abort(404)
    now = services.config.now()
    sides = []
    for member in pair:
        summary = people.summary(school, member.learner)
        if summary:
            sides.append((member, summary, _titles(summary.texts), now - summary.last if summary.last else None))
    elsewhere = _elsewhere(teacher, *(member.learner for member in pair))
    # The name that stays is best the one that a learner has, not the one that told two apart («ليلى ٢»).
    best = min(sides, key=lambda side: (without_number(side[0].name) != side[0].name, -side[1].tries), default=None)
    return render_template(
        "teacher/classes/merge.html", klass=klass, teacher=teacher, sides=sides, elsewhere=elsewhere, best=best
    )


@bp.post("/classes/<slug:class_id>/merge")
@with_class
def merge(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Merge two records; the codes of both lead to the canonical one. Other teachers who have them are asked first."""
    form = MergeForm()
    store, school = school_store()
    kept, pair = form.kept.data, [_member_or_404(klass, field.data).learner for field in (form.a, form.b)]
    if kept not in pair or pair[0] == pair[1]:
        abort(400)
    other = next(learner for learner in pair if learner != kept)
    if store.requests.ask(school, "merge", klass.id, teacher.id, other, kept):
        notify("consent-asked")
    else:
        carry_out(teacher, "merge", other, kept)
    return _to_roster(klass)


@bp.post("/classes/<slug:class_id>/unmerge")
@with_class
def unmerge(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Undo the merge of a record. Other teachers who have the record are asked first, as they are for merging."""
    store, school = school_store()
    asked = request.form.get("learner", "")
    merged = next(
        (record for record in store.people.merged_in(school, klass.id) if record.learner == asked), None
    ) or abort(404)
    if store.requests.ask(school, "separate", klass.id, teacher.id, merged.learner, merged.kept):
        notify("consent-asked")
    else:
        carry_out(teacher, "separate", merged.learner, merged.kept)
    return _to_roster(klass)


def _member_or_404(klass: SchoolClass, learner: str) -> Membership:
    people, school = school_people()
    return people.member(school, klass.id, learner) or abort(404)


def _elsewhere(teacher: Teacher, *learners: str) -> bool:
    """Tell whether one of these learners is also in a class of another teacher, archived ones included."""
    store, school = school_store()
    return bool(store.requests.foreign_classes(school, teacher.id, learners))


def _begun_again(klass: SchoolClass) -> dict[str, list[tuple[str, EarlierHandIn]]]:
    """Title and time of exams that members began before with another record, by learner; "" for those of no member."""
    again: dict[str, list[tuple[str, EarlierHandIn]]] = {}
    for hand_in in current_services().store.exams.earlier_hand_ins(klass.school, klass.id):
        again.setdefault(hand_in.learner, []).append((_titles([hand_in.text])[0], hand_in))
    return again


def _titles(slugs: tuple[str, ...] | list[str]) -> list[str]:
    lessons = current_services().library.snapshot.lessons
    return [lessons[slug].settings.title if slug in lessons else slug for slug in slugs]


def _to_roster(klass: SchoolClass) -> Reply:
    return redirect(url_for("desk.roster", class_id=klass.id), 303)
