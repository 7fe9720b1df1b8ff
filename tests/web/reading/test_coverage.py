"""The share of a text's words that a reader knows, on its card before it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

import many_texts
from conftest import Learner, with_content
from web.assigning import traced_reads
from web.reading.test_shelf import card, reads
from webapp import create_app
from webapp.assessment.known_words import coverage, known_lemmas
from webapp.config import Config
from webapp.content.library import Library
from webapp.store.protocols.store import KeptWord

COUNT = 12
READ = (5, 10, 1)
"""Texts to read first: 5 and 10 are short, 1 has all words of the others but their numbers."""
TOLD = "تعرف نحو"
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path, config: Config) -> Config:
    folder = many_texts.write_texts(tmp_path / "content", COUNT)
    many_texts.write_words(folder, range(1, COUNT))
    return with_content(config, folder)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    yield app
    app.extensions["fahm"].store.close()


def test_the_share_is_told_once_three_texts_are_read(layla: Learner, omar: Learner) -> None:
    for number in READ[:2]:
        reads(layla, number)
    assert TOLD not in layla.opens("/").html
    reads(layla, READ[2])
    assert "تعرف نحو ٩٩٪ من كلماته" in card(layla, 3)
    assert TOLD not in card(layla, READ[0])
    assert TOLD not in card(layla, COUNT), "a text without a words file"
    assert TOLD not in omar.opens("/").html


def test_texts_that_went_badly_teach_nothing(layla: Learner) -> None:
    for number in READ:
        reads(layla, number, right=number != READ[2])
    assert TOLD not in layla.opens("/").html


def test_the_statements_do_not_grow_with_the_texts(layla: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in READ:
        reads(layla, number)
    statements = traced_reads(monkeypatch)

    def asked() -> int:
        statements.clear()
        assert TOLD in layla.opens("/").html
        return len(statements)

    after_three = asked()
    for number in (2, 3, 4):
        reads(layla, number)
    assert asked() == after_three


def saved(key: str, reviews: int, due: datetime) -> KeptWord:
    return KeptWord(key, many_texts.slug(1), 1, 0, key, key, "kept", NOW, None, due, reviews)


def test_saved_words_are_known_once_reviewed_and_until_they_are_due(config: Config) -> None:
    lessons = Library(config.content).snapshot.lessons
    read, new = lessons[many_texts.slug(5)], lessons[many_texts.slug(1)]
    later, before = NOW + timedelta(days=3), NOW - timedelta(days=1)
    words = [saved("الأولاد", 2, later), saved("المطر", 2, before), saved("القطار", 0, later)]
    known = known_lemmas([read], words, NOW)
    assert "الأولاد" in known
    assert "المطر" not in known
    assert "القطار" in read.lemmas
    assert "القطار" not in known
    share = coverage(new, known)
    assert share is not None
    assert 0 < share < 1
    assert coverage(lessons[many_texts.slug(COUNT)], known) is None
