"""Blocks of every kind: read, corrected, written again, and made of what is pasted."""

from __future__ import annotations

import pytest

from webapp.content.parsing.given_lines import TextMarks
from webapp.content.text_editing.block_steps import STEPS
from webapp.content.text_editing.clean_lines import with_marked_gaps
from webapp.content.text_editing.paragraph_numbers import new_places
from webapp.content.text_editing.text_blocks import Block, blocks_of, by_their_marks, text_of

TEXT = """=== نخلة الدار
نسقيها من الفلج[1] كل صباح.
[1] قناة ماء.

[صورة: palm.png | نخلة عالية]

يا نخلةً في دارِنا *** أنتِ الظلالُ والثمرْ

سلمى: متى؟
الجد: بعد شهر.
سلمى: نعم.

السنة | الرطب
الأولى | 40

=== نخلة السوق
لا يعرف أحد من غرسها.
"""
KINDS = ["part", "paragraph", "note", "picture", "verse", "dialogue", "table", "part", "paragraph"]


def test_every_kind_is_a_block_and_is_written_as_it_was() -> None:
    blocks = blocks_of(TEXT, TextMarks())
    assert [block.kind for block in blocks] == KINDS
    assert [sorted(block.origins) for block in blocks if block.counted] == [[1], [2], [3], [4], [5], [6]]
    written = text_of(blocks, TEXT)
    assert (written.content, written.marks) == (TEXT, TextMarks())


@pytest.mark.parametrize(
    "kind, words",
    [
        ("picture", "نخلة عالية"),
        ("verse", "يا نخلةً في دارِنا أنتِ الظلالُ والثمرْ"),
        ("dialogue", "سلمى: متى؟ الجد: بعد شهر. سلمى: نعم."),
        ("table", "السنة الرطب الأولى 40"),
        ("part", "نخلة الدار"),
        ("note", "قناة ماء."),
    ],
)
def test_a_guess_is_turned_off_by_a_step(kind: str, words: str) -> None:
    blocks = blocks_of(TEXT, TextMarks())
    at = KINDS.index(kind)
    changed = STEPS["paragraph"](blocks, at)
    assert (changed[at].kind, changed[at].words) == ("paragraph", words)
    written = text_of(changed, TEXT)
    again = blocks_of(written.content, written.marks)
    assert again[at].kind == "paragraph"
    assert [block.kind for block in again][at + 1 :] == KINDS[at + 1 :]


def test_lines_of_a_table_or_dialogue_are_apart_and_stay_so() -> None:
    blocks = blocks_of("السنة | الرطب\nالأولى | 40\n", TextMarks())
    apart = text_of(STEPS["apart"](blocks, 0), "")
    assert [block.kind for block in blocks_of(apart.content, apart.marks)] == ["paragraph", "paragraph"]
    talk = [Block("dialogue", ("المكان: القاعة.", "الموعد: الخميس."))]
    assert text_of(talk).marks == TextMarks((), (), (1, 2))
    rows = [Block("table", ("أ | ب", "ج | د | هـ"))]
    assert [block.kind for block in blocks_of(text_of(rows).content, text_of(rows).marks)] == ["table"]


def test_a_mark_that_is_typed_or_deleted_changes_the_block() -> None:
    typed = [
        Block("paragraph", ("كلمة[1] هنا.",), (), frozenset({1})),
        Block("paragraph", ("[1] شرحها.",)),
        Block("note", ("شرح بلا رقم.",)),
        Block("paragraph", ("[صورة: a.png | شجرة]",)),
        Block("paragraph", ("=== عنوان",)),
        Block("paragraph", ("فقرة.",), (), frozenset({2})),
    ]
    kinds = [block.kind for block in by_their_marks(typed)]
    assert kinds == ["paragraph", "note", "paragraph", "picture", "part", "paragraph"]
    assert new_places(by_their_marks(typed))[2] == [4]


@pytest.mark.parametrize(
    "pasted, marked",
    [
        (
            "سر بين الحقول\tواسق النخيل\nوارفق بطير    جاء الظلال",
            "سر بين الحقول *** واسق النخيل\nوارفق بطير *** جاء الظلال",
        ),
        ("المدينة\tالبعد\nالبصرة\t90", "المدينة | البعد\nالبصرة | 90"),
        ("أ\tب\tج\n1\t2\t3\nفقرة.", "أ | ب | ج\n1 | 2 | 3\nفقرة."),
        ("سطر فيه\tفراغ واحد", "سطر فيه\tفراغ واحد"),
    ],
)
def test_gaps_of_a_pasted_text_become_marks(pasted: str, marked: str) -> None:
    assert with_marked_gaps(pasted) == marked
