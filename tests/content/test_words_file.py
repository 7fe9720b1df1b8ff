"""Words files: every word of the text in its place, and each mistake reported once, at its position."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from check_command import run_check
from conftest import ARTICLE
from webapp.arabic.tokenizer import words as cut_words
from webapp.cli.texts.check import check_words
from webapp.content.parsing.text_parser import parse_text
from webapp.content.words.word_alignment import align_words
from webapp.content.words.words_compiler import compile_words
from webapp.content.words.words_file import TextWords, heading_and_paragraph_lines, letters_only, words_schema
from webapp.domain.problem import Problem

ROOT = Path(__file__).parents[2]
REAL = ARTICLE / "questions" / "000_13183dccda9929f6.words.yaml"
TEXT = parse_text("river.txt", "خرجت سلمى إلى النهر، ثم عادت.\nعلى الضفة\nجلس الأخوان تحت شجرة.\n")
HEAD = ["text: river.txt", "reviewed: true", "words:"]
GOOD = [
    *HEAD,
    "  - paragraph: 1",
    "    list:",
    "    - {word: خرجت, vowelled: خَرَجَتْ, lemma: خَرَجَ, root: خ ر ج, meaning: ذهبت, english: went out}",
    "    - {word: سلمى, vowelled: سَلْمَى, lemma: سَلْمَى, meaning: اسم, english: Salma}",
    "    - {word: إلى, vowelled: إِلَى, lemma: إِلَى, meaning: حرف, english: to}",
    "    - {word: النهر, vowelled: النَّهْرِ, lemma: نَهْر, root: ن ه ر, meaning: ماء, english: the river}",
    "    - {word: ثم, vowelled: ثُمَّ, lemma: ثُمَّ, meaning: حرف, english: then, note: للترتيب}",
    "    - {word: عادت, vowelled: عَادَتْ, lemma: عَادَ, root: ع و د, meaning: رجعت, english: came back}",
    "  - heading: 2",
    "    list:",
    "    - {word: على, vowelled: عَلَى, lemma: عَلَى, meaning: حرف, english: on}",
    "    - {word: الضفة, vowelled: الضَّفَّةِ, lemma: ضَفَّة, meaning: جانب, english: the bank}",
    "  - paragraph: 2",
    "    list:",
    "    - {word: جلس, vowelled: جَلَسَ, lemma: جَلَسَ, meaning: قعد, english: sat}",
    "    - {word: الأخوان, vowelled: الْأَخَوَانِ, lemma: أَخ, root: ء خ و, meaning: اثنان, english: two siblings}",
    "    - {word: تحت, vowelled: تَحْتَ, lemma: تَحْتَ, meaning: ظرف, english: under}",
    "    - {word: شجرة, vowelled: شَجَرَةٍ, lemma: شَجَرَة, meaning: نبات, english: a tree}",
]


def check(lines: list[str] | bytes) -> tuple[TextWords | None, list[Problem]]:
    raw = lines if isinstance(lines, bytes) else "\n".join(lines).encode()
    words, problems = compile_words(raw, "w.yaml", lambda name: (TEXT if name == "river.txt" else None, []))
    assert (words is None) == any(problem.severity == "error" for problem in problems)
    return words, problems


def told(lines: list[str]) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.rule) for problem in check(lines)[1]]


def changed(old: str, new: str) -> list[str]:
    """The good file with one thing changed, the first time it stands there."""
    source = "\n".join(GOOD)
    assert old in source
    return source.replace(old, new, 1).split("\n")


def column(lines: list[str], line: int, value: str) -> int:
    return lines[line - 1].index(value) + 1


def test_a_good_file_gives_every_word_with_its_place_in_the_text():
    words, problems = check(GOOD)
    assert problems == []
    assert words is not None
    assert words.reviewed
    assert [len(line) for line in words.paragraphs] == [6, 4]
    assert [len(line) for line in words.headings] == [0, 2]
    for paragraph, line in zip(TEXT.paragraphs, words.paragraphs, strict=True):
        assert [paragraph.text[word.span.start : word.span.end] for word in line] == [word.word for word in line]
        assert {word.span.paragraph for word in line} == {paragraph.number}
    assert words.paragraphs[0][4].note == "للترتيب"
    assert words.paragraphs[0][0].root == "خ ر ج"
    assert words.paragraphs[0][1].root is None


def test_the_words_file_of_the_first_text_is_clean_and_reviewed():
    words, problems = check_words(REAL, ARTICLE)
    assert problems == []
    assert words is not None
    assert words.reviewed
    assert sum(map(len, words.paragraphs)) + sum(map(len, words.headings)) == 392


def test_a_missing_word_is_told_at_the_word_that_stands_in_its_place():
    lines = [line for line in GOOD if "word: إلى" not in line]
    assert told(lines) == [(8, 7, "word-missing")]
    assert 'missing before this word: "إلى"' in str(check(lines)[1][0])


def test_a_word_missing_at_the_end_is_told_at_the_last_one():
    lines = [line for line in GOOD if "word: عادت" not in line]
    assert told(lines) == [(10, 7, "word-missing")]
    assert 'missing at the end: "عادت"' in str(check(lines)[1][0])


def test_a_word_too_many_is_told_once():
    assert told([*GOOD[:7], GOOD[5], *GOOD[7:]]) == [(8, 7, "word-extra")]


def test_another_word_is_told_once_with_the_text_s_own():
    lines = changed("word: النهر", "word: البحر")
    assert told(lines) == [(9, column(lines, 9, "البحر"), "word-differs")]
    assert 'the text has "النهر" here, not "البحر"' in str(check(lines)[1][0])


def test_a_word_of_the_text_written_as_two_is_one_slip():
    lines = changed("word: النهر, vowelled: النَّهْرِ", "word: ال, vowelled: ال")
    lines.insert(9, "    - {word: نهر, vowelled: نَهْر, lemma: نَهْر, meaning: ماء, english: river}")
    assert told(lines) == [(9, column(lines, 9, "ال,"), "word-differs")]


def test_two_words_that_changed_places_are_one_slip():
    lines = [*GOOD[:7], GOOD[8], GOOD[7], *GOOD[9:]]
    assert told(lines) == [(8, column(lines, 8, "النهر"), "word-differs")]
    assert 'the text has "إلى النهر" here, not "النهر إلى"' in str(check(lines)[1][0])


def test_the_vowelled_form_has_the_letters_of_the_word():
    lines = changed("خَرَجَتْ", "خَرَجَت اليوم")
    assert told(lines) == [(6, column(lines, 6, "خَرَجَت"), "vowelled-differs")]
    lines = changed("vowelled: الْأَخَوَانِ", "vowelled: الْاَخَوَانِ")
    assert told(lines) == [(19, column(lines, 19, "الْاَخَوَانِ"), "vowelled-differs")]


@pytest.mark.parametrize("one, other", [("وجهّها", "وَجَّهَهَا"), ("هذا", "هٰذَا"), ("أمس", "ا\u0654َمسِ"), ("مـدّ", "مَدَّ")])
def test_marks_stretching_and_ways_of_coding_are_no_letters(one, other):
    assert letters_only(one) == letters_only(other)


def test_every_fault_is_told_at_once_and_one_slip_once():
    lines = changed("word: خرجت", "wrd: خرجت")
    lines[6] = lines[6].replace("english: Salma", "english: 'Salma', root: س-ل-م")
    lines[8] = lines[8].replace("word: النهر", "word: البحر")
    lines = [line for line in lines if "word: تحت" not in line]
    assert told(lines) == [
        (6, 7, "missing-key"),
        (6, 8, "unknown-key"),
        (7, column(lines, 7, "س-ل-م"), "bad-value"),
        (9, column(lines, 9, "البحر"), "word-differs"),
        (20, 7, "word-missing"),
    ]
    assert 'unknown key "wrd": did you mean "word"?' in "\n".join(map(str, check(lines)[1]))
    assert all(" — " in problem.message for problem in check(lines)[1])


def test_unknown_keys_of_the_file_are_told_with_the_nearest_right_one():
    lines = changed("reviewed: true", "reveiwed: true")
    assert told(lines) == [(1, 1, "missing-key"), (2, 1, "unknown-key")]
    assert 'did you mean "reviewed"?' in str(check(lines)[1][1])


@pytest.mark.parametrize("root", ["خرج", "خ ر ج ت ن ص", "ا خ ر", "خ", "k t b", "خ  ر ج"])
def test_a_root_is_letters_of_arabic_with_spaces_between(root):
    lines = changed("root: خ ر ج", f"root: {root}")
    assert told(lines) == [(6, column(lines, 6, f"{root},"), "bad-value")]


def test_paragraphs_and_headings_must_be_there_once_and_in_order():
    assert told(GOOD[:11]) == [(4, 3, "place-missing")] * 2
    assert [rule for *_, rule in told([*HEAD[:2], "words: []"])] == ["place-missing"] * 3
    assert told([*GOOD, *GOOD[11:15]]) == [(22, 14, "place-twice")]
    assert told([*GOOD[:3], *GOOD[11:], *GOOD[3:11]]) == [(14, 5, "place-order")]
    assert told(changed("heading: 2", "heading: 1"))[0] == (4, 3, "place-missing")
    assert (16, 16, "paragraph-range") in told(changed("  - paragraph: 2", "  - paragraph: 3"))
    assert (4, 5, "bad-value") in told(changed("  - paragraph: 1", "  - paragraph: 1\n    heading: 1"))


def test_a_draft_is_a_warning_and_may_leave_to_the_reviewer_what_only_a_person_can_say():
    lines = changed("lemma: خَرَجَ, root: خ ر ج, meaning: ذهبت, english: went out", 'lemma: "", meaning: "", english: ""')
    assert told(lines) == [(6, column(lines, 6, '""') + at, "bad-value") for at in (0, 13, 26)]
    lines[1] = "reviewed: false"
    words, problems = check(lines)
    assert words is not None
    assert not words.reviewed
    assert [(one.line, one.column, one.rule, one.severity) for one in problems] == [(2, 11, "not-reviewed", "warning")]


def test_a_text_that_is_not_there_is_told_at_its_name():
    assert told(changed("text: river.txt", "text: sea.txt")) == [(1, 7, "no-text")]
    assert told(changed("text: river.txt", "text: ../river.txt")) == [(1, 7, "bad-value")]


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"words: x", b"words: [x, {}, {list: 3}]\ntext: [river.txt]", b"\xff", b"text: river.txt\nwords:"],
)
def test_files_that_are_something_else_are_problems_and_never_crash(raw):
    words, problems = check(raw)
    assert words is None
    assert problems


def test_a_text_of_one_word_over_and_over_is_compared_in_steps_as_many_as_its_words():
    def steps(size: int) -> int:
        """Calls, those into C included, while a list with other words in its first half is laid beside the text."""
        count = 0

        def one_more(*told: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(one_more)
        try:
            list(align_words(["نعم"] * size, ["لا"] * (size // 2) + ["نعم"] * (size // 2)))
        finally:
            sys.setprofile(None)
        return count

    assert steps(6000) < 3 * steps(3000)


def test_a_long_list_of_other_words_is_a_problem():
    many = parse_text("many.txt", " ".join(["نعم"] * 3000) + ".")
    rows = ["    - {word: لا, vowelled: لَا, lemma: لَا, meaning: م, english: e}"] * 1500
    rows += ["    - {word: نعم, vowelled: نَعَم, lemma: ن, meaning: م, english: e}"] * 1500
    raw = "\n".join(["text: many.txt", "reviewed: true", "words:", "  - paragraph: 1", "    list:", *rows]).encode()
    words, problems = compile_words(raw, "w.yaml", lambda name: (many, []))
    assert words is None
    assert problems


def test_the_published_schema_is_the_models_own():
    published = (ROOT / "questions" / "words.schema.json").read_text(encoding="utf-8")
    assert published == json.dumps(words_schema(), ensure_ascii=False, indent=2) + "\n"


def folder(tmp_path: Path) -> Path:
    """A content folder with the real text and its two files."""
    for name in ("seeds", "questions"):
        shutil.copytree(ARTICLE / name, tmp_path / name)
    return tmp_path / "questions"


def test_the_command_checks_the_words_file_of_each_question_file(tmp_path):
    path = folder(tmp_path) / REAL.name
    path.write_text(path.read_text("utf-8").replace("word: الخميس", "word: الجمعة", 1), "utf-8")
    run = run_check("--content", tmp_path, "--json")
    assert run.exit_code == 1
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert [(row["path"], row["rule"], row["severity"]) for row in rows] == [
        (f"questions/{REAL.name}", "word-differs", "error")
    ]
    assert set(rows[0]) == {"path", "line", "column", "severity", "rule", "message"}


def test_the_command_takes_a_words_file_by_itself_and_a_warning_fails_nothing(tmp_path):
    path = folder(tmp_path) / REAL.name
    path.write_text(path.read_text("utf-8").replace("reviewed: true", "reviewed: false", 1), "utf-8")
    run = run_check(path, "--content", tmp_path)
    assert run.exit_code == 0
    assert run.stdout.startswith(f"questions/{REAL.name}:3:11: warning: ")
    assert len(run.stdout.splitlines()) == 1
    assert "process" not in run.stderr


def test_the_headings_setting_of_the_question_file_counts_for_its_words_file(tmp_path):
    questions = folder(tmp_path)
    path = questions / REAL.name.replace(".words", "")
    path.write_text("headings: []\n" + path.read_text("utf-8"), "utf-8")
    assert "paragraph-range" in {problem.rule for problem in check_words(questions / REAL.name, tmp_path)[1]}


def test_a_words_file_about_another_text_than_its_question_file_is_told(tmp_path):
    questions = folder(tmp_path)
    shutil.copy(tmp_path / "seeds" / "000_13183dccda9929f6.txt", tmp_path / "seeds" / "other.txt")
    path = questions / REAL.name
    path.write_text(path.read_text("utf-8").replace("text: 000_13183dccda9929f6", "text: other", 1), "utf-8")
    assert {problem.rule for problem in check_words(path, tmp_path)[1]} == {"other-text"}


def test_every_place_of_a_text_is_named_in_order():
    assert list(heading_and_paragraph_lines(TEXT)) == [("paragraph", 1), ("heading", 2), ("paragraph", 2)]
    assert [len(cut_words(line)) for line in heading_and_paragraph_lines(TEXT).values()] == [6, 2, 4]


def test_a_word_is_ambiguous_only_where_the_file_says_so():
    words, _ = check(changed("english: went out}", "english: went out, ambiguous: true}"))
    assert words is not None
    assert [word.ambiguous for word in words.paragraphs[0]] == [True, False, False, False, False, False]


def test_the_article_marks_what_could_be_misread_and_not_more():
    words, _ = check_words(REAL, ARTICLE)
    assert words is not None
    every = [word for line in words.paragraphs for word in line]
    marked = [word for word in every if word.ambiguous]
    assert 50 <= len(marked) <= 110
    # What is marked tells something: a name read one way only would not.
    assert all(word.vowelled != word.word for word in marked)
    assert {"قبلها", "تعهد", "البلدان", "من", "أن"} <= {word.word for word in marked}


def expressions(*entries: str) -> tuple[TextWords | None, list[Problem]]:
    """Compile the words of «اجتمع مجلس الأمن في مجلس بعيد» with these expressions."""
    text = parse_text("council.txt", "اجتمع لمجلس الأمن وفد في مجلس بعيد.")
    words = ("اجتمع", "لمجلس", "الأمن", "وفد", "في", "مجلس", "بعيد")
    rows = [f"    - {{word: {word}, vowelled: {word}, lemma: {word}, meaning: م, english: e}}" for word in words]
    listed = ["expressions:", *(f"  - {{{entry}, meaning: هيئة, english: council}}" for entry in entries)]
    head = ["text: council.txt", "reviewed: true", *listed, "words:", "  - paragraph: 1", "    list:"]
    return compile_words("\n".join([*head, *rows]).encode(), "w.yaml", lambda name: (text, []))


def test_an_expression_counts_wherever_its_words_stand_together_with_a_joined_particle_or_without():
    words, problems = expressions("words: مجلس الأمن, vowelled: مَجْلِس الْأَمْن")
    assert words
    assert not problems
    together = [word.word for word in words.paragraphs[0] if word.expression]
    assert together == ["لمجلس", "الأمن"]


def test_a_word_of_two_expressions_is_explained_by_the_longer_one():
    words, problems = expressions(
        "words: الأمن وفد, vowelled: الْأَمْن وَفْد", "words: مجلس الأمن وفد, vowelled: مَجْلِس الْأَمْن وَفْد"
    )
    assert words
    assert not problems
    assert {word.expression.words for word in words.paragraphs[0] if word.expression} == {"مجلس الأمن وفد"}


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ("words: مجلس, vowelled: مَجْلِس", "expression-short"),
        ("words: مجلس الوزراء, vowelled: مَجْلِس الْوُزَرَاء", "expression-missing"),
        ("words: مجلس الأمن, vowelled: مَجْلِس الْأُمَم", "vowelled-differs"),
    ],
)
def test_an_expression_that_the_text_does_not_have_is_a_fault_in_its_place(entry: str, rule: str) -> None:
    words, problems = expressions(entry)
    assert words is None
    assert [(problem.rule, problem.line) for problem in problems] == [(rule, 4)]
