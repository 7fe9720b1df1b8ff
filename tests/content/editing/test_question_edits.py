"""Edits of question files: the bytes of what changes, and no others; read again equal; refused where it cannot be."""

from __future__ import annotations

import random
import re

import pytest

from conftest import ROOT
from question_types.asking import examples
from webapp.content.editing.question_edits import (
    QuestionSource,
    UneditableFile,
    UnknownQuestion,
    add_question,
    change_question,
    change_settings,
    file_settings,
    free_id,
    move_question,
    new_question_file,
    question_sources,
    remove_question,
    rename_question,
)
from webapp.content.editing.source_spans import read_spans
from webapp.question_types import TYPES

ARTICLE = (ROOT / "questions" / "000_13183dccda9929f6.yaml").read_bytes()
RIVER = (ROOT / "tests" / "content" / "questions" / "river.yaml").read_bytes()
HEAD = "text: river.txt\ntitle: النهر # بعد العنوان\nlevel: A2\n"
COMMENTED = f"""# قبل كل شيء
{HEAD}
questions: # الأسئلة
  # قبل الأول
  - id: first   # اسمه
    type: short
    # بين المفاتيح
    prompt: متى كان ذلك؟
    accept: [السبت, "يوم: السبت"]  # الأجوبة
    hints:
      - أولًا
      # بين الإشارتين
      - ثانيًا
    # في آخر الأول

  # قبل الثاني
  - id: second
    type: judgement
    prompt: >-
      جملة
      في سطرين
    why: {{true: نعم، لأنه, false: 'لا'}}
  - id: third
    type: poll
    options: [أ, ب]
# في آخر الملف
""".encode()
IN_BRACKETS = (
    HEAD + "questions: [{id: a, type: poll, options: [أ, ب]},\n  {id: b, type: open, x: {y: 1}}, {id: c, type: open}]\n"
).encode()


def _documents() -> list[tuple[str, bytes]]:
    found = [("river", RIVER), ("commented", COMMENTED), ("brackets", IN_BRACKETS)]
    entries = re.split(rb"\n(?=  - id: )", ARTICLE)[1:]
    found += [
        (f"article-{number}", b"\n".join([HEAD.encode(), b"questions:", entry])) for number, entry in enumerate(entries)
    ]
    for kind in TYPES:
        for number, example in enumerate(examples(kind)):
            entry = "".join(f"  {line}" for line in example.splitlines(keepends=True))
            dashed = entry if entry.lstrip().startswith("-") else "  - " + entry.replace("\n", "\n  ").strip() + "\n"
            found.append((f"{kind}-{number}", f"{HEAD}questions:\n{dashed}".encode()))
    return found


DOCUMENTS = [
    pytest.param(change(raw), id=f"{name}{label}")
    for name, raw in _documents()
    for label, change in (
        ("", lambda raw: raw),
        ("-crlf", lambda raw: raw.replace(b"\n", b"\r\n")),
        ("-bom", lambda raw: b"\xef\xbb\xbf" + raw),
        ("-no-last-newline", lambda raw: raw.removesuffix(b"\n")),
    )
    if name in ("commented", "brackets") or not label
]
NEW_VALUES: list[object] = [
    "قول جديد",
    'قول: فيه # ما يحتاج إلى «علامات» و"غيرها"',
    "سطر\nوسطر بعده",
    " في أوله فراغ",
    "\u200fعلامة لا تُرى",
    "- شرطة",
    "null",
    "",
    "نعم، ولا",
    7,
    0.5,
    True,
    ["أ", "ب، ج", "د"],
    [],
    {"true": "نعم", "false": "لا: لا"},
    [{"text": "أ", "correct": True}, {"text": "ب", "why": "لأن\nسطرين"}],
    [["أ", "ب"], ["ج"]],
]


def by_id(raw: bytes) -> dict[str, QuestionSource]:
    return {source.id: source for source in question_sources(raw)}


