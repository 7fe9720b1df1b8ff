"""The many texts of the start's benchmark: in order, and different."""

from pathlib import Path

from benchmarks.many_texts import write_texts
from webapp.content import Library


def test_many_texts_are_in_order_and_different(tmp_path: Path) -> None:
    write_texts(tmp_path, 3)
    snapshot = Library(tmp_path).snapshot
    assert snapshot.problems == ()
    assert len({lesson.text.digest for lesson in snapshot.lessons.values()}) == len(snapshot.lessons) == 3
    assert all(lesson.words for lesson in snapshot.lessons.values())
