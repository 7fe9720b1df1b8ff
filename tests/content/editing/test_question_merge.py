"""Three-way merges: by lines, and of question files by question."""

from __future__ import annotations

import pytest

from conftest import ROOT
from webapp.content.editing.line_merge import merge_lines
from webapp.content.editing.question_edits import (
    add_question,
    change_question,
    change_settings,
    file_settings,
    move_question,
    question_sources,
    remove_question,
)
from webapp.content.editing.question_merge import merge_questions

BASE = (ROOT / "questions" / "000_13183dccda9929f6.yaml").read_bytes()
SOURCES = question_sources(BASE)
FIRST, SECOND, THIRD = SOURCES[1:4]
NEW = {"id": "new-1", "type": "poll", "prompt": "ما رأيك؟", "options": ["أ", "ب"], "paragraph": 1}


def ids(raw: bytes) -> list[str]:
    return [source.id for source in question_sources(raw)]


def merged(theirs: bytes, mine: bytes) -> bytes:
    result = merge_questions(BASE, theirs, mine)
    assert not result.conflicts
    assert result.raw is not None
    return result.raw


def prompted(source, prompt: str, raw: bytes = BASE) -> bytes:
    return change_question(raw, source.id, {**source.values, "prompt": prompt})


def test_different_questions_merge_with_the_comments_of_both() -> None:
    theirs = prompted(FIRST, "أ؟").replace("# الفقرة 1\n".encode(), "# مفردات الفقرة 1\n".encode())
    mine = prompted(SECOND, "ب؟") + "# تعليق في الآخر\n".encode()
    expected = prompted(SECOND, "ب؟", theirs) + "# تعليق في الآخر\n".encode()
    assert merged(theirs, mine) == expected
    assert question_sources(merged(mine, theirs)) == question_sources(expected)


def test_the_same_question_on_both_sides_is_a_conflict() -> None:
    theirs, mine = prompted(FIRST, "أ؟"), change_question(BASE, FIRST.id, {**FIRST.values, "points": 3})
    assert merge_questions(BASE, theirs, mine).conflicts == (FIRST.id,)
    assert merge_questions(BASE, theirs, remove_question(BASE, FIRST.id)).conflicts == (FIRST.id,)
    assert merge_questions(BASE, remove_question(BASE, FIRST.id), theirs).conflicts == (FIRST.id,)
    assert merged(theirs, prompted(SECOND, "ب؟", theirs)) == prompted(SECOND, "ب؟", theirs)


def test_added_removed_and_moved_questions_merge() -> None:
    added, other = add_question(BASE, NEW, FIRST.id), add_question(BASE, {**NEW, "id": "new-2"}, SECOND.id)
    both = ids(merged(added, other))
    assert both.index("new-1") == both.index(FIRST.id) + 1
    assert both.index("new-2") == both.index(SECOND.id) + 1
    moved = move_question(BASE, THIRD.id, None)
    assert ids(merged(added, moved))[0] == ids(merged(moved, added))[0] == THIRD.id
    assert "new-1" in ids(merged(moved, added))
    gone = remove_question(BASE, SECOND.id)
    assert ids(merged(gone, moved)) == [name for name in ids(moved) if name != SECOND.id]
    assert ids(merged(gone, added)) == [name for name in ids(added) if name != SECOND.id]
    assert merge_questions(BASE, moved, move_question(BASE, FIRST.id, None)).conflicts == ("questions",)
    clash = add_question(BASE, {**NEW, "prompt": "غيره"}, SECOND.id)
    assert merge_questions(BASE, added, clash).conflicts == ("new-1",)


def test_settings_merge_by_key() -> None:
    settings = file_settings(BASE)
    theirs = change_settings(BASE, {**settings, "level": "A1"})
    mine = change_settings(BASE, {**settings, "tries": 3})
    assert file_settings(merged(theirs, mine)) == {**settings, "level": "A1", "tries": 3}
    other = change_settings(BASE, {**settings, "level": "C1"})
    assert merge_questions(BASE, theirs, other).conflicts == ("level",)


def test_a_side_that_cannot_be_read_merges_with_nothing() -> None:
    broken = BASE + b"  ]\n"
    assert merge_questions(BASE, prompted(FIRST, "أ؟"), broken).raw is None
    assert merge_questions(BASE, BASE, broken).raw == broken
    assert merge_questions(BASE, broken, BASE).raw == broken


@pytest.mark.parametrize(
    ("theirs", "mine", "expected"),
    [
        ("1\n2x\n3\n4\n", "1\n2\n3\n4x\n", "1\n2x\n3\n4x\n"),
        ("1\n2x\n3\n4\n", "1\n2y\n3\n4\n", None),
        ("1\n2x\n3\n4\n", "1\n2x\n3\n4\n", "1\n2x\n3\n4\n"),
        ("0\n1\n2\n3\n4\n", "1\n2\n3\n4\n5\n", "0\n1\n2\n3\n4\n5\n"),
        ("1\nx\n2\n3\n4\n", "1\ny\n2\n3\n4\n", None),
        ("1\n4\n", "1\n2\n3\n4\n5\n", "1\n4\n5\n"),
        ("1\n4\n", "1\n2y\n3\n4\n", None),
    ],
)
def test_lines_merge_where_they_do_not_touch(theirs: str, mine: str, expected: str | None) -> None:
    assert merge_lines("1\n2\n3\n4\n", theirs, mine) == expected
    assert merge_lines("1\n2\n3\n4\n", mine, theirs) == expected
