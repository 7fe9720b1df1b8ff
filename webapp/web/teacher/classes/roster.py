"""The learners of a class: names beforehand, cards, renaming, moving, merging two records, deleting."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.regrading import standing_recomputer
from webapp.domain.people import Membership, SchoolClass, Teacher, clean_name
from webapp.web.framework.services import current_services
from webapp.web.teacher.access import bp, own_class_or_404, teacher_only
from webapp.web.teacher.classes.class_pages import here_only, same_name
from webapp.web.teacher.classes.qr_code import qr

MOST_NAMES = 200


@bp.get("/classes/<slug:class_id>/")
@teacher_only
def roster(teacher: Teacher, class_id: str) -> str:
    """The list of names."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    people, school = services.store.people, services.config.school
    members = people.members(school, klass.id)
    names = {one.learner: one.name for one in members}
    merged = [(one, names.get(one.kept, "")) for one in people.merged_in(school, klass.id)]
    return render_template("teacher/classes/roster.html", klass=klass, teacher=teacher, members=members, merged=merged)


@bp.post("/classes/<slug:class_id>/names")
@teacher_only
def add_names(teacher: Teacher, class_id: str) -> Reply:
    """Names beforehand, one a line: each becomes a learner with a card."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    lines = [clean_name(line) for line in request.form.get("names", "").splitlines()]
    names = [name for name in lines if name][:MOST_NAMES]
    if not names:
        flash("desk-no-name")
        return _to_roster(klass)
    services.store.people.add_names(services.config.school, klass.id, names)
    return redirect(url_for("desk.cards", class_id=klass.id), 303)


@bp.get("/classes/<slug:class_id>/cards")
@teacher_only
def cards(teacher: Teacher, class_id: str) -> str:
    """A card for each learner, to be printed and cut out: the name, the record code and a QR code."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    drawn = []
    for one in services.store.people.members(services.config.school, klass.id):
        learner = services.store.learner(services.config.school, one.learner)
        if learner:
            address = url_for("joining.card", code=learner.code, _external=True)
            drawn.append((one, learner.code, qr(address)))
    return render_template(
        "teacher/classes/cards.html", klass=klass, teacher=teacher, cards=drawn, here_only=here_only()
    )


@bp.get("/classes/<slug:class_id>/learners/<learner>/")
@teacher_only
def learner(teacher: Teacher, class_id: str, learner: str) -> str:
    """One learner: the record code, what is recorded, and what can be done."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    member, people, school = _member_or_404(klass, learner), services.store.people, services.config.school
    return render_template(
        "teacher/classes/learner.html",
        klass=klass,
        teacher=teacher,
        member=member,
        learner=services.store.learner(school, member.learner),
        texts=_titles(services.store.texts_of(school, member.learner)),
        classes=[one for one in people.classes_of(school, teacher.id) if one.id != klass.id],
        others=[one for one in people.members(school, klass.id) if one.learner != member.learner],
        elsewhere=_elsewhere(teacher, member),
    )


@bp.post("/classes/<slug:class_id>/learners/<learner>/rename")
@teacher_only
def rename_learner(teacher: Teacher, class_id: str, learner: str) -> Reply:
    """Call a learner otherwise in this class."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    member, name = _member_or_404(klass, learner), clean_name(request.form.get("name", ""))
    if not name:
        flash("desk-no-name")
    elif not services.store.people.rename(services.config.school, klass.id, member.learner, name):
        flash("desk-name-taken")
    return redirect(url_for("desk.learner", class_id=klass.id, learner=member.learner), 303)


@bp.post("/classes/<slug:class_id>/learners/<learner>/move")
@teacher_only
def move(teacher: Teacher, class_id: str, learner: str) -> Reply:
    """Take a learner to another of my classes."""
    klass, other = own_class_or_404(teacher, class_id), own_class_or_404(teacher, request.form.get("class", ""))
    member = _member_or_404(klass, learner)
    current_services().store.people.move(current_services().config.school, klass.id, member.learner, other.id)
    flash("desk-moved")
    return _to_roster(klass)


