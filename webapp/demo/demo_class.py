"""The class of the simulated readers: teacher, names, saved words, drafts and manual marks."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.arabic.clitics import strip_marks
from webapp.arabic.normalize import canonical
from webapp.content import Lesson
from webapp.demo.simulated_learners import SIMULATED_MARK, SimulatedLearner
from webapp.store.protocols.store import Store, WordHome

CLASS_NAME = f"الصف التجريبي {SIMULATED_MARK}"
TEACHER_NAME = f"معلم التجربة {SIMULATED_MARK}"
SIGN_IN = "demo"
UNUSABLE_PASSWORD = "!"
"""In place of a password's hash: no password fits it."""
MARKS = (
    (0.75, "وصفت ما جرى وصفًا واضحًا. الخطوة التالية: اذكر من قاله."),
    (1.0, "أحسنت: ميّزت بين الخبر وقائله، ودللت على ذلك من النص."),
)
DRAFT = "أظن أن الكاتب"
SAVED_SHARE = 0.3
"""Share (0 to 1) of the words looked up that a reader saves."""


@dataclass(frozen=True)
class DemoClass:
    """Ids of the demo teacher and of the demo class."""

    teacher: str
    klass: str


def make_class(store: Store, school: str, persons: Sequence[SimulatedLearner]) -> DemoClass:
    """Create a teacher, whose account has no password to sign in with, and a class of all these readers by name."""
    people = store.people
    token = people.make_link(school, "setup", "admin", TEACHER_NAME, 1)
    teacher = people.use_link(school, token, SIGN_IN, TEACHER_NAME, UNUSABLE_PASSWORD) if token else None
    if teacher is None:
        raise ValueError("the school has a teacher already")
    klass = people.add_class(school, teacher.id, CLASS_NAME)
    for person in persons:
        store.add_learner(school, person.id)
        people.join(school, klass.id, person.id, person.name)
    return DemoClass(teacher.id, klass.id)


def save_words(store: Store, school: str, lessons: Mapping[str, Lesson], set_clock: Callable[[datetime], None]) -> int:
    """Save some of the words that readers looked up, at the time of the look-up; returns their number."""
    kept = 0
    for attempt in list(store.all_tries(school)):
        chance = random.Random(f"keep:{attempt.learner}:{attempt.text}:{attempt.question}")
        for token in attempt.support:
            saves = token.startswith("word:") and chance.random() < SAVED_SHARE
            home = _home(lessons[attempt.text], token) if saves else None
            if home:
                set_clock(attempt.at)
                kept += store.keep_word(school, attempt.learner, home, "kept")
    return kept


def leave_drafts(store: Store, school: str, lessons: Mapping[str, Lesson], persons: Sequence[SimulatedLearner]) -> int:
    """Save a draft of the next written answer of each reader who stopped early; returns their number."""
    drafts = 0
    for person in persons:
        for slug, lesson in lessons.items() if person.manner == "stops" else ():
            tried = store.standings(school, person.id, slug)
            left = [item.question.id for item in lesson.items if item.question.written]
            following = next((name for name in left if name not in tried), None)
            if following:
                store.save_drafts(school, person.id, slug, {following: DRAFT})
                drafts += 1
    return drafts


def mark_open_answers(store: Store, school: str, teacher: str, set_clock: Callable[[datetime], None]) -> int:
    """Mark open answers of two readers by hand and leave the rest unmarked; returns the number of marks."""
    first = {attempt.learner: attempt for attempt in reversed(store.unmarked(school))}
    chosen = sorted(first.values(), key=lambda attempt: attempt.at)[: len(MARKS)]
    for (share, comment), attempt in zip(MARKS, chosen, strict=False):
        set_clock(attempt.at + timedelta(days=1))
        store.add_mark(school, attempt.learner, attempt.id, round(attempt.possible * share, 2), comment, teacher)
    return len(chosen)


def _home(lesson: Lesson, token: str) -> WordHome | None:
    """The place of a word that was looked up, from ``word:paragraph.position``; None without a words file."""
    number, _, position = token.removeprefix("word:").partition(".")
    if lesson.words is None:
        return None
    word = lesson.words.paragraphs[int(number) - 1][int(position)]
    return WordHome(lesson.slug, int(number), int(position), strip_marks(canonical(word.word)), canonical(word.lemma))
