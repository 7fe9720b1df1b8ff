"""Versions of question files: only added, numbered by file, found again to the byte."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from store.helpers import START, Clock, S
from webapp.store.protocols.content_versions import FileOfText, NewVersion, VersionState
from webapp.store.protocols.store import Store

NILE = FileOfText("nile")


def version(content: str, state: VersionState = "published", teacher: str = "t1", **more: str) -> NewVersion:
    raw = content.encode()
    return NewVersion(raw, sha256(raw).hexdigest(), state, teacher=teacher, name="منى" if teacher else "", **more)


def test_versions_of_two_files_are_added_together_or_not_at_all(store: Store) -> None:
    text = FileOfText(NILE.text, "text")
    broken = replace(version("ب", "draft"), digest=None)
    with pytest.raises(Exception, match="digest"):
        store.versions.add_together(S, {NILE: version("أ", "draft"), text: broken})
    assert store.versions.entries(S, NILE) == []
    added = store.versions.add_together(S, {NILE: version("أ", "draft"), text: version("ب", "draft")})
    assert [entry.number for entry in added.values()] == [1, 1]
    assert store.versions.add_together(S, {}) == {}


def test_a_version_is_found_again_with_who_when_and_why(store: Store, clock: Clock) -> None:
    first = store.versions.add(S, NILE, version("أ", "seen-in-file", teacher=""))
    clock.move(minutes=5)
    second = store.versions.add(S, NILE, version("ب", why="خطأ"))
    assert (first.number, first.at, first.name) == (1, START, "")
    assert (second.number, second.name, second.why, second.state) == (2, "منى", "خطأ", "published")
    assert store.versions.entries(S, NILE) == [second, first]
    assert store.versions.entries(S, NILE, 1, 1) == [first]
    assert store.versions.entry(S, NILE, 2) == second
    assert store.versions.content(S, NILE, 1) == "أ".encode()
    assert store.versions.entry(S, NILE, 3) is None
    assert store.versions.content(S, NILE, 3) is None


def test_bytes_that_are_no_text_are_kept(store: Store) -> None:
    raw = b"\xff\xfe\x00title"
    store.versions.add(S, NILE, NewVersion(raw, "d", "seen-in-file"))
    assert store.versions.content(S, NILE, 1) == raw


def test_contents_of_many_files_are_read_at_once(store: Store) -> None:
    rihla, text = FileOfText("rihla"), FileOfText("nile", "text")
    for file, content in ((NILE, "أ"), (NILE, "ب"), (rihla, "ج"), (text, "د")):
        store.versions.add(S, file, version(content))
    asked = {NILE: 1, text: 1, rihla: 7, FileOfText("none"): 1}
    assert store.versions.contents(S, asked) == {NILE: "أ".encode(), text: "د".encode()}
    assert store.versions.contents("other", asked) == {}
    assert store.versions.contents(S, {}) == {}


def test_files_and_schools_are_numbered_apart(store: Store) -> None:
    for school, file in ((S, NILE), (S, FileOfText("rihla")), (S, FileOfText("nile", "words")), ("other", NILE)):
        assert store.versions.add(school, file, version("أ")).number == 1
    assert set(store.versions.last_in_files(S, "questions")) == {"nile", "rihla"}
    assert set(store.versions.last_in_files(S, "words")) == {"nile"}


def test_a_repeated_save_adds_nothing(store: Store) -> None:
    first = store.versions.add(S, NILE, version("أ"))
    assert store.versions.add(S, NILE, version("أ", "seen-in-file", teacher="")) == first
    draft = store.versions.add(S, NILE, version("ب", "draft"))
    assert store.versions.add(S, NILE, version("ب", "draft")) == draft
    assert store.versions.add(S, NILE, version("ب", "draft", teacher="t2")).number == 3
    assert store.versions.add(S, NILE, replace(version("ب", "draft", teacher="t2"), base="other")).number == 4
    assert store.versions.add(S, NILE, version("ب")).number == 5
    assert store.versions.add(S, NILE, version("أ")).number == 6


def test_a_draft_waits_until_something_newer_is_in_the_file(store: Store) -> None:
    store.versions.add(S, NILE, version("أ"))
    draft = store.versions.add(S, NILE, version("ب", "draft"))
    assert store.versions.last_drafts(S, "questions") == {"nile": draft}
    assert store.versions.last_in_files(S, "questions")["nile"].number == 1
    store.versions.add(S, NILE, version("ج"))
    assert store.versions.last_drafts(S, "questions") == {}


def test_saves_at_once_each_have_a_number(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda n: store.versions.add(S, NILE, version(str(n))).number, range(24)))
    assert sorted(added) == list(range(1, 25))


def test_nothing_is_changed_or_deleted(store: Store, path: Path) -> None:
    store.versions.add(S, NILE, version("أ"))
    with sqlite3.connect(path) as database:
        for statement in ("UPDATE content_versions SET why = 'x'", "DELETE FROM content_versions"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                database.execute(statement)
    database.close()
