"""The cost of marking: every question is marked within a budget of work, whatever is typed, or refuses by length.

Work is counted in calls of functions, which a slow machine does not change. Five milliseconds are some 20,000 of them,
for an answer of sixty words that nobody has typed before; words that have been seen cost a fifth. What people type, in
words that the program has never read, costs half of that: `python -m benchmarks.marking_cost` shows its time. Answers
that are made of nothing but the key's words, each behind particles or with a slip, cost up to a tenth more than 20,000
where no memo has a word of them; of those in costly_answers.tsv four do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from cProfile import Profile
from dataclasses import replace
from functools import cache, partial
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest

from benchmarks import marking_cost
from webapp.config import Config
from webapp.content import Library, question_files, slug_of
from webapp.content.lesson import Lesson
from webapp.domain.question import Question, Response, Unanswered
from webapp.domain.text import Text
from webapp.question_types import TYPES
from webapp.question_types._typed_answer import (
    ANSWER_LIMIT,
    MAX_WORD_LETTERS,
    MAX_WORDINGS,
    MAX_WORDS_OF_WORDINGS,
    PART_LIMIT,
    TOO_LONG,
    LengthLimit,
    wording_faults,
)
from webapp.question_types.short.question import LONGEST_MENDED

pytestmark = pytest.mark.no_cover  # nothing is run here that other tests do not run, and that a thousand times over
V = TypeVar("V")
ROOT = Path(__file__).parents[2]
LONGEST = Config(Path(), Path()).max_answer
BUDGET = 20_000
BUDGET_OF_NEW_WORDS = 11_000
BUDGET_OF_A_FIRST_ANSWER = 4_000
BUDGET_WITHOUT_MEMOS = 22_500
BUDGET_OF_THE_FULLEST_FILE = 400_000
TESTS = ROOT / "tests"
FOLDERS = (ROOT, ROOT / "webapp" / "showcase", TESTS / "article", TESTS / "assessment" / "natural_content")
FILES = [(folder, slug_of(file)) for folder in FOLDERS for file in question_files(folder)]
every_lesson = pytest.mark.parametrize(
    ("folder", "slug"), FILES, ids=[f"{place}-{slug}" for place, (_, slug) in enumerate(FILES)]
)


@cache
def lesson_of(folder: Path, slug: str) -> Lesson:
    """A lesson, compiled once for all tests."""
    lesson = Library(folder).lesson(slug)
    assert lesson, slug
    return lesson


@cache
def article() -> Lesson:
    """The first lesson of the shipped ones."""
    return lesson_of(*FILES[0])


def calls(work: Callable[[], Any]) -> int:
    """How many functions are called, those in C too."""
    return counted(work)[0]


def counted(work: Callable[[], V]) -> tuple[int, V]:
    """How many functions are called, those in C too; and what comes of it."""
    # Counted in C: a function of Python's as the profiler takes twice as long as the work itself.
    profile, before = Profile(), sys.getprofile()
    try:
        result = profile.runcall(work)
    finally:
        sys.setprofile(before)
    return sum(entry.callcount for entry in profile.getstats()), result


def bombs(key: str, text: Text) -> Iterator[str]:
    """Answers made to cost much: each goes on without end."""
    words = [word for paragraph in text.paragraphs for word in paragraph.text.split()]
    near = [f"{word[:3]}{word[2:3]}{word[3:]}" for word in key.split()]
    swapped = [f"{word[:-2]}{word[-1:]}{word[-2:-1]}" for word in words]
    yield from ("ﷺ", "ﷺ/", "1/2/", "ب،", "ـ/", "مئة وألف و", f"{key} ", f"{key}/", f"{key} لا ", f"{key} أو ")
    yield from (
        f"و{' و'.join(words)} ",
        f"و{' و'.join(key.split())} ",
        f"{'، '.join(key.split())}، ",
        f"{' '.join(words)} ",
    )
    yield from (f"{'/'.join(near)}/", f"{' '.join(swapped)} ", f"{'،'.join(swapped)}،", f"{' بل ليس '.join(words)} ")


def endless(bomb: str, length: int) -> str:
    """So many signs of it."""
    return (bomb * (length // len(bomb) + 1))[:length]


@cache
def longest_marked(bomb: str, limit: LengthLimit) -> str:
    """As much of an answer as is still marked."""
    low, high = 0, limit.signs
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (low, middle - 1) if limit.is_exceeded(endless(bomb, middle)) else (middle, high)
    return endless(bomb, low)


def responses(question: Question, text: Text) -> Iterator[Response]:
    """What a form with such answers in all of its fields is read as."""
    fields = question.right_fields()
    key = max((value for values in fields.values() for value in values), key=len)
    limit = PART_LIMIT if len(fields) > 1 else ANSWER_LIMIT
    for bomb in bombs(key, text):
        for typed in (endless(bomb, LONGEST), longest_marked(bomb, limit)):
            response = question.read({name: [typed] for name in fields})
            if not isinstance(response, Unanswered):
                yield response


def assert_within(budget: int, text: Text, question: Question) -> list[Response]:
    """Mark what costs most, each within the budget; these answers."""
    right = question.read(question.right_fields())
    assert not isinstance(right, Unanswered)
    question.grade(right)  # what is worked out once for each question
    typed = list(responses(question, text))
    for response in typed:
        assert calls(partial(question.grade, response)) < budget, f"{question.id}: {str(response)[:80]}"
        assert calls(partial(question.classify, response)) < BUDGET // 2, f"{question.id}: {str(response)[:80]}"
    return typed


@every_lesson
def test_whatever_is_typed_costs_less_than_the_budget(folder: Path, slug: str) -> None:
    lesson = lesson_of(folder, slug)
    for item in lesson.items:
        for response in assert_within(BUDGET, lesson.text, item.question):
            if item.question.type != "open":
                assert_no_longer_than_it_takes_to_refuse_it(response)


def assert_no_longer_than_it_takes_to_refuse_it(response: Response) -> None:
    values = response.values() if isinstance(response, dict) else [response] if isinstance(response, str) else []
    assert all(len(value) <= ANSWER_LIMIT.signs + 1 for value in values)


def test_the_first_answer_to_a_question_waits_for_nothing_that_a_text_is_compiled_for() -> None:
    """All that is looked up in an answer is worked out before: with no memo of a word it costs as any answer does."""
    said = "لا أعرف شيئا من ذلك"
    compiled = [lesson for folder in FOLDERS for lesson in compiled_anew(folder)]
    questions = [item.question for lesson in compiled for item in lesson.items if item.question.typed_keys()]
    assert len(questions) > 30
    memos = known_memos()
    for question in questions:
        response = question.read({name: [said] for name in question.right_fields()})
        assert not isinstance(response, Unanswered)
        marking_cost.forget(memos)
        assert calls(partial(question.grade, response)) < BUDGET_OF_A_FIRST_ANSWER, question.id


def known_memos() -> list[Any]:
    """The memos of words: those of modules are among them, which are frozen before the first test."""
    found = marking_cost.memos()
    assert len(found) > 20
    return found


def compiled_anew(folder: Path) -> list[Lesson]:
    """Lessons that nothing was read in yet."""
    lessons = Library(folder).snapshot.lessons.values()
    return [
        replace(lesson, items=tuple(replace(item, question=item.question.bind(lesson.text)) for item in lesson.items))
        for lesson in lessons
    ]


@pytest.mark.parametrize("kind", ["short", "cloze", "root"])
@pytest.mark.parametrize("bomb", ["ﷺ", "1/", "ب،", "كلمة ", "كلمة\u200b/"])
def test_an_answer_that_is_long_once_it_is_folded_is_refused_and_costs_no_attempt(kind: str, bomb: str) -> None:
    asked = (item.question for file in FILES for item in lesson_of(*file).items)
    question = next(question for question in asked if question.type == kind)
    response = question.read({name: [endless(bomb, 400)] for name in question.right_fields()})
    assert not isinstance(response, Unanswered)
    grade = question.grade(response)
    assert (grade.verdict, grade.earned, grade.why) == ("nearly", 0.0, TOO_LONG)
    assert len(question.classify(response)) < 300


@pytest.mark.parametrize("bomb", ["لل", "وال", "للصحفيين"])
def test_a_word_without_end_is_refused_by_its_length(bomb: str) -> None:
    """Each letter in front may be a particle, so that one word of 600 letters costs more than sixty words."""
    assert ANSWER_LIMIT.is_exceeded(endless(bomb, ANSWER_LIMIT.letters))
    assert ANSWER_LIMIT.is_exceeded(f"في {endless(bomb, MAX_WORD_LETTERS + 1)} اليوم")
    assert not ANSWER_LIMIT.is_exceeded(f"في {endless(bomb, MAX_WORD_LETTERS)} اليوم")
    assert not ANSWER_LIMIT.is_exceeded("مــــرحـ" + "ـ" * 100 + "ـبا")


def test_sixty_vowelled_words_are_not_too_long() -> None:
    assert not ANSWER_LIMIT.is_exceeded("وَالْمُسْتَشْفَيَاتُ " * 30 + "كَلِمَةٌ " * 30)
    assert ANSWER_LIMIT.is_exceeded("كلمة " * 61)


def many_wordings(count: int, words: int) -> tuple[str, ...]:
    """Wordings of the article's words, all different."""
    pool = [word for paragraph in article().text.paragraphs for word in paragraph.text.split()]
    return tuple(" ".join(pool[(n * 7 + k * (n % 5 + 1)) % len(pool)] for k in range(words)) for n in range(count))


