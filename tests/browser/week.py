"""A school for a class's week: texts of its own, one teacher, and a class whose pupils have joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from browser.chromium import leave, new_context
from browser.school import Class, School, add_class, hand_in, join
from conftest import right_fields, wrong_fields
from webapp.content import Lesson, Library

PARAGRAPHS = (
    "ذهب حسن مع جدّه إلى سوق الحيّ صباح الخميس. اشتريا خبزا وزيتونا، ثم جلسا قرب النافورة.",
    "رأى حسن بائعا يصنع السلال من سعف النخل. سأله الجدّ عن صنعته، فقال إنه تعلّمها من أمّه.",
    "عاد الاثنان إلى البيت قبل الظهر. علّق حسن السلّة الجديدة في المطبخ وملأها بالبرتقال.",
)
QUESTIONS = """text: {slug}.txt
title: {title}
level: A2
gate: open
tries: 1
questions:
  - id: with-whom
    paragraph: 1
    type: choice
    process: retrieve
    prompt: مع من ذهب حسن؟
    options: [{{text: مع جدّه, correct: true, why: «مع جدّه».}}, {{text: مع أبيه, why: لا ذكر للأب.}}]
  - id: which-day
    paragraph: 1
    type: short
    process: retrieve
    prompt: متى ذهبا إلى السوق؟
    evidence: [صباح الخميس]
    accept: [الخميس]
  - id: which-craft
    paragraph: 2
    type: choice
    process: retrieve
    prompt: ماذا يصنع البائع؟
    options: [{{text: السلال, correct: true, why: «يصنع السلال».}}, {{text: الخبز, why: الخبز في الفقرة الأولى.}}]
  - id: who-taught
    paragraph: 2
    type: choice
    process: infer
    prompt: ممّن تعلّم البائع صنعته؟
    options: [{{text: من أمّه, correct: true, why: «من أمّه».}}, {{text: من الجدّ, why: الجدّ سأله.}}]
  - id: when-back
    paragraph: 3
    type: choice
    process: retrieve
    prompt: متى عادا؟
    options: [{{text: قبل الظهر, correct: true, why: «قبل الظهر».}}, {{text: بعد العصر, why: عادا قبل ذلك.}}]
  - id: what-in-it
    paragraph: 3
    type: choice
    process: infer
    prompt: ماذا في السلّة؟
    options: [{{text: البرتقال, correct: true, why: «وملأها بالبرتقال».}}, {{text: الزيتون, why: اشترياه للأكل.}}]
  - id: why-basket
    paragraph: 3
    type: open
    process: interpret
    prompt: لماذا علّق حسن السلّة؟
    rubric: [{{points: 2, text: سبب من النص}}, {{points: 1, text: جملة تامّة}}]
    model: ليضع فيها البرتقال.
"""
TEXTS = {"market": "سوق الحيّ", "garden": "سلّة حسن"}
"""Titles of the texts; the garden's key is changed by a test."""


def write_texts(folder: Path) -> None:
    """The content folder of the week."""
    for part in ("seeds", "questions"):
        (folder / part).mkdir()
    for slug, title in TEXTS.items():
        (folder / "seeds" / f"{slug}.txt").write_text("\n".join((title, *PARAGRAPHS)) + "\n", encoding="utf-8")
        (folder / "questions" / f"{slug}.yaml").write_text(QUESTIONS.format(slug=slug, title=title), encoding="utf-8")


def lesson_of(folder: Path, slug: str) -> Lesson:
    """A text of the week as it is compiled."""
    return Library(folder).snapshot.lessons[slug]


@dataclass
class Week:
    """The people of one stretch, each with a browser of their own; ``close`` sends them home."""

    browser: Browser
    school: School
    folder: Path
    contexts: list[BrowserContext] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Address of the school."""
        return self.school.site.url

    def window(self, width: int = 390, **options: Any) -> Page:
        """A new person's window, at no address yet; any error on its pages is a fault."""
        context = new_context(self.browser, viewport={"width": width, "height": 800}, **options)
        self.contexts.append(context)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        return context.new_page()

    def teacher(self) -> Page:
        """The teacher at the desk."""
        return self.window(1280, storage_state=self.school.state)

    def new_class(self, desk: Page, name: str) -> Class:
        """A class of the teacher."""
        return add_class(desk.context, self.school.site, name)

    def pupil(self, code: str, name: str, **options: Any) -> Page:
        """A pupil who has joined by the class's code, in the library."""
        page = self.window(**options)
        join(page.context, self.school.site, code, name)
        page.goto(self.url)
        return page

    def answers(self, pupil: Page, slug: str, right: Sequence[str], wrong: Sequence[str] = ()) -> None:
        """Hand in answers to questions without opening a page."""
        lesson = lesson_of(self.folder, slug)
        for item in lesson.items:
            name = item.question.id
            if name in (*right, *wrong):
                fields = right_fields(lesson, name) if name in right else wrong_fields(lesson, name)
                hand_in(pupil.context, f"{self.url}/texts/{slug}/{item.question.paragraph}", fields)

    def close(self) -> None:
        """Close every window, and fail where a page had an error."""
        for context in self.contexts:
            leave(context)
        assert self.faults == []
