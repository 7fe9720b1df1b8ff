"""Edits of words files: only the changed value's bytes, in step with the text."""

from __future__ import annotations

import pytest

from conftest import ROOT
from webapp.content.editing.words_edits import FIELDS, OtherWords, Place, WordsSource
from webapp.content.parsing.text_parser import parse_text
from webapp.content.words.words_compiler import compile_words

NAME = "000_13183dccda9929f6"
RAW = (ROOT / "questions" / f"{NAME}.words.yaml").read_bytes()
TEXT = parse_text(f"{NAME}.txt", (ROOT / "seeds" / f"{NAME}.txt").read_text())
FIRST = Place("paragraph", 1)


def rows_of(source: WordsSource, place: Place = FIRST) -> list[dict[str, object]]:
    return [
        {"word": entry["word"], **{name: entry.get(name, "") for name in FIELDS}} for entry in source.entries[place]
    ]


def test_the_same_rows_are_the_same_bytes() -> None:
    source = WordsSource(RAW, TEXT)
    for place in source.places:
        assert source.with_rows(place, rows_of(source, place)) == RAW
    assert source.with_expressions(source.expressions) == RAW
    assert source.is_reviewed


def test_one_changed_cell_changes_one_value() -> None:
    source = WordsSource(RAW, TEXT)
    rows = rows_of(source)
    rows[0]["meaning"], rows[0]["root"], rows[3]["root"] = "قالت: علنًا", "", ""
    changed = source.with_rows(FIRST, rows).decode()
    expected = RAW.decode()
    line = next(line for line in expected.splitlines() if "word: أعلنت," in line)
    new = line.replace("root: ع ل ن, ", "").replace("أخبرت الناس بالأمر صراحةً", '"قالت: علنًا"')
    other = next(line for line in expected.splitlines() if "word: اليوم," in line)
    expected = expected.replace(line, new, 1).replace(other, other.replace("root: ي و م, ", ""), 1)
    assert changed == expected


def test_a_word_is_marked_as_read() -> None:
    draft = WordsSource(WordsSource(RAW, TEXT).with_review(False), TEXT)
    assert draft.left(FIRST) == len(draft.entries[FIRST])
    rows = rows_of(draft)
    rows[0]["reviewed"] = True
    marked = WordsSource(draft.with_rows(FIRST, rows), TEXT)
    assert marked.left(FIRST) == draft.left(FIRST) - 1
    rows[0]["reviewed"] = False
    assert marked.with_rows(FIRST, rows) == draft.raw
    assert draft.with_review(True) == RAW


def test_a_new_file_holds_every_word_and_compiles() -> None:
    source = WordsSource(b"", TEXT)
    words, problems = compile_words(source.raw, "x", lambda name: (TEXT, []))
    assert words is not None
    assert [problem.rule for problem in problems] == ["not-reviewed"]
    rows = rows_of(source)
    rows[0]["vowelled"] = "أَعْلَنَتْ"
    assert "vowelled: أَعْلَنَتْ" in source.with_rows(FIRST, rows).decode()


def test_words_of_another_text_fall_into_step() -> None:
    content = (
        (ROOT / "seeds" / f"{NAME}.txt").read_text().replace("بيونغ يانغ -اليوم الخميس-", "أمس بيونغ يانغ الخميس", 1)
    )
    other = parse_text(f"{NAME}.txt", content)
    source = WordsSource(RAW, other)
    listed = [(entry["word"], entry["meaning"]) for entry in source.entries[FIRST]][:5]
    assert [word for word, _ in listed] == ["أعلنت", "أمس", "بيونغ", "يانغ", "الخميس"]
    assert [bool(meaning) for _, meaning in listed] == [True, False, True, True, True]
    with pytest.raises(OtherWords):
        source.with_rows(FIRST, rows_of(WordsSource(RAW, TEXT)))
    changed = source.with_rows(FIRST, rows_of(source))
    _, problems = compile_words(changed, "x", lambda name: (other, []))
    assert {problem.rule for problem in problems} == {"bad-value"}  # the new word is not explained yet


def test_expressions_are_added_changed_and_removed() -> None:
    source = WordsSource(RAW, TEXT)
    rows = source.expressions
    rows[0]["english"] = "P'yongyang"
    gone = rows.pop(1)
    rows.append(
        {"words": "الرئيس الروسي", "vowelled": "الرَّئِيس الرُّوسِيّ", "meaning": "رئيس روسيا", "english": "", "note": ""}
    )
    rows.append({"words": "", "vowelled": "", "meaning": "", "english": ""})
    changed = WordsSource(source.with_expressions(rows), TEXT).expressions
    assert len(changed) == len(source.expressions)
    assert gone not in changed
    assert changed[-1]["words"] == "الرئيس الروسي"
    assert changed[0]["english"] == "P'yongyang"
    assert WordsSource(WordsSource(RAW, TEXT).with_expressions([]), TEXT).expressions == []
