"""Processor time of marking one answer of 20, 40 or 60 words, over all typed questions at hand.

Each answer is marked by a program that has no memo of any word ("cold"), as after a start or in a library of many
texts, and again when all its words have been seen ("warm"). The least of three times counts: what is above it is the
machine's other work. The answers follow from a seed.
"""

from __future__ import annotations

import gc
import random
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import _lru_cache_wrapper, partial
from itertools import cycle, islice
from pathlib import Path

from benchmarks.server_process import ROOT
from webapp.arabic.word_cache import WordMemo
from webapp.content import Library
from webapp.domain.question import Question, Response, Unanswered
from webapp.domain.text import Text

FOLDERS = (
    ROOT,
    ROOT / "webapp" / "showcase",
    *(ROOT / "tests" / folder for folder in ("article", "assessment/natural_content", "assessment/everyday_content")),
)
LENGTHS = (20, 40, 60)
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
PREFIXES = ("و", "ب", "ل", "ك", "ف", "ال", "وال", "بال", "لل", "وبال", "فال", "ولل")
SEPARATORS = ("/", "،", " - ", " و ", "؛ ", "+", ". ")
REPEATS = 3
SEED = 15
TARGET_SECONDS = 5e-3


@dataclass(frozen=True)
class Material:
    """The words from which answers to one question are made."""

    key: tuple[str, ...]
    text: tuple[str, ...]


@dataclass(frozen=True)
class Cost:
    """Seconds of the processor that one answer took."""

    question: str
    kind: str
    words: int
    answer: str
    cold: float
    warm: float


def unseen_word(chance: random.Random) -> str:
    """A word that no text has."""
    return "".join(chance.choices(LETTERS, k=chance.randint(3, 9)))


def slip(word: str, chance: random.Random) -> str:
    """A word with two letters exchanged, one doubled, left out or wrong."""
    at = chance.randrange(1, max(len(word) - 1, 2))
    return chance.choice(
        [
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            word[: at + 1] + word[at:],
            word[:at] + word[at + 1 :] or word,
            word[:at] + chance.choice(LETTERS) + word[at + 1 :],
        ]
    )


def lengthened(word: str, chance: random.Random) -> str:
    """A word with one letter held."""
    at = chance.randrange(len(word))
    return word[:at] + word[at] * chance.randint(2, 5) + word[at + 1 :]


def words_of_text(count: int, material: Material, chance: random.Random) -> Iterator[str]:
    """Words of the text in any order."""
    return iter(chance.choices(material.text, k=count))


def near_keys(count: int, material: Material, chance: random.Random) -> Iterator[str]:
    """Words of the key with a slip in each."""
    return (slip(word, chance) for word in islice(cycle(material.key), count))


def unseen_words(count: int, _: Material, chance: random.Random) -> Iterator[str]:
    """Words that nobody has typed before."""
    return (unseen_word(chance) for _ in range(count))


def repeated_key(count: int, material: Material, _: random.Random) -> Iterator[str]:
    """The key again and again."""
    return islice(cycle(material.key), count)


