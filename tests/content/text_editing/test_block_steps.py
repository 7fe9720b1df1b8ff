"""Correcting the blocks of a text, the file that comes of it, and the questions that move along."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from webapp.content.parsing.given_lines import TextMarks
from webapp.content.parsing.text_parser import parse_text
from webapp.content.text_editing.block_steps import STEPS, split, split_points, with_words, without_empty
from webapp.content.text_editing.paragraph_numbers import new_places, renumbered
from webapp.content.text_editing.text_blocks import KINDS, MARKED, OF_MANY_LINES, Block, blocks_of, text_of

TEXT = "عنوان\n\nفقرة أولى. جملة ثانية.\n\nفقرة ثالثة.\n\nفقرة رابعة.\n"
SEEDS = [*ROOT.glob("seeds/*.txt"), *ROOT.glob("tests/**/seeds/*.txt"), *ROOT.glob("webapp/showcase/seeds/*.txt")]


def read(path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_file_that_nobody_corrected_is_the_same_to_the_byte(path) -> None:
    content = read(path)
    blocks = blocks_of(content, TextMarks())
    if blocks:
        written = text_of(blocks, content)
        assert (written.content, written.marks) == (content, TextMarks())


LINES = ["قصر", "بيت كبير.", "• بند", "1. أول", "سامي: أهلا", "س" * 70, "كلام طويل جدا " * 8 + ".", "هل؟", "قال:"]
BLOCKS = st.lists(
    st.sampled_from([kind for kind in KINDS if kind not in MARKED]).flatmap(
        lambda kind: st.builds(
            Block,
            st.just(kind),
            st.lists(
                st.sampled_from([line.strip() for line in LINES]),
                min_size=1,
                max_size=4 if kind in OF_MANY_LINES else 1,
            ).map(tuple),
            st.sampled_from([(), ("",), (" ", "")]),
        )
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(BLOCKS)
def test_any_blocks_can_be_written_and_are_read_back(blocks: list[Block]) -> None:
    written = text_of(blocks)
    kinds = [(block.kind, block.lines) for block in blocks_of(written.content, written.marks)]
    last = "paragraph" if blocks[-1].kind == "heading" else blocks[-1].kind
    assert kinds == [*((block.kind, block.lines) for block in blocks[:-1]), (last, blocks[-1].lines)]


def test_a_heading_becomes_a_paragraph_and_back() -> None:
    blocks = blocks_of(TEXT, TextMarks())
    changed = text_of(STEPS["paragraph"](blocks, 0), TEXT)
    assert changed.content == TEXT
    assert changed.marks.headings == ()
    again = text_of(STEPS["heading"](blocks_of(TEXT, changed.marks), 0), TEXT, changed.marks)
    assert again.marks.headings == (1,)


def test_verses_and_lists_are_named_only_where_the_guess_is_wrong() -> None:
    blocks = [Block("verse", ("بيت أول.", "بيت ثان.")), Block("paragraph", ("فقرة.",), ("",))]
    assert text_of(blocks).marks == TextMarks((), (1, 2), ())
    assert text_of([Block("list", ("• ماء", "• خبز"))]).marks == TextMarks()


def test_joining_splitting_and_setting_apart() -> None:
    blocks = blocks_of(TEXT, TextMarks())
    joined = STEPS["join"](blocks, 2)
    assert [block.words for block in joined[2:]] == ["فقرة ثالثة. فقرة رابعة."]
    (point,) = split_points(blocks[1])
    assert [block.words for block in split(blocks, 1, point)[1:3]] == ["فقرة أولى.", "جملة ثانية."]
    assert split(blocks, 1, 0) == blocks
    poem = STEPS["join"]([Block("verse", ("أ",)), Block("paragraph", ("ب",))], 0)
    assert poem[0].lines == ("أ", "ب")
    assert [block.lines for block in STEPS["apart"](poem, 0)] == [("أ",), ("ب",)]
    assert STEPS["list"](poem, 0)[0].lines == ("• أ", "• ب")
    assert STEPS["paragraph"](STEPS["list"](poem, 0), 0)[0].lines == ("أ ب",)
    assert STEPS["join"](blocks, len(blocks) - 1) == blocks


def test_typed_words_change_a_block_and_a_new_line_begins_another() -> None:
    blocks = blocks_of(TEXT, TextMarks())
    words = [block.words for block in blocks]
    assert with_words(blocks, words) == blocks
    words[1] = "كلمات أخرى.\r\n\r\nوفقرة جديدة."
    assert [block.words for block in with_words(blocks, words)[1:3]] == ["كلمات أخرى.", "وفقرة جديدة."]
    words[1] = " "
    assert [block.words for block in without_empty(with_words(blocks, words))] == [
        "عنوان",
        "فقرة ثالثة.",
        "فقرة رابعة.",
    ]


QUESTIONS = """text: a.txt  # نص
vocabulary:
  - {word: رابعة, paragraph: 3, meaning: م, english: e}
audio: {3: a.mp3}
questions:
  - id: one
    paragraph: 1
    evidence: [جملة ثانية]
  - id: two
    paragraph: 3   # آخرها
  - {id: three, paragraph: 2, evidence: [ثالثة]}
  - id: four
    paragraph: whole
"""


def moved(blocks: list[Block]) -> list[str]:
    text = parse_text("a.txt", text_of(blocks).content, *text_of(blocks).marks)
    raw = renumbered(QUESTIONS.encode(), new_places(blocks), text).decode()
    changed = [new for old, new in zip(QUESTIONS.splitlines(), raw.splitlines(), strict=True) if old != new]
    return [line.strip() for line in changed]


def test_questions_follow_a_paragraph_that_is_joined() -> None:
    assert moved(STEPS["join"](blocks_of(TEXT, TextMarks()), 2)) == [
        "- {word: رابعة, paragraph: 2, meaning: م, english: e}",
        "audio: {2: a.mp3}",
        "paragraph: 2   # آخرها",
    ]


def test_a_question_goes_to_the_half_that_has_its_evidence() -> None:
    blocks = blocks_of(TEXT, TextMarks())
    assert moved(split(blocks, 1, split_points(blocks[1])[0])) == [
        "- {word: رابعة, paragraph: 4, meaning: م, english: e}",
        "audio: {4: a.mp3}",
        "paragraph: 2",
        "paragraph: 4   # آخرها",
        "- {id: three, paragraph: 3, evidence: [ثالثة]}",
    ]


def test_questions_of_a_paragraph_that_is_removed_go_to_the_next_or_the_last() -> None:
    blocks = blocks_of(TEXT, TextMarks())
    first = without_empty(STEPS["remove"](blocks, 1))
    assert [line for line in moved(first) if line.startswith("paragraph")] == ["paragraph: 2   # آخرها"]
    last = without_empty(STEPS["remove"](blocks, 3))
    assert "paragraph: 2   # آخرها" in moved(last)


def test_a_file_that_cannot_be_read_stays_as_it_is() -> None:
    assert renumbered(b"a: [", {1: [2]}, parse_text("a", "x")) == b"a: ["
