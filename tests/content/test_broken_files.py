"""Broken question files: each problem at its position, all of them at once, and no crash."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from check_command import run_check
from conftest import ARTICLE
from webapp.content import check_file
from webapp.content.lesson_compiler import compile_lesson
from webapp.content.parsing.source_tree import MAX_BYTES
from webapp.content.parsing.yaml_parser import MAX_EVENTS
from webapp.domain.problem import Problem

HERE = Path(__file__).parent

ROOT = HERE.parent.parent
BROKEN = HERE / "broken"
REAL = ARTICLE / "questions" / "000_13183dccda9929f6.yaml"
REAL_TEXT = ARTICLE / "seeds" / "000_13183dccda9929f6.txt"

# Each file of broken/ is questions/river.yaml with one thing wrong, and what is said of it: line, column, rule.
FAULTS: dict[str, list[tuple[int, int, str]]] = {
    "accepted-and-refused.yaml": [(20, 14, "accepted-and-refused")],
    "alias.yaml": [(9, 13, "anchor")],
    "anchor.yaml": [(9, 13, "anchor")],
    "bad-id.yaml": [(5, 9, "bad-value")],
    "bad-number.yaml": [(4, 8, "bad-value"), (5, 10, "bad-value")],
    "bad-paragraph.yaml": [(6, 16, "bad-value")],
    "colon-in-text.yaml": [(9, 17, "yaml")],
    "duplicate-id.yaml": [(14, 9, "duplicate-id")],
    "duplicate-key.yaml": [(9, 5, "duplicate-key")],
    "empty-prompt.yaml": [(9, 5, "bad-value")],
    "empty.yaml": [(1, 1, "bad-value")],
    "escape.yaml": [(2, 8, "yaml")],
    "evidence-missing.yaml": [(10, 16, "evidence-missing")],
    "evidence-near.yaml": [(10, 16, "evidence-missing")],
    "evidence-twice.yaml": [(10, 16, "evidence-twice")],
    "idea-refused.yaml": [(20, 31, "accepted-and-refused")],
    "list-at-the-top.yaml": [(1, 1, "bad-value")],
    "missing-key.yaml": [(5, 5, "missing-key")],
    "missing-questions.yaml": [(1, 1, "missing-key")],
    "missing-text-file.yaml": [(1, 7, "no-text")],
    "no-correct-option.yaml": [(12, 7, "no-correct-option")],
    "no-questions.yaml": [(4, 1, "missing-key")],
    "no-type.yaml": [(5, 5, "missing-key")],
    "not-a-number.yaml": [(17, 13, "bad-value")],
    "nothing-accepted.yaml": [(14, 5, "no-correct-option")],
    "only-a-comment.yaml": [(1, 1, "bad-value")],
    "paragraph-range.yaml": [(6, 16, "paragraph-range")],
    "question-not-keys.yaml": [(14, 5, "bad-value")],
    "same-option-twice.yaml": [(13, 16, "duplicate-option")],
    "second-document.yaml": [(14, 1, "yaml")],
    "several-with-text.yaml": [
        (6, 16, "paragraph-range"),
        (11, 7, "no-correct-option"),
        (16, 14, "bad-value"),
        (20, 9, "duplicate-id"),
        (25, 16, "evidence-missing"),
    ],
    "several.yaml": [
        (3, 8, "bad-value"),
        (4, 1, "unknown-key"),
        (13, 9, "missing-key"),
        (15, 11, "unknown-type"),
        (16, 5, "unknown-key"),
    ],
    "tab.yaml": [(6, 1, "yaml")],
    "tag.yaml": [(6, 16, "tag")],
    "text-empty.yaml": [(1, 7, "no-text")],
    "text-for-a-list.yaml": [(19, 15, "bad-value")],
    "text-not-utf-8.yaml": [(1, 1, "encoding")],
    "text-outside.yaml": [(1, 7, "bad-value")],
    "two-correct-options.yaml": [(12, 7, "two-correct-options")],
    "unclosed-bracket.yaml": [(10, 15, "yaml")],
    "unclosed-quote.yaml": [(2, 8, "yaml")],
    "unknown-process.yaml": [(8, 14, "bad-value")],
    "unknown-tolerance.yaml": [(21, 24, "bad-value")],
    "unknown-type.yaml": [(7, 11, "unknown-type")],
    "utf-16.yaml": [(1, 1, "encoding")],
    "vocabulary-range.yaml": [(5, 28, "paragraph-range")],
    "windows-1256.yaml": [(2, 8, "encoding")],
    "wrong-key-in-option.yaml": [(13, 26, "unknown-key")],
    "wrong-key.yaml": [(5, 5, "missing-key"), (9, 5, "unknown-key")],
    "wrong-setting.yaml": [(1, 1, "missing-key"), (3, 1, "unknown-key")],
}
ELSEWHERE = {"text-not-utf-8.yaml": "seeds/old.txt"}
SAID = [
    ("wrong-key.yaml", 'unknown key "promt": did you mean "prompt"?'),
    ("wrong-key-in-option.yaml", 'unknown key "wy": did you mean "why"?'),
    ("wrong-setting.yaml", 'unknown key "levle": did you mean "level"?'),
    ("missing-key.yaml", 'the key "prompt" is missing'),
    ("duplicate-id.yaml", 'the id "who-went" is already used on line 5'),
    ("evidence-near.yaml", "Copy them"),
    ("bad-paragraph.yaml", '"paragraph" must be a whole number, or "paragraph" must be \'whole\''),
    ("bad-number.yaml", '"penalty" must be 1 or less'),
    ("unknown-tolerance.yaml", '"tolerance 2" must be '),
    ("unclosed-quote.yaml", "a quotation mark is opened here but not closed"),
    ("unclosed-bracket.yaml", "a bracket is opened here but not closed"),
    ("colon-in-text.yaml", "in straight quotes"),
    ("tab.yaml", "the indentation contains a tab"),
    ("windows-1256.yaml", "Windows-1256"),
    ("utf-16.yaml", "UTF-16"),
    ("paragraph-range.yaml", "the text has 3 paragraphs"),
]
SIGNS = [
    *"[]{}\"':,#&*!|>%@`?~\\\t\n\r\0\ufeff\u2028\x85\ufffe",
    "- ",
    "---",
    "...",
    "<<: ",
    "null",
    "010",
    "1e999",
    "\U0001f600",
]


def told(problems: list[Problem]) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.rule) for problem in problems]


def check_bytes(raw: bytes) -> list[Problem]:
    """Check the bytes of a file beside the real text. A file is a lesson or has problems, each of them in its place."""
    lesson, problems = compile_lesson("any", raw, "questions/any.yaml", lambda name: REAL_TEXT.read_bytes())
    assert (lesson is None) == any(problem.severity == "error" for problem in problems)
    last = len(raw.decode("utf-8", "replace").splitlines()) + 1
    for problem in problems:
        assert 1 <= problem.line <= last
        assert problem.column >= 1
        assert problem.rule
        assert str(problem).encode().startswith(b"questions/any.yaml:")
    return problems


def check_apart(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, with what the system makes of its output."""
    command = [sys.executable, "-m", "webapp.cli", "check", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)


