"""The file for Anki: a head that it understands, and a note a line whatever the fields hold."""

from __future__ import annotations

import csv
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from webapp.interchange.exports.anki import HEADER, AnkiNote, anki_file

ONE = AnkiNote("قبول", "أعلنت قبول الدعوة.", "قَبُولَ", "الموافقة", "acceptance", "ق ب ل", ("fahm", "putin"))


def fields(text: str) -> list[list[str]]:
    """As Anki reads it: what begins with # is none of the notes, and fields may be quoted."""
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    return list(csv.reader(lines, delimiter="\t"))


def test_the_head_tells_how_to_read_it() -> None:
    lines = anki_file([ONE]).split("\n")
    assert lines[0] == "#separator:tab"
    assert lines[1] == "#html:false"
    assert lines[2].removeprefix("#columns:").split("\t")[0] == "Front"
    assert lines[3] == "#tags column:7"
    assert lines[4:] == ["قبول\tأعلنت قبول الدعوة.\tقَبُولَ\tالموافقة\tacceptance\tق ب ل\tfahm putin", ""]


def test_every_column_of_the_head_has_its_field() -> None:
    assert [len(row) for row in fields(anki_file([ONE, ONE]))] == [len(HEADER[2].split("\t"))] * 2


def test_without_words_there_is_the_head_alone() -> None:
    assert anki_file([]) == "\n".join(HEADER) + "\n"


def test_tabs_and_line_ends_become_spaces() -> None:
    row = fields(anki_file([replace(ONE, meaning="أ\tب\r\nج\u2028د", tags=("two words",))]))[0]
    assert row[3] == "أ ب ج د"
    assert row[6] == "two_words"


def test_quotation_marks_and_number_signs_stay_what_they_are() -> None:
    row = fields(anki_file([replace(ONE, front="#قبول", meaning='"نعم" وأكثر', english='5" <b>')]))[0]
    assert (row[0], row[3], row[4]) == ("#قبول", '"نعم" وأكثر', '5" <b>')


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=6, max_size=6))
def test_whatever_the_fields_hold_a_note_is_one_line(values: list[str]) -> None:
    text = anki_file([AnkiNote(*values, tags=("fahm",))])
    assert len(text.splitlines()) == len(HEADER) + 1
    (row,) = fields(text)
    assert row == [*(" ".join(value.split()) for value in values), "fahm"]