def honorifics(count: int, _: Material, __: random.Random) -> Iterator[str]:
    """One sign for four words."""
    return iter(["ﷺ"] * (count // 4))


def held_letters(count: int, material: Material, chance: random.Random) -> Iterator[str]:
    """Words of key and text with letters held."""
    pool = (*material.key, *material.text)
    return (lengthened(word, chance) for word in chance.choices(pool, k=count))


Maker = Callable[[int, Material, random.Random], Iterator[str]]
KINDS: dict[str, Maker] = {
    "words of the text": words_of_text,
    "key with slips": near_keys,
    "words never seen": unseen_words,
    "key repeated": repeated_key,
    "ﷺ": honorifics,
    "letters held": held_letters,
}


def separated(words: Sequence[str], chance: random.Random) -> str:
    """The words with signs between them."""
    return "".join(word + chance.choice(SEPARATORS) for word in words)


def answers(material: Material, chance: random.Random) -> Iterator[tuple[str, int, str]]:
    """Each kind of answer in each length: as it is, behind particles, and the key between separators."""
    for length in LENGTHS:
        for kind, maker in KINDS.items():
            yield kind, length, " ".join(maker(length, material, chance))
            words = (chance.choice(PREFIXES) + word for word in maker(length, material, chance))
            yield f"{kind}, prefixed", length, " ".join(words)
        yield "separators", length, separated(list(repeated_key(length, material, chance)), chance)
        prefixed = [chance.choice(PREFIXES) + word for word in words_of_text(length, material, chance)]
        yield "separators, prefixed", length, separated(prefixed, chance)


def typed_questions(folders: Sequence[Path]) -> list[tuple[str, Text, Question]]:
    """All questions of these folders whose answer is typed, with their texts."""
    lessons = [lesson for folder in folders for lesson in Library(folder).snapshot.lessons.values()]
    return [
        (f"{lesson.slug}/{item.question.id}", lesson.text, item.question)
        for lesson in lessons
        for item in lesson.items
        if item.question.typed_keys()
    ]


def material_of(question: Question, text: Text) -> Material:
    """The words of its key and of its text."""
    right = [value for values in question.right_fields().values() for value in values]
    ideas = (wording for key in question.typed_keys() for idea in (*key.ideas, key.wordings) for wording in idea)
    keys = dict.fromkeys([*right, *ideas])
    written = [word for paragraph in text.paragraphs for word in paragraph.text.split()]
    return Material(tuple(" ".join(keys).split()), tuple(written))


def responses(question: Question, text: Text, chance: random.Random) -> Iterator[tuple[str, int, str, Response]]:
    """The answers as the question reads them, the same words in each of its fields."""
    for kind, length, answer in answers(material_of(question, text), chance):
        response = question.read({name: [answer] for name in question.right_fields()})
        if not isinstance(response, Unanswered):
            yield kind, length, answer, response


def memos() -> list[_lru_cache_wrapper[object] | WordMemo[object]]:
    """The memos of words and answers."""
    was_frozen = gc.get_freeze_count() > 0
    gc.unfreeze()  # what is frozen is not among the objects
    found = [entry for entry in gc.get_objects() if isinstance(entry, _lru_cache_wrapper | WordMemo)]
    if was_frozen:
        gc.freeze()
    return [memo for memo in found if memo.__wrapped__.__module__.startswith("webapp.arabic.")]


def least_seconds(work: Callable[[], object], before: Callable[[], None]) -> float:
    """The least processor time of several."""
    taken = []
    for _ in range(REPEATS):
        before()
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def forget(remembered: Sequence[_lru_cache_wrapper[object] | WordMemo[object]]) -> None:
    """Empty these memos."""
    for memo in remembered:
        memo.cache_clear()


def costs(questions: Sequence[tuple[str, Text, Question]], seed: int = SEED) -> Iterator[Cost]:
    """Mark every answer to every question; what is worked out once for a question is worked out before."""
    remembered = memos()
    chance = random.Random(seed)
    for name, text, question in questions:
        right = question.read(question.right_fields())
        if not isinstance(right, Unanswered):
            question.grade(right)
        for kind, length, answer, response in responses(question, text, chance):
            question.grade(response)
            mark = partial(question.grade, response)
            cold = least_seconds(mark, partial(forget, remembered))
            yield Cost(name, kind, length, answer, cold, least_seconds(mark, lambda: None))


def milliseconds(seconds: Sequence[float]) -> str:
    """Median, 99th percentile and greatest."""
    ranked = sorted(seconds)
    places = (len(ranked) // 2, len(ranked) * 99 // 100, len(ranked) - 1)
    return " | ".join(f"{ranked[place] * 1e3:.1f}" for place in places)


def table(marked: Sequence[Cost]) -> str:
    """The costs by kind and length, in Markdown."""
    lines = ["| answers | | cold p50 | p99 | max | warm p50 | p99 | max |", "|---|---|---|---|---|---|---|---|"]
    kinds = dict.fromkeys(cost.kind for cost in marked)
    groups = [(kind, [cost for cost in marked if cost.kind == kind]) for kind in kinds]
    groups += [(f"{length} words", [cost for cost in marked if cost.words == length]) for length in LENGTHS]
    for name, group in [*groups, ("all", list(marked))]:
        cold, warm = ([getattr(cost, field) for cost in group] for field in ("cold", "warm"))
        lines.append(f"| {name} | {len(group)} | {milliseconds(cold)} | {milliseconds(warm)} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table, and the answers that took longest."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="content folders beside those of the project")
    parser.add_argument("--every", type=int, default=1, help="mark every n-th question only")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--slowest", type=int, default=10, help="print so many of the slowest answers")
    options = parser.parse_args()
    questions = typed_questions((*FOLDERS, *options.folders))[:: options.every]
    gc.collect()
    gc.disable()
    marked = list(costs(questions, options.seed))
    print(f"{len(questions)} questions, milliseconds of the processor\n\n{table(marked)}\n")
    for cost in sorted(marked, key=lambda cost: cost.cold, reverse=True)[: options.slowest]:
        print(f"{cost.cold * 1e3:5.1f} ms  {cost.question}  {cost.kind}, {cost.words}: {cost.answer[:60]}")


if __name__ == "__main__":
    main()
