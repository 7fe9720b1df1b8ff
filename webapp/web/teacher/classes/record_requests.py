"""Requests to delete, merge or separate records that another teacher's class has too: made, answered, carried out."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.learners_rules import lessons_of_learners
from webapp.assessment.recomputed_standing import standing_recomputer
from webapp.domain.people import Teacher
from webapp.store.protocols.audit_log import AuditAction
from webapp.store.protocols.record_requests import RecordRequest, RequestKind
from webapp.store.protocols.regrades import CalculateAnyStanding
from webapp.web.framework.desk_session import acting
from webapp.web.framework.learner_audit import log_for_teachers
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_people, school_store
from webapp.web.teacher.access import bp, names_of, teacher_only
from webapp.web.teacher.classes.forms import AnswerRequestForm
from webapp.web.teacher.classes.typed_name import same_name

DONE: dict[RequestKind, AuditAction] = {
    "delete": "learner-deleted",
    "merge": "records-merged",
    "separate": "records-separated",
}
ACCEPTED: dict[RequestKind, AuditAction] = {
    "delete": "deletion-accepted",
    "merge": "merge-accepted",
    "separate": "separation-accepted",
}
REFUSED: dict[RequestKind, AuditAction] = {
    "delete": "deletion-refused",
    "merge": "merge-refused",
    "separate": "separation-refused",
}


@dataclass(frozen=True)
class RequestLine:
    """A request as a line of the desk.

    ``names`` are those of the records in the class of who asks; ``own`` pairs each class of the teacher who answers
    with a record's name there; ``waits_for`` are the teachers who have not answered.
    """

    request: RecordRequest
    asker: str
    names: tuple[str, ...]
    own: tuple[tuple[str, str], ...]
    waits_for: tuple[str, ...]

    @property
    def to_type(self) -> str:
        """Name of the learner that is typed to accept a deletion."""
        return self.own[0][1] if self.own else self.names[0]


def requests_to_answer(teacher: Teacher) -> list[RequestLine]:
    """Requests of others that wait for this teacher."""
    store, school = school_store()
    return [line for request in store.requests.asked_of(school, teacher.id) if (line := _line(request))]


def requests_made(teacher: Teacher) -> list[RequestLine]:
    """Requests of this teacher that wait for others."""
    store, school = school_store()
    return [line for request in store.requests.made_by(school, teacher.id) if (line := _line(request))]


def carry_out(teacher: Teacher, kind: RequestKind, record: str, kept: str = "", asker: str = "") -> None:
    """Delete a record, merge it into another or separate it again, on behalf of this teacher.

    ``asker``: the teacher who asked for it, and who is told that it was accepted.
    """
    store, school = school_store()
    if kind == "delete":
        log_for_teachers(DONE[kind], record, acting(teacher), {asker})
        store.people.delete_learner(school, record)
        notify("learner-deleted")
    elif kind == "merge":
        store.people.merge(school, kept, record, _recomputer(kept, record), teacher.id)
        notify("records-merged")
    else:
        store.people.unmerge(school, record, _recomputer(record), new_codes=True)
        notify("records-separated")
    if kind != "delete":
        log_for_teachers(DONE[kind], kept, acting(teacher), {asker})


def _recomputer(*records: str) -> CalculateAnyStanding:
    """Recompute standings of these records by the rules that their learner has."""
    services = current_services()
    lessons, now = services.library.snapshot.lessons, services.config.now()
    return standing_recomputer(lessons_of_learners(services.store, services.config.school, lessons, records, now))


@bp.post("/requests")
@teacher_only
def answer_request(teacher: Teacher) -> Reply:
    """Accept, refuse or withdraw a request; a deletion is accepted by typing the learner's name."""
    store, school = school_store()
    form = AnswerRequestForm()
    request = form.request.data
    if form.answer.data == "withdraw":
        notify("request-withdrawn" if store.requests.withdraw(school, request, teacher.id) else "request-gone")
    elif form.answer.data == "refuse":
        refused = store.requests.refuse(school, request, teacher.id)
        notify("request-refused" if refused else "request-gone")
        if refused:
            store.audit.add(school, acting(teacher), REFUSED[refused.kind], refused.teacher)
    elif form.answer.data == "accept":
        _accept(teacher, request, form.name.data)
    else:
        abort(400)
    return redirect(url_for("desk.home"), 303)


def _accept(teacher: Teacher, request: str, typed: str) -> None:
    store, school = school_store()
    line = next((line for line in requests_to_answer(teacher) if line.request.id == request), None)
    if line is None:
        notify("request-gone")
        return
    if line.request.kind == "delete" and not same_name(typed, line.to_type):
        notify("name-not-confirmed", field=f"name-{request}", typed=typed)
        return
    accepted = store.requests.accept(school, request, teacher.id)
    if accepted is None:
        notify("request-gone")
        return
    store.audit.add(school, acting(teacher), ACCEPTED[accepted.kind], accepted.teacher)
    if accepted.waiting:
        notify("request-accepted")
    else:
        carry_out(teacher, accepted.kind, accepted.record, accepted.kept, accepted.teacher)


def _line(request: RecordRequest) -> RequestLine | None:
    """The line of a request; None where a record has left the class in which it was made."""
    people, school = school_people()
    known = {member.learner: member.name for member in people.members(school, request.class_id)}
    if request.kind == "separate":
        known |= {merged.learner: merged.name for merged in people.merged_in(school, request.class_id)}
    names = tuple(known[record] for record in request.records if record in known)
    if len(names) < len(request.records):
        return None
    own: list[tuple[str, str]] = []
    teachers: dict[str, None] = {}
    for class_id in request.waiting:
        klass = people.school_class(school, class_id)
        teachers |= {account.name: None for account in people.teachers_of(school, class_id) if not account.closed}
        for record in request.records:
            member = people.member(school, class_id, record)
            if klass and member:
                own.append((klass.name, member.name))
    asker = names_of([request.teacher]).get(request.teacher, "")
    return RequestLine(request, asker, names, tuple(own), tuple(teachers))