@pytest.mark.parametrize("words", [MAX_WORDS_OF_WORDINGS // MAX_WORDINGS, 40])
@pytest.mark.parametrize("key", ["accept", "require", "refuse"])
def test_as_many_wordings_as_a_file_may_hold_are_within_the_budget(key: str, words: int) -> None:
    wordings = many_wordings(MAX_WORDS_OF_WORDINGS // words - 1, words)
    fields: dict[str, Any] = {"accept": [article().text.paragraphs[0].text[:20]], key: wordings}
    if key == "require":
        fields = {"require": [wordings]}
    text = article().text
    plain = {"id": "q", "paragraph": 1, "type": "short", "process": "infer", "prompt": "ما الجواب؟", "why": "لأن"}
    question = TYPES["short"].model_validate(plain | fields).bind(text)
    assert not [fault for fault in question.faults() if fault[1] == "too-many-wordings"]
    assert_within(BUDGET_OF_THE_FULLEST_FILE, text, question)


def fresh_words(count: int, seed: str) -> list[str]:
    """Words of letters at random, half of them behind particles: no memo has them."""
    chance = Random(seed)
    letters = "ابتجحدرزسشصضطعفقكلمنهوي"
    fronts = ("", "", "", "و", "ب", "ال", "وال", "لل")
    return [chance.choice(fronts) + "".join(chance.choices(letters, k=chance.randint(3, 8))) for _ in range(count)]


@every_lesson
def test_words_that_were_never_seen_cost_little(folder: Path, slug: str) -> None:
    for item in lesson_of(folder, slug).items:
        assert_new_words_cost_little(item.question)


def assert_new_words_cost_little(question: Question) -> None:
    fields = question.right_fields()
    limit = PART_LIMIT if len(fields) > 1 else ANSWER_LIMIT
    right = question.read(fields)
    for length in (20, 40, 60):
        first, response = (
            question.read({name: [" ".join(fresh_words(min(length, limit.words), seed))] for name in fields})
            for seed in ("first", f"{question.id} {length}")
        )
        if isinstance(first, Unanswered) or isinstance(response, Unanswered) or isinstance(right, Unanswered):
            return
        question.grade(right)
        question.grade(first)  # what is worked out once for the program, if no test before this one did
        assert calls(partial(question.grade, response)) < BUDGET_OF_NEW_WORDS, f"{question.id}: {length} words"


@every_lesson
def test_a_long_answer_full_of_slips_is_read_again_a_few_times_only(folder: Path, slug: str) -> None:
    for item in lesson_of(folder, slug).items:
        if item.question.type == "short":
            assert_slips_cost_little(item.question)


def assert_slips_cost_little(question: Question) -> None:
    right = question.read(question.right_fields())
    assert not isinstance(right, Unanswered)
    question.grade(right)
    words = [f"{word[:2]}{word[1:]}" for word in str(right).split() if len(word) > 2] or str(right).split()
    answer = " ".join(islice(cycle(words), LONGEST_MENDED))
    assert calls(partial(question.grade, answer)) < BUDGET, question.id


MADE_TO_COST = {
    "a sign of eighteen letters": "ﷺ ﷺ",
    "letters that may be particles": "وال" * (MAX_WORD_LETTERS // 3),
    "nothing but negations": "ليس لا غير بلا دون ما لم",
    "one word again and again": "السلام " * 12,
    "numbers in words": "مئة وألف وعشرون",
    "words that are nearly one": "كتابهما كتابهم كتابها كتابنا كتابكم",
}


typed_questions = cache(partial(marking_cost.typed_questions, marking_cost.FOLDERS))
COSTLY_ANSWERS = [
    line.split("\t") for line in (Path(__file__).parent / "costly_answers.tsv").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("name", "answer"), COSTLY_ANSWERS, ids=[name for name, _ in COSTLY_ANSWERS])
def test_the_costliest_answers_of_the_benchmark_cost_no_more(name: str, answer: str) -> None:
    """Of all answers that the benchmark makes these call most functions, where no memo has a word of them."""
    asked = [question for key, _, question in typed_questions() if key == name]
    assert asked
    memos = known_memos()
    for question in asked:
        response = question.read({field: [answer] for field in question.right_fields()})
        assert not isinstance(response, Unanswered)
        question.grade(response)  # what is worked out once for each question
        marking_cost.forget(memos)
        assert calls(partial(question.grade, response)) < BUDGET_WITHOUT_MEMOS


def most_wordings(fields: dict[str, Any], key: str, unit: str, text: Text) -> Question:
    """A question with as many wordings of this kind as no rule refuses."""
    low, high = 1, MAX_WORDINGS
    while low < high:
        middle = (low + high + 1) // 2
        first_fault = next(iter(with_wordings(fields, key, unit, middle, text).faults()), ("", ""))
        low, high = (low, middle - 1) if first_fault[1] == "too-many-wordings" else (middle, high)
    return with_wordings(fields, key, unit, low, text).bind(text)


def with_wordings(fields: dict[str, Any], key: str, unit: str, count: int, text: Text) -> Question:
    wordings = [f"{unit} {word}" for word in islice(cycle(text.paragraphs[0].text.split()), count)]
    own = {"require": [wordings]} if key == "require" else {"accept": ["القمة"], key: wordings}
    return TYPES["short"].model_validate(fields | own)


@pytest.mark.parametrize("unit", MADE_TO_COST.values(), ids=MADE_TO_COST)
@pytest.mark.parametrize("key", ["accept", "require", "refuse"])
def test_a_key_that_is_made_to_cost_is_within_the_budget_or_refused(key: str, unit: str) -> None:
    plain = {"id": "q", "paragraph": 1, "type": "short", "process": "infer", "prompt": "ما الجواب؟", "why": "لأن"}
    text = article().text
    assert_within(BUDGET_OF_THE_FULLEST_FILE, text, most_wordings(plain, key, unit, text))


def test_more_wordings_than_can_be_compared_are_refused_at_saving() -> None:
    assert not list(wording_faults(["كلمة"] * MAX_WORDINGS))
    assert [fault[1] for fault in wording_faults(["كلمة"] * (MAX_WORDINGS + 1))] == ["too-many-wordings"]
    assert [fault[1] for fault in wording_faults(["كلمة " * (MAX_WORDS_OF_WORDINGS + 1)])] == ["too-many-wordings"]
