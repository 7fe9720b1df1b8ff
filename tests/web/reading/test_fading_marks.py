"""Vowel marks that fade: words that a reader has reviewed are shown without theirs, where the reader wishes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from conftest import SLUG, Learner
from web.assigning import traced_reads
from web.reading.test_word_help import passages
from webapp.config import Config
from webapp.content import Lesson
from webapp.store.protocols.store import Store
from webapp.store.protocols.vocabulary import WordHome

URL = f"/texts/{SLUG}/1"


def looks(learner: Learner, look: str) -> str:
    """The first paragraph, by these preferences."""
    learner.client.set_cookie("fahm_look", look)
    return passages(learner.opens(URL))[0]


def reviewed(store: Store, config: Config, lesson: Lesson, position: int, days: int) -> None:
    """Save a word of the first paragraph for the only learner, reviewed and due in so many days."""
    assert lesson.words
    word = lesson.words.paragraphs[0][position]
    learner = next(iter(store.all_tries("default"))).learner
    store.keep_word("default", learner, WordHome(SLUG, 1, position, word.word, word.lemma), "kept")
    due = config.now() + timedelta(days=days)
    store.review_word("default", learner, word.lemma, f"review-{position}", "good", lambda state: ({}, due))


@pytest.fixture
def store(app: Flask, layla: Learner) -> Store:
    """The store, with Layla's first answer in it."""
    layla.answers(URL, {"summit-day": "الأربعاء"})
    return app.extensions["fahm"].store


def test_a_reviewed_word_loses_its_marks_until_it_is_due(
    layla: Learner, store: Store, config: Config, lesson: Lesson
) -> None:
    assert lesson.words
    known, due = lesson.words.paragraphs[0][0], lesson.words.paragraphs[0][3]
    reviewed(store, config, lesson, 0, days=3)
    reviewed(store, config, lesson, 3, days=-1)
    full = looks(layla, "tashkeel-all")
    assert full == lesson.shown["all"][0].body.show()
    faded = looks(layla, "tashkeel-all.fading-on")
    assert faded.split()[0] == known.word != known.vowelled
    assert due.vowelled in faded
    assert [one for one, other in zip(faded.split(), full.split(), strict=True) if one != other] == [known.word]
    assert looks(layla, "tashkeel-none.fading-on") == lesson.text.paragraph(1).text


@pytest.mark.sqlite
def test_nothing_is_looked_up_while_the_setting_is_off(
    layla: Learner, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = traced_reads(monkeypatch)
    looks(layla, "tashkeel-all")
    off = len(statements)
    statements.clear()
    looks(layla, "tashkeel-all.fading-on")
    assert len(statements) == off + 1


def test_a_visitor_sees_all_marks(omar: Learner, lesson: Lesson) -> None:
    assert looks(omar, "tashkeel-all.fading-on") == lesson.shown["all"][0].body.show()