@bp.post("/classes/<slug:class_id>/learners/<learner>/out")
@teacher_only
def take_out(teacher: Teacher, class_id: str, learner: str) -> Reply:
    """Take a learner out of the class; the record stays the learner's."""
    klass = own_class_or_404(teacher, class_id)
    member = _member_or_404(klass, learner)
    current_services().store.people.take_out(current_services().config.school, klass.id, member.learner)
    flash("desk-taken-out")
    return _to_roster(klass)


@bp.post("/classes/<slug:class_id>/learners/<learner>/delete")
@teacher_only
def delete_learner(teacher: Teacher, class_id: str, learner: str) -> Reply:
    """Delete a learner whose name was typed, with everything; not one who is in other people's classes as well."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    member = _member_or_404(klass, learner)
    if _elsewhere(teacher, member) or not same_name(request.form.get("name", ""), member.name):
        flash("desk-other-name")
        return redirect(url_for("desk.learner", class_id=klass.id, learner=member.learner), 303)
    services.store.people.delete_learner(services.config.school, member.learner)
    flash("desk-deleted")
    return _to_roster(klass)


@bp.get("/classes/<slug:class_id>/merge")
@teacher_only
def choose_kept(teacher: Teacher, class_id: str) -> str:
    """Two records side by side: which of them stays."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    people, school = services.store.people, services.config.school
    pair = [_member_or_404(klass, request.args.get(name, "")) for name in ("a", "b")]
    if pair[0].learner == pair[1].learner:
        abort(404)
    now = services.config.now()
    sides = []
    for member in pair:
        found = people.summary(school, member.learner)
        if found:
            sides.append((member, found, _titles(found.texts), now - found.last if found.last else None))
    return render_template("teacher/classes/merge.html", klass=klass, teacher=teacher, sides=sides)


@bp.post("/classes/<slug:class_id>/merge")
@teacher_only
def merge(teacher: Teacher, class_id: str) -> Reply:
    """Let two records count as one; either way in leads to the one that stays."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    pair = [_member_or_404(klass, request.form.get(name, "")).learner for name in ("a", "b")]
    kept = request.form.get("kept", "")
    if kept not in pair or pair[0] == pair[1]:
        abort(400)
    other = next(one for one in pair if one != kept)
    services.store.people.merge(
        services.config.school, kept, other, standing_recomputer(services.library.snapshot.lessons)
    )
    flash("desk-merged")
    return _to_roster(klass)


@bp.post("/classes/<slug:class_id>/unmerge")
@teacher_only
def unmerge(teacher: Teacher, class_id: str) -> Reply:
    """Let a merged record stand by itself again."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    people, school = services.store.people, services.config.school
    asked = request.form.get("learner", "")
    if asked not in {one.learner for one in people.merged_in(school, klass.id)}:
        abort(404)
    people.unmerge(school, asked, standing_recomputer(services.library.snapshot.lessons))
    flash("desk-unmerged")
    return _to_roster(klass)


def _member_or_404(klass: SchoolClass, learner: str) -> Membership:
    services = current_services()
    return services.store.people.member(services.config.school, klass.id, learner) or abort(404)


def _elsewhere(teacher: Teacher, member: Membership) -> bool:
    """Whether a learner is in a class that is not this teacher's."""
    services = current_services()
    people, school = services.store.people, services.config.school
    classes = (klass for klass, _ in people.classes_of_learner(school, member.learner))
    return not all(people.teaches(school, teacher.id, klass.id) for klass in classes)


def _titles(slugs: tuple[str, ...] | list[str]) -> list[str]:
    lessons = current_services().library.snapshot.lessons
    return [lessons[slug].settings.title if slug in lessons else slug for slug in slugs]


def _to_roster(klass: SchoolClass) -> Reply:
    return redirect(url_for("desk.roster", class_id=klass.id), 303)
