"""Answers that learners gave and the key does not name, in groups: a teacher accepts or refuses each with one press.

The press writes the wording into the file's key. The next page shows the regrade that follows from it, to be applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.analysis.answers_to_decide import AnswerGroup, groups_taken, groups_to_decide
from webapp.assessment.authoring.key_changes import verdicts_taken
from webapp.assessment.authoring.question_alone import question_alone
from webapp.assessment.authoring.working_copy import AuthoredText
from webapp.content import Item, Lesson
from webapp.domain.people import SchoolClass, Teacher
from webapp.domain.typed_key import WishedVerdict
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, lesson_or_404, school_store
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.editor.key_decisions import decide, in_file, take_back
from webapp.web.teacher.results.class_results import Work, attempts_in, marking_url, work_in
from webapp.web.teacher.texts.editing_rights import authored_text_or_404, barrier
from webapp.web.teacher.texts.yaml_tab import MAX_SAVES

MOST_GROUPS = 10
MOST_WITH_ALL = 100
MOST_IN_TEXT = 3
"""Groups of one question on the page of a whole text."""
MOST_QUESTIONS = 20
"""Questions on the page of a whole text, those with the most tries first."""


@dataclass(frozen=True)
class GroupsToDecide:
    """Groups of the answers to one question; ``verdicts`` are by part those that its key can give."""

    item: Item
    groups: tuple[AnswerGroup, ...]
    more: bool
    verdicts: dict[str, tuple[WishedVerdict, ...]]
    are_taken: bool = False

    def offered(self, group: AnswerGroup) -> tuple[WishedVerdict, ...]:
        """The verdicts that a teacher may choose for a group."""
        now = {"right", "half"} if self.are_taken else set() if group.unsure else {"wrong"}
        return tuple(verdict for verdict in self.verdicts[group.part] if verdict not in now)


def groups_of(klass: SchoolClass, work: Work, item: Item, most: int, *, taken: bool = False) -> GroupsToDecide:
    """The groups of a class's answers that the key refuses, or takes; those of the most learners first."""
    question = item.question
    parts = [key.part for key in question.typed_keys()]
    tries = attempts_in(klass, work, question.id) if parts else []
    groups, more = (groups_taken if taken else groups_to_decide)(question, tries, most)
    verdicts = {part: verdicts_taken(question, part) for part in parts}
    return GroupsToDecide(item, tuple(groups), more, verdicts, taken)


def shown_groups(klass: SchoolClass, work: Work, item: Item, *, taken: bool = False) -> GroupsToDecide:
    """The groups for the page of a question; all of them where its address asks for them."""
    most = MOST_WITH_ALL if request.args.get("groups") == "all" else MOST_GROUPS
    return groups_of(klass, work, item, most, taken=taken)


def key_barrier(teacher: Teacher, slug: str) -> str:
    """The reason why this teacher cannot write into the key; empty for none."""
    return barrier(teacher, authored_text_or_404(teacher, slug))


@bp.get("/classes/<slug:class_id>/texts/<slug:slug>/to-decide")
@with_class
def answers_to_decide(teacher: Teacher, klass: SchoolClass, slug: str) -> str:
    """Page of the most frequent groups of all typed questions of a text."""
    lesson = lesson_or_404(slug)
    work = work_in(klass, lesson)
    typed = [item for item in lesson.items if item.question.typed_keys()]
    counts = {item.question.id: len(attempts_in(klass, work, item.question.id)) for item in typed}
    busiest = sorted(typed, key=lambda item: -counts[item.question.id])[:MOST_QUESTIONS]
    chosen = [item for item in typed if item in busiest and counts[item.question.id]]
    groups = (groups_of(klass, work, item, MOST_IN_TEXT) for item in chosen)
    return render_template(
        "teacher/results/to_decide.html",
        teacher=teacher,
        klass=klass,
        lesson=lesson,
        questions=[found for found in groups if found.groups],
        barrier=key_barrier(teacher, slug),
        marking=marking_url(),
        waiting=sum(work.marks.waiting.values()),
    )


@bp.post("/classes/<slug:class_id>/texts/<slug:slug>/questions/<question>/accept")
@with_class
def accept_answer(teacher: Teacher, klass: SchoolClass, slug: str, question: str) -> Reply:
    """Write an answer into the key of the file as right, half or wrong; then show the regrade."""
    lesson = lesson_or_404(slug)
    alone = question_alone(_file_of(teacher, lesson, slug), question) or abort(404)
    if not reserve_failures({f"text saves {teacher.id}": MAX_SAVES}):
        notify("key-too-often")
    elif undo := decide(alone, in_file(teacher), "desk.take_back_answer"):
        notify("key-changed", undo=undo)
        address = url_for("desk.regrade_text", slug=slug)
        return redirect(f"{address}?{urlencode({'key': question, 'class': klass.id})}", 303)
    return _to_question(klass, slug, question)


@bp.post("/classes/<slug:class_id>/texts/<slug:slug>/questions/<question>/take-back")
@with_class
def take_back_answer(teacher: Teacher, klass: SchoolClass, slug: str, question: str) -> Reply:
    """Give the question of the file the values back that it had before an answer was accepted."""
    text = _file_of(teacher, lesson_or_404(slug), slug)
    take_back(text, question, in_file(teacher))
    return _to_question(klass, slug, question)


def _to_question(klass: SchoolClass, slug: str, question: str) -> Reply:
    address = url_for("desk.question_scores", class_id=klass.id, slug=slug, question=question, _anchor="to-decide")
    return redirect(address, 303)


def _file_of(teacher: Teacher, lesson: Lesson, slug: str) -> AuthoredText:
    """The text as it is in the files; a 403 for who may not change it."""
    if key_barrier(teacher, slug):
        abort(403)
    store, school = school_store()
    return AuthoredText(store.versions, school, current_services().library, slug, sees_drafts=False)