def test_the_file_that_all_broken_ones_were_made_from_is_clean():
    lesson, problems = check_file(HERE / "questions" / "river.yaml", HERE)
    assert problems == []
    assert lesson is not None
    assert [item.question.id for item in lesson.items] == ["who-went", "which-day"]


def test_every_broken_file_has_its_row():
    assert {path.name for path in BROKEN.iterdir()} == set(FAULTS)


@pytest.mark.parametrize("name, expected", FAULTS.items())
def test_every_fault_is_told_in_its_place(name, expected):
    lesson, problems = check_file(BROKEN / name, HERE)
    assert lesson is None
    assert told(problems) == expected
    assert {problem.path for problem in problems} == {ELSEWHERE.get(name, f"broken/{name}")}


@pytest.mark.parametrize("name, words", SAID)
def test_a_fault_says_what_to_mend_in_both_languages(name, words):
    messages = [problem.message for problem in check_file(BROKEN / name, HERE)[1]]
    assert any(words in message for message in messages)
    assert all(" — " in message for message in messages)


def test_faults_of_settings_and_of_several_questions_are_told_at_once():
    rules = [rule for _, _, rule in FAULTS["several.yaml"]]
    assert rules == ["bad-value", "unknown-key", "missing-key", "unknown-type", "unknown-key"]
    assert told(check_file(BROKEN / "several.yaml", HERE)[1]) == FAULTS["several.yaml"]


