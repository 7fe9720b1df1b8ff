"""A school in which every free text breaks things: stored past the cleaning of forms, as an older release may have."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from conftest import ARTICLE, SLUG, right_fields
from webapp.assessment.answer_marking import grade_alone, judge, submission
from webapp.content import Lesson
from webapp.domain.assignment import NewAllowance, NewAssignment
from webapp.domain.people import Teacher
from webapp.store.protocols.audit_log import OPERATOR
from webapp.store.protocols.store import Store
from webapp.web.teacher.accounts.passwords import hashed

SCHOOL = "default"
PASSWORD = "نافذة مطر زيتون"
SUM = "7777*7"
WORKED_OUT = str(7777 * 7)
"""Stands in a page where a template has read a text as its own."""
SHORT = {
    "script": "<script>alert(1)</script>",
    "attribute": "\" autofocus onfocus='alert(1)' x=\"",
    "template": "{{" + SUM + "}} ${" + SUM + "} %(n)s",
    "formula": "=1+1 @x +2",
    "null": "null None undefined NaN",
    "override": "\u202eyzgnp.exe",
    "isolates": "\u2066y\u2067z\u2068w \u202a\u202b\u202dv",
    "marks": "ب\u064b\u0650\u0651\u0300\u0489" * 6,
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 𠜎",
    "one word": "ا" * 40,
    "Latin word": "W" * 40,
    "half a sign": "x\ud83d",
    "percents": "100% %s %d {0} {x.__class__}",
    "an end of ours": "</title></textarea></bdi>",
}
"""Each fits into a name."""
LONG = " ".join([*SHORT.values(), "ا" * 200, "W" * 200])
"""All of them, for a text that may be long."""
TITLE = "title-word <script>alert(1)</script> {{" + SUM + "}} '=1+1 " + "W" * 40


@dataclass(frozen=True)
class NaughtySchool:
    """What names its people and things in an address."""

    teacher: Teacher
    other: Teacher
    class_id: str
    code: str
    learners: tuple[str, ...]
    assignment_id: str
    group: str
    link: str
    record_code: str


def naughty_content(folder: Path) -> Path:
    """The article under a title that breaks things."""
    content = shutil.copytree(ARTICLE, folder)
    path = content / "questions" / f"{SLUG}.yaml"
    lines = path.read_text(encoding="utf-8").replace("gate: answered", "gate: open").split("\n")
    quoted = TITLE.replace("'", "''")
    path.write_text(
        "\n".join(f"title: '{quoted}'" if line.startswith("title:") else line for line in lines), encoding="utf-8"
    )
    return content


def naughty_school(store: Store, lesson: Lesson) -> NaughtySchool:
    """Fill a new school: two teachers, a class, a learner for each string, and whatever is said of their work."""
    people = store.people

    def account(kind: str, role: str, sign_in: str, name: str) -> Teacher:
        token = people.make_link(SCHOOL, kind, role, name, 24)
        return people.use_link(SCHOOL, token, sign_in, name, hashed(PASSWORD))

    teacher = account("setup", "admin", "muna", "teacher-word " + SHORT["script"] + SHORT["override"])
    other = account("invitation", "teacher", "sami", "other-word " + SHORT["attribute"] + SHORT["isolates"])
    klass = people.add_class(SCHOOL, teacher.id, "class-word " + SHORT["template"] + SHORT["override"] + "W" * 40)
    people.share(SCHOOL, klass.id, other.id)
    learners = tuple(f"naughty-learner-{number:04}" for number in range(len(SHORT)))
    for learner, string in zip(learners, SHORT.values(), strict=True):
        store.add_learner(SCHOOL, learner)
        people.join(SCHOOL, klass.id, learner, f"learner-word {string}", numbered=True)
        _answer(store, lesson, learner)
    people.add_names(SCHOOL, klass.id, [f"unused-word {SHORT['override']}", f"unused-word {SHORT['script']}"])
    group = store.groups.add(SCHOOL, klass.id, "group-word " + SHORT["attribute"] + SHORT["override"], learners[:3])
    assignment = store.assignments.add(
        SCHOOL, NewAssignment(SLUG, classes=(klass.id,), note=f"assignment-word {LONG}"), teacher.id
    )
    for learner in learners[:2]:
        more = NewAllowance(learner, teacher.id, extra_tries=1, reason=f"reason-word {LONG}")
        store.assignments.allow(SCHOOL, assignment.id, more)
        store.sittings.keep_late(SCHOOL, learner, SLUG, {"summary-of-news": f"late-word {LONG}"}, None)
        store.grading.save_report_words(SCHOOL, klass.id, learner, f"parents-word {LONG}", teacher.id)
    store.notes.tell(SCHOOL, "note", class_id=klass.id, teacher=teacher.id, words=f"class-note-word {LONG}")
    store.notes.tell(
        SCHOOL, "note", learners=learners[:1], class_id=klass.id, teacher=teacher.id, words=f"note-word {LONG}"
    )
    store.manual_marks.keep_comment(SCHOOL, teacher.id, SLUG, "summary-of-news", f"kept-word {LONG}")
    marked = next(
        attempt for attempt in store.tries(SCHOOL, learners[0], SLUG) if attempt.question == "summary-of-news"
    )
    store.add_mark(SCHOOL, learners[0], marked.id, 1, f"comment-word {LONG}", teacher.name)
    store.makers.add(SCHOOL, SLUG, other.id, OPERATOR)
    store.live.begin(SCHOOL, klass.id, SLUG)
    store.grading.excuse(SCHOOL, klass.id, learners[5], f"assignment:{assignment.id}", True, teacher.id)
    archived = people.add_class(SCHOOL, teacher.id, "archived-word " + SHORT["isolates"])
    people.archive(SCHOOL, archived.id, True)
    link = people.make_link(SCHOOL, "invitation", "teacher", "link-word " + SHORT["script"] + SHORT["override"], 24)
    code = str(people.school_class(SCHOOL, klass.id).code)
    learner = store.learner(SCHOOL, learners[0])
    return NaughtySchool(teacher, other, klass.id, code, learners, assignment.id, group.id, link, learner.code)


def _answer(store: Store, lesson: Lesson, learner: str) -> None:
    """One right answer, a wrong one that is typed, and an open one that waits for its mark."""
    right = right_fields(lesson, "who-announced")["who-announced"]
    item = lesson.item("who-announced")
    given = {"summit-day": f"answer-word {LONG}"[:400], "summary-of-news": f"open-word {LONG}"}
    given["who-announced"] = item.question.read({"who-announced": right if isinstance(right, list) else [right]})
    for name, answer in given.items():
        item = lesson.item(name)
        alone = grade_alone(item.question, answer)
        sent = submission(
            lesson,
            item,
            answer,
            form=f"form-{learner}-{name}",
            school=SCHOOL,
            learner=learner,
            seconds=9.0,
            at=datetime.now(UTC),
            alone=alone,
        )
        store.record_all([(sent, judge(lesson, item, answer, alone))])
