"""The reason why the program was not sure, filled in for answers of an earlier Fahm."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from store.helpers import S, always, submission, taken_back_to
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.sql.schema import unsure_answers


def test_the_note_of_an_earlier_fahm_becomes_the_reason(path: Path) -> None:
    store = open_store(sqlite_url(path))
    store.record(submission("s1"), always("refused", note=unsure_answers.EARLIER_NOTE, why="كلمات لا تُعرف"))
    store.record(submission("s2", question="q2"), always("refused", why="غير صحيح"))
    store.close()
    taken_back_to(path, 16)
    store = open_store(sqlite_url(path))
    try:
        assert [attempt.unsure for attempt in store.all_tries()] == ["كلمات لا تُعرف", ""]
        assert [attempt.id for attempt in store.reports.unsure_tries(S)] == ["s1"]
    finally:
        store.close()


def test_a_kept_reason_cannot_be_changed(path: Path) -> None:
    store = open_store(sqlite_url(path))
    store.record(submission("s1"), always("refused", unsure="سبب"))
    store.close()
    db = Database(path)
    with pytest.raises(Exception, match="never changed"):
        db.execute("UPDATE tries SET unsure = ''")
    db.close()


def test_the_note_is_the_one_that_was_written() -> None:
    assert unsure_answers.EARLIER_NOTE == "لم يتيقّن البرنامج من هذا الجواب، فصُحّح بأضيق القراءتين."