def test_the_command_prints_every_fault_as_a_line_that_an_editor_can_jump_to():
    run = check_apart(*[BROKEN / name for name in FAULTS], "--content", HERE)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    expected = [
        f"{ELSEWHERE.get(name, f'broken/{name}')}:{line}:{column}: "
        for name, rows in FAULTS.items()
        for line, column, _ in rows
    ]
    lines = run.stdout.splitlines()
    assert len(lines) == len(expected)
    assert [start for start, line in zip(expected, lines, strict=True) if not line.startswith(start)] == []


def test_the_command_prints_the_same_as_json_for_scripts():
    run = run_check(*[BROKEN / name for name in FAULTS], "--json", "--content", HERE)
    assert run.exit_code == 1
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert {frozenset(row) for row in rows} == {frozenset({"path", "line", "column", "severity", "rule", "message"})}
    expected = [row for rows in FAULTS.values() for row in rows]
    assert [(row["line"], row["column"], row["rule"]) for row in rows] == expected


def test_the_command_is_content_with_a_clean_folder_and_refuses_wrong_usage():
    assert run_check("--content", HERE).exit_code == 0
    assert run_check("--no-such-option").exit_code == 2


def test_the_command_tells_of_a_file_that_is_not_there():
    run = run_check(HERE / "questions" / "nowhere.yaml", "--content", HERE)
    assert run.exit_code in {1, 2}
    assert "nowhere.yaml" in run.stdout + run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
@pytest.mark.parametrize("front", [b"", b"\xef\xbb\xbf"])
def test_windows_line_ends_and_a_byte_order_mark_are_no_fault(ending, front, tmp_path):
    good = (HERE / "questions" / "river.yaml").read_text(encoding="utf-8")
    path = tmp_path / "river.yaml"
    path.write_bytes(front + good.replace("\n", ending).encode())
    lesson, problems = check_file(path, HERE)
    assert problems == []
    assert lesson is not None


def test_places_are_the_same_behind_windows_line_ends_and_a_byte_order_mark(tmp_path):
    for name in ("wrong-key.yaml", "duplicate-id.yaml", "unclosed-bracket.yaml"):
        path = tmp_path / name
        path.write_bytes(b"\xef\xbb\xbf" + (BROKEN / name).read_bytes().replace(b"\n", b"\r\n"))
        assert told(check_file(path, HERE)[1]) == FAULTS[name]


def test_a_file_that_is_not_there_and_a_folder_are_unreadable(tmp_path):
    (tmp_path / "folder.yaml").mkdir()
    for name in ("nowhere.yaml", "folder.yaml"):
        lesson, problems = check_file(tmp_path / name, HERE)
        assert lesson is None
        assert told(problems) == [(0, 0, "unreadable")]


