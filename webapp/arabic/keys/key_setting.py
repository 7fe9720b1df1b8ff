"""Words that may surround the key in an answer: of its question, its evidence, its key and the rest of the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from webapp.arabic.keys.answer_words import AnswerWord, answer_words, root_forms
from webapp.arabic.keys.told_counts import ToldCounts, told_counts
from webapp.arabic.keys.word_shapes import looks_like_verb, nisba_roots
from webapp.arabic.matching.competing_answers import stems_of_line, stems_of_lines
from webapp.arabic.matching.framing_words import GRAMMAR, HOW_MANY, NAMING, PLACES, TIME_UNITS, UNITS, WHERE, WHICH
from webapp.arabic.word_cache import MAX_ANSWER_LENGTH, SENTENCES, cached_by_word


@dataclass(frozen=True)
class KeySetting:
    """Words that may surround the key: stems of the question and of the key; the evidence's sentences."""

    prompt: frozenset[str] = frozenset()
    key: frozenset[str] = frozenset()
    sentences: tuple[tuple[AnswerWord, ...], ...] = ()
    places: frozenset[str] = frozenset()
    """Stems of the text without the ending of a nisba; then those of other sentences with a word of the key."""
    places_of_rivals: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()
    """Stems of the evidence's sentences."""
    roots: frozenset[str] = frozenset()
    """Root forms of the question and of the evidence's sentences."""
    roots_of_text: frozenset[str] = frozenset()
    roots_of_prompt: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Stems of neighbours in the evidence's sentences."""
    key_pairs: frozenset[tuple[str, str]] = frozenset()
    """Stems of neighbours in a wording of the key."""
    pairs_of_text: frozenset[tuple[str, str]] = frozenset()
    roots_beside_key: frozenset[str] = frozenset()
    """Root forms of what stands beside a word of the key anywhere in the text."""
    units: frozenset[str] = frozenset()
    """The measures that the question names; else those of the key, or of the sentences."""
    counted: frozenset[str] = frozenset()
    """Stems of what the question asks the number of: the word behind كم."""
    measured: frozenset[str] = frozenset()
    """Stems of the noun behind «كم … من»."""
    place_asked: bool = False
    text: frozenset[str] = frozenset()
    framing: frozenset[str] = frozenset()
    """Words that frame the answer to this question alone: of its reason, or of the half of the day."""
    names: frozenset[str] = frozenset()
    """Foreign names of the text, folded."""

    @cached_property
    def stems_of_sentences(self) -> frozenset[str]:
        """All stems of the evidence's sentences, as they are cut into words."""
        return frozenset(stem for sentence in self.sentences for word in sentence for stem in word.stems)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The stems of question and key."""
        return self.prompt | self.key

    @cached_property
    def known(self) -> frozenset[str]:
        """The stems that may stand beside the key, but those of framing words."""
        return self.prompt | self.quoted | self.key | self.framing

    @cached_property
    def told_counts(self) -> ToldCounts:
        """The numbers of the evidence's sentences, and what they count."""
        return told_counts(self.sentences)


def neighbours(lines: Iterable[tuple[AnswerWord, ...]]) -> frozenset[tuple[str, str]]:
    """Pairs of stems of words that stand side by side."""
    return frozenset(
        (left, right) for line in lines for one, two in pairwise(line) for left in one.stems for right in two.stems
    )


def _beside(key: frozenset[str], pairs: frozenset[tuple[str, str]]) -> set[str]:
    beside = _beside_each(pairs)
    return {other for stem in key for other in beside.get(stem, ())}


@lru_cache(maxsize=16)
def _beside_each(pairs: frozenset[tuple[str, str]]) -> dict[str, set[str]]:
    """The stems on both sides of each, worked out once for all keys of a text."""
    beside: dict[str, set[str]] = {}
    for left, right in pairs:
        beside.setdefault(left, set()).add(right)
        beside.setdefault(right, set()).add(left)
    return beside


def _counted(prompt: str) -> frozenset[str]:
    words = answer_words(prompt)
    behind = (after for before, after in pairwise(words) if before.stems & HOW_MANY)
    return next((after.stems for after in behind if not looks_like_verb(after)), frozenset())


def _asks_place(prompt: str) -> bool:
    """Tell if a question asks for a place: «أين …», «إلى أي مدينة …», «ما اسم القرية …»."""
    words = answer_words(prompt)
    if any(word.stems & WHERE for word in words):
        return True
    asking = (at for at, word in enumerate(words) if word.stems & WHICH)
    behind = (next((word for word in words[at + 1 :] if not word.stems & NAMING), None) for at in asking)
    return any(word is not None and bool(word.stems & PLACES) for word in behind)


def _measured(prompt: str) -> frozenset[str]:
    words = answer_words(prompt)
    asked = next((at for at, word in enumerate(words) if word.stems & HOW_MANY), len(words))
    if any(word.stems & TIME_UNITS for word in words[asked + 1 : asked + 2]):
        return frozenset()  # «بعد كم يوم من …» asks from when
    behind = (words[at + 1].stems for at in range(asked + 2, len(words) - 1) if words[at].folded == "من")
    return next(behind, frozenset())


def _roots(lines: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(_roots_of_line, lines))


@cached_by_word(SENTENCES, MAX_ANSWER_LENGTH)
def _roots_of_line(line: str) -> frozenset[str]:
    return frozenset(form for word in answer_words(line) for form in root_forms(word.word))


@cached_by_word(SENTENCES, MAX_ANSWER_LENGTH)
def _places_of_line(line: str) -> frozenset[str]:
    return nisba_roots(stems_of_line(line))


def _units(*choices: frozenset[str]) -> frozenset[str]:
    named = (frozenset(UNITS[stem] for stem in stems - HOW_MANY if stem in UNITS) for stems in choices)
    return next((units for units in named if units), frozenset())


def key_setting(
    prompt: str,
    wordings: Sequence[str],
    sentences: Sequence[str] = (),
    others: Sequence[str] = (),
    names: frozenset[str] = frozenset(),
    pairs_of_text: frozenset[tuple[str, str]] = frozenset(),
) -> KeySetting:
    """Work out the setting of a key: its question, the evidence's sentences, and the other sentences of the text."""
    asked, quoted, key = stems_of_lines([prompt]), stems_of_lines(sentences), stems_of_lines(wordings)
    cut = tuple(answer_words(sentence) for sentence in sentences)
    content = key - GRAMMAR
    rivals = [line for line in others if not content.isdisjoint(stems_of_line(line))]
    return KeySetting(
        prompt=asked,
        key=content or key,
        sentences=cut,
        places=frozenset().union(*map(_places_of_line, (*sentences, *others))),
        places_of_rivals=frozenset().union(*map(_places_of_line, rivals)),
        quoted=quoted,
        roots=_roots((prompt, *sentences)),
        roots_of_prompt=_roots([prompt]),
        roots_of_text=_roots((prompt, *sentences, *others)),
        pairs=neighbours((*cut, answer_words(prompt))),
        key_pairs=neighbours(map(answer_words, wordings)),
        pairs_of_text=pairs_of_text,
        roots_beside_key=frozenset(root for stem in _beside(content, pairs_of_text) for root in root_forms(stem)),
        units=_units(asked, key, quoted),
        counted=_counted(prompt),
        measured=_measured(prompt),
        place_asked=_asks_place(prompt),
        text=quoted | stems_of_lines(others),
        names=frozenset(name for name in names if not name.endswith("ه")),  # a ة is the sign of a noun
    )