def as_text(value: object) -> object:
    """A value as a reader to whom all scalars are text has it."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else value if value is None else str(value)


def changed_stretch(before: bytes, after: bytes) -> tuple[int, int]:
    """The stretch of a file between what is equal at the beginning and at the end of both."""
    head = next((place for place, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
    head = min(len(before), len(after)) if head is None else head
    most = min(len(before), len(after)) - head
    tail = next((place for place in range(most) if before[-1 - place] != after[-1 - place]), most)
    return head, len(before) - tail


def stretch_of(raw: bytes, source: QuestionSource, key: str) -> tuple[int, int]:
    """The bytes from a key of a question to where its next key, or the next question, begins."""
    root = read_spans(raw.decode("utf-8-sig"))
    text, shift = raw.decode("utf-8-sig"), len(raw) - len(raw.decode("utf-8-sig").encode())
    entries = root.step("questions").items
    place = [other.id for other in question_sources(raw)].index(source.id)
    keys, index = entries[place].keys, entries[place].index_of(key)
    following = [span.start for span in [*keys[index + 1 : index + 2], *entries[place + 1 : place + 2]]]
    end = following[0] if following else len(text)
    return tuple(shift + len(text[:at].encode()) for at in (keys[index].start, end))


@pytest.mark.parametrize("raw", DOCUMENTS)
def test_the_same_values_are_the_same_bytes(raw: bytes) -> None:
    for source in question_sources(raw):
        assert change_question(raw, source.id, source.values) == raw
        assert change_question(raw, source.id, dict(reversed(source.values.items()))) == raw
    assert change_settings(raw, file_settings(raw)) == raw


@pytest.mark.parametrize("raw", DOCUMENTS)
def test_a_changed_key_changes_no_other_line_and_is_read_back(raw: bytes) -> None:
    before, chance = question_sources(raw), random.Random(5)
    for source in before:
        for key in source.values:
            for value in chance.sample(NEW_VALUES, 4):
                values = {**source.values, key: value if key != "id" else "other-id"}
                if as_text(values) == as_text(source.values):
                    continue
                after = change_question(raw, source.id, values)
                read = question_sources(after)
                asked = [values if other is source else other.values for other in before]
                assert as_text([other.values for other in read]) == as_text(asked)
                start, end = changed_stretch(raw, after)
                key_start, key_end = stretch_of(raw, source, key)
                assert key_start <= start <= end <= key_end


@pytest.mark.parametrize("raw", DOCUMENTS)
def test_a_question_that_is_added_and_removed_leaves_the_same_bytes(raw: bytes) -> None:
    new = {"id": "new-1", "type": "poll", "prompt": "ما رأيك: نعم أم لا؟", "options": ["نعم", "لا"], "paragraph": 1}
    before = question_sources(raw)
    for after in [None, *by_id(raw)]:
        added = add_question(raw, new, after)
        read = question_sources(added)
        place = len(before) if after is None else [source.id for source in before].index(after) + 1
        assert read[place].values == new
        assert [source.values for source in read if source.id != "new-1"] == [source.values for source in before]
        assert remove_question(added, "new-1") == raw


@pytest.mark.parametrize("raw", DOCUMENTS)
def test_a_question_that_is_moved_and_moved_back_leaves_the_same_bytes(raw: bytes) -> None:
    ids = list(by_id(raw))
    chance = random.Random(2)
    for place in sorted(chance.sample(range(len(ids)), min(len(ids), 4))):
        home = ids[place - 1] if place else None
        for after in chance.sample([None, *ids], min(len(ids) + 1, 4)):
            if after == ids[place]:
                continue
            moved = move_question(raw, ids[place], after)
            order = [name for name in ids if name != ids[place]]
            order.insert(order.index(after) + 1 if after else 0, ids[place])
            assert list(by_id(moved)) == order
            assert move_question(moved, ids[place], home) == raw


@pytest.mark.parametrize("raw", DOCUMENTS)
def test_a_removed_question_takes_no_comment_between_questions_along(raw: bytes) -> None:
    for name in by_id(raw):
        after = remove_question(raw, name)
        assert [source.values for source in question_sources(after)] == [
            source.values for source in question_sources(raw) if source.id != name
        ]
        for comment in ("# قبل كل شيء", "# قبل الأول", "# قبل الثاني", "# في آخر الملف"):
            assert (comment.encode() in after) == (comment.encode() in raw)


def test_a_changed_prompt_changes_one_line_of_the_article() -> None:
    lines = ARTICLE.decode().splitlines()
    for source in question_sources(ARTICLE):
        after = change_question(ARTICLE, source.id, {**source.values, "prompt": "سؤال آخر؟"}).decode().splitlines()
        changed = [(old.replace('"', ""), new) for old, new in zip(lines, after, strict=True) if old != new]
        assert changed == [(f"    prompt: {source.values['prompt']}", "    prompt: سؤال آخر؟")]


def test_comments_and_styles_around_a_change_stay() -> None:
    first = by_id(COMMENTED)["first"].values
    after = change_question(COMMENTED, "first", {**first, "prompt": "متى؟", "hints": ["أولًا", "وسطًا", "ثانيًا"]})
    expected = COMMENTED.decode().replace("متى كان ذلك؟", "متى؟")
    expected = expected.replace("      # بين الإشارتين\n", "      - وسطًا\n      # بين الإشارتين\n", 1)
    assert after.decode() == expected
    second = by_id(COMMENTED)["second"].values
    after = change_question(COMMENTED, "second", {**second, "why": {"true": "نعم، لأنه", "false": "لا: أبدًا"}})
    assert after.decode() == COMMENTED.decode().replace("false: 'لا'", 'false: "لا: أبدًا"')


def test_an_item_in_brackets_keeps_its_arabic_comma() -> None:
    third = by_id(COMMENTED)["third"].values
    after = change_question(COMMENTED, "third", {**third, "options": ["أ", "ب، ج"]})
    assert after.decode() == COMMENTED.decode().replace("options: [أ, ب]", 'options: [أ, "ب، ج"]')


def test_the_new_keys_of_a_question_stand_where_they_were_asked_for() -> None:
    first = by_id(RIVER)[next(iter(by_id(RIVER)))].values
    names = list(first)
    values = {key: value for name in names for key, value in ((name, first[name]), (f"x-{name}", name))}
    after = by_id(change_question(RIVER, str(first["id"]), values))
    assert list(after[str(first["id"])].values) == list(values)


@pytest.mark.parametrize("empty", ["questions: []  # لا شيء بعد\n# ثم\n", "questions:\n", "questions: ~\n", ""])
def test_the_first_question_of_an_empty_list(empty: str) -> None:
    raw = (HEAD + empty).encode()
    assert question_sources(raw) == []
    values = {"id": "a-1", "type": "short", "prompt": "متى؟", "accept": ["الآن"]}
    added = add_question(raw, values)
    assert [source.values for source in question_sources(added)] == [values]
    assert all(line in added.decode() for line in empty.split("#")[1:])
    if "[]" in empty:
        assert question_sources(remove_question(added, "a-1")) == []
        assert (
            remove_question((HEAD + "questions:\n  - id: a-1\n").encode(), "a-1") == (HEAD + "questions: []\n").encode()
        )


@pytest.mark.parametrize(
    "source",
    [
        "questions:\n  - &a {id: x}\n  - *a\n",
        "questions:\n  - !!map {id: x}\n",
        "questions:\n  - id: x\n    id: y\n",
        "questions: نص\n",
        "questions: {id: x}\n",
        "questions:\n  - id: [x\n",
    ],
)
def test_a_file_that_cannot_be_spliced_is_refused(source: str) -> None:
    with pytest.raises(UneditableFile) as refused:
        question_sources((HEAD + source).encode())
    assert refused.value.problems


def test_what_is_no_question_file_is_refused() -> None:
    for raw in (b"- a\n- b\n", b"\xff\xfe\x00", b"just words\n", b"text: a\rtitle: b\rquestions: []\r"):
        with pytest.raises(UneditableFile):
            question_sources(raw)


def test_an_unknown_question_is_an_error() -> None:
    for edit in (
        lambda: change_question(RIVER, "nobody", {}),
        lambda: remove_question(RIVER, "nobody"),
        lambda: add_question(RIVER, {"id": "x"}, "nobody"),
    ):
        with pytest.raises(UnknownQuestion):
            edit()


def test_settings_are_added_before_the_questions() -> None:
    after = change_settings(COMMENTED, {**file_settings(COMMENTED), "tries": 2, "level": "B1"})
    assert after.decode() == COMMENTED.decode().replace("level: A2\n", "level: B1\ntries: 2\n")
    assert change_settings(after, file_settings(COMMENTED)).decode() == COMMENTED.decode()


def test_values_are_read_as_they_are_written() -> None:
    raw = (HEAD + 'questions:\n  - {id: 010, a: 1, b: 1.50, c: "2", d: true, e: yes, f: ~, g: [1, -2.5]}\n').encode()
    values = question_sources(raw)[0].values
    assert values == {"id": "010", "a": 1, "b": "1.50", "c": "2", "d": True, "e": "yes", "f": None, "g": [1, -2.5]}
    assert change_question(raw, "010", {**values, "a": "1", "b": 1.5, "c": 2}) == raw


def test_a_new_file_is_read_back() -> None:
    settings = {"text": "a.txt", "title": "عنوان: جديد", "level": "A1"}
    questions = [{"id": "a-1", "options": [{"text": "نعم", "correct": True}]}, {"id": "a-2"}]
    raw = new_question_file(settings, questions)
    assert file_settings(raw) == settings
    assert [source.values for source in question_sources(raw)] == questions
    assert question_sources(new_question_file(settings)) == []
    assert free_id(raw, "a") == "a-3"
    assert free_id(raw, "b") == "b-1"


@pytest.mark.parametrize(
    ("was", "after"),
    [
        ("  - id: first   # اسمه\n", "  - id: short-1   # اسمه\n"),
        ("  - type: short\n", "  - id: short-1\n    type: short\n"),
        ("  - id: second\n", "  - id: short-1\n"),
        ("  - id:   # يأتي\n", "  - id: short-1   # يأتي\n"),
        ("  - id: [a]\n", "  - id: short-1\n"),
    ],
)
def test_a_question_gets_another_id_by_its_place_and_nothing_else_changes(was: str, after: str) -> None:
    before = COMMENTED.decode().replace("  - id: first   # اسمه\n    type: short\n", "@")
    rest = "" if "type" in was else "    type: short\n"
    named = rename_question(before.replace("@", was + rest).encode(), 0, "short-1")
    assert named.decode() == before.replace("@", after + rest)


def test_a_question_in_brackets_gets_an_id() -> None:
    assert "[{id: poll-1, type: poll," in rename_question(IN_BRACKETS, 0, "poll-1").decode()
    assert "{id: b-2, type: open, x" in rename_question(IN_BRACKETS, 1, "b-2").decode()
    bare = (HEAD + "questions: [{type: poll}]\n").encode()
    assert question_sources(rename_question(bare, 0, "a"))[0].values == {"id": "a", "type": "poll"}


@pytest.mark.parametrize("place", [-1, 3])
def test_no_question_is_renamed_where_there_is_none(place: int) -> None:
    with pytest.raises(UnknownQuestion):
        rename_question(COMMENTED, place, "a")