GENERATED = {
    "a megabyte of brackets": (b"[" * 1024 * 1024, [(1, 1, "too-large")]),
    "one byte too many": (b"#" * (MAX_BYTES + 1), [(1, 1, "too-large")]),
    "as large as may be": (b"#" * MAX_BYTES, [(1, 1, "bad-value")]),
    "brackets as far as the limit": (b"[" * MAX_BYTES, [(1, 14, "depth")]),
    "keys in keys in keys": (b"a: [" * 10_000, [(1, 25, "depth")]),
    "lists in lists in lists": (b"- " * 10_000, [(1, 27, "depth")]),
    "more values than anybody writes": (b"text: [" + b"a,\n" * MAX_EVENTS + b"]", [(MAX_EVENTS - 4, 1, "too-large")]),
    "a key that is a list": (b"[a]: b", [(1, 1, "yaml")]),
    "half a character": ("text: س".encode()[:-1], [(1, 7, "encoding")]),
    "UTF-16 from the other end": ("text: س".encode("utf-16-be"), [(1, 1, "yaml")]),
    "a bomb of aliases": (b"a: &a [x]\nb: &b [*a, *a]\n", [(1, 4, "anchor")]),
    "an object of Python": (b"text: !!python/object:os.system x", [(1, 7, "tag")]),
    "half a pair of surrogates": (
        b'title: "\\ud800"\ntext: a.txt\nlevel: A1\nquestions: [x]',
        [(1, 8, "yaml"), (4, 13, "bad-value")],
    ),
    "a version of YAML that never was": (b"%YAML 9.9\n---\na: b", [(1, 1, "yaml")]),
}


@pytest.mark.parametrize("raw, expected", GENERATED.values(), ids=GENERATED)
def test_what_no_person_would_write_is_refused_in_its_place(raw, expected):
    assert told(check_bytes(raw)) == expected


@pytest.mark.parametrize("seed", range(50))
def test_random_bytes_are_a_problem_with_a_place(seed):
    dice = random.Random(seed)
    assert check_bytes(dice.randbytes(dice.randint(1, 400)))


def mutated(seed: int, raw: str, lengths: list[int]) -> bytes:
    """A question file, or its front, after one to four accidents."""
    dice = random.Random(seed)
    signs = list(raw[: dice.choice(lengths)])
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(signs))
        accident = dice.choice(["lose", "add", "change", "repeat"])
        if accident == "lose":
            del signs[at : at + dice.randint(1, 40)]
        elif accident == "add":
            signs.insert(at, dice.choice(SIGNS))
        elif accident == "change":
            signs[at] = dice.choice(SIGNS)
        else:
            signs[at:at] = signs[at // 2 : at // 2 + dice.randint(1, 80)]
    raw_bytes = bytearray("".join(signs).encode())
    if seed % 10 == 0:
        raw_bytes[dice.randrange(len(raw_bytes))] = dice.randrange(256)
    return bytes(raw_bytes)


@pytest.mark.parametrize("batch", range(4))
def test_accidents_to_the_real_file_never_raise_and_always_have_a_place(batch):
    raw = REAL.read_text(encoding="utf-8")
    for seed in range(batch * 30, batch * 30 + 30):
        check_bytes(mutated(seed, raw, [3000, 8000, 8000, len(raw)]))


@pytest.mark.parametrize("batch", range(6))
def test_accidents_to_a_small_file_never_raise_either(batch):
    raw = (HERE / "questions" / "river.yaml").read_text(encoding="utf-8")
    for seed in range(batch * 100, batch * 100 + 100):
        check_bytes(mutated(seed, raw, [len(raw)]))


def test_the_worst_files_need_little_memory():
    """In a process that may have 100 MB more than it has: it would raise MemoryError."""
    code = """
import resource, sys
from benchmarks.malformed_files import LARGE_FILES, compile_checked
compile_checked(b"")
size = 1024 * int(open("/proc/self/statm").read().split()[0]) * 4
resource.setrlimit(resource.RLIMIT_AS, (size + 100 * 1024 * 1024,) * 2)
for name in LARGE_FILES:
    compile_checked(LARGE_FILES[name](500_000 if name != "the real questions again and again" else 130_000))
print("all")
"""
    made = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert made.stdout == "all\n", made.stderr
