"""The words of a key in the other forms that learners give them, brought back to the form of the key.

A learner inflects a word for a sentence of their own (صدقهم for صدقهما, كوريين جنوبيين), takes the form of the text
(جدتي for جدتها), and spells as they speak or as another paper spells a foreign name (تالت, فوسطوشني). The word is the
same. A form that only a spelling makes is not brought back where the text has it as a word of its own.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from webapp.arabic.clitics import strip_marks, without_article
from webapp.arabic.keys.inflected_forms import (
    LEAST_LETTERS,
    PRONOUNS,
    inflections,
    is_inflection,
    spellings_by_ear,
)
from webapp.arabic.keys.person_forms import (
    NARRATORS,
    bare_noun,
    is_kin,
    may_be_form,
    other_persons,
    skeleton_of_verb,
    skeletons_of_form,
    tells_of_itself,
    verbs_of,
)
from webapp.arabic.keys.word_shapes import skeleton_of_counted
from webapp.arabic.matching.framing_words import FRAME_NOUNS, FRAMING, PREPOSITIONS
from webapp.arabic.matching.proper_names import sound_of_name, sounds_of_name
from webapp.arabic.normalize import canonical, fold_letters, is_folded
from webapp.arabic.text_equality import comparable_words, fold_spelling
from webapp.arabic.tokenizer import words
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.word_cache import cached_by_word

_RUN_TOGETHER = PREPOSITIONS | FRAME_NOUNS
"""Words that are typed without a gap before the next."""
_BUT_TA_MARBUTA = frozenset(level for level in TOLERANCE_LEVELS if level != "ta-marbuta")
_FRONTS = sorted(
    (
        *(
            f"{joint}{particle}{article}"
            for joint in ("", "و", "ف")
            for particle in ("", *"بلك")
            for article in ("", "ال")
        ),
        *("لل", "ولل", "فلل"),
    ),
    key=len,
)
_FRONTS_BY_LETTER = {
    letter: [front for front in _FRONTS if front[:1] in ("", letter)] for letter in {front[:1] for front in _FRONTS}
}
# Days as they are said, always with their article: without it they are numbers.
_DAYS_AS_SAID = {"احد": "حد", "اثنين": "اتنين", "ثلاثا": "تلات", "اربعا": "اربع"}


@cached_by_word(4096)
def _fold(word: str) -> str:
    plain = strip_marks(word)
    if not plain.isalpha():
        return fold_spelling(plain, _BUT_TA_MARBUTA)
    folded = fold_letters(plain)
    return f"{folded[:-1]}ة" if plain[-1] == "ة" else folded


class _Readings(NamedTuple):
    """Each way to part a word: the letters attached before it, and the rest folded; fewest attached first."""

    parted: tuple[tuple[str, str], ...]
    rests: frozenset[str]

    @property
    def sounds(self) -> Iterator[str]:
        return (sound_of_name(rest) for rest in self.rests)


@cached_by_word(2048)
def _readings(word: str) -> _Readings:
    plain = strip_marks(word)
    folded = is_folded(plain)
    fronts = _FRONTS_BY_LETTER.get(plain[:1], _FRONTS[:1])
    rests = (
        (front, plain[len(front) :])
        for front in fronts
        if plain.startswith(front) and len(plain) - len(front) >= LEAST_LETTERS - 1
    )
    parted = tuple((front, rest if folded else _fold(rest)) for front, rest in rests)
    return _Readings(parted, frozenset(rest for _, rest in parted))


def _bare(word: str) -> str:
    return strip_marks(without_article(word) or word)


class KeyForms:
    """The words of a key, found in an answer by their other forms."""

    def __init__(
        self,
        wordings: Sequence[str],
        sentences: Iterable[str] = (),
        known: Collection[str] = frozenset(),
        names: Collection[str] = frozenset(),
    ) -> None:
        """``sentences`` are those of the evidence; ``known`` the stems of the whole text, ``names`` its names."""
        keys = [_bare(word) for word in _words_of(wordings)]
        self._own = frozenset(
            fold_spelling(key, levels) for key in keys for levels in (_BUT_TA_MARBUTA, TOLERANCE_LEVELS)
        )
        long = frozenset(word for word in self._own if len(word) > LEAST_LETTERS)
        self._own_with_article = long | {f"ال{word}" for word in self._own if len(word) >= LEAST_LETTERS}
        self._ends_of_own = _ends_of(self._own_with_article)
        self._known = known
        self._by_form: dict[str, str] = {}
        self._by_bare: dict[str, str] = {}
        named = [key for key in keys if fold_spelling(key, TOLERANCE_LEVELS) in names]
        self._by_sound = {sound: key for key in named for sound in sounds_of_name(_fold(key))}
        short = (key for key in keys if len(key) == LEAST_LETTERS - 1 and _fold(key) not in FRAMING)
        self._short = {particle + key: f"{particle}ال{key}" for key in short for particle in "بلك"}
        self._by_day = {_DAYS_AS_SAID[_fold(key)]: key for key in keys if _fold(key) in _DAYS_AS_SAID}
        quoted = {_fold(_bare(word)): _bare(word) for word in _words_of(sentences)}
        first = tells_of_itself(known)
        in_clauses = {_bare(word) for wording in wordings if len(wording.split()) > 1 for word in _words_of([wording])}
        for key in keys:
            forms = [*other_persons(key, first, key in in_clauses), *_of_owner(key, quoted)]
            self._add(key, (form for form in forms if _fold(form) not in self._own))
            if bare := bare_noun(key, first):
                self._by_bare[_fold(bare)] = key
            if len(key) < LEAST_LETTERS or fold_spelling(key, TOLERANCE_LEVELS) in FRAMING or not key.isalpha():
                continue
            self._add(key, inflections(key))
            by_ear = (form for form in spellings_by_ear(key) if fold_spelling(form, TOLERANCE_LEVELS) not in known)
            self._add(key, by_ear)
            if not _is_said(key, quoted):
                self._add(key, (form for form in quoted if is_inflection(form, _fold(key))))

        verbs = (verb for wording in wordings for verb in verbs_of(wording))
        self._by_skeleton = {skeleton: verb for verb in verbs if (skeleton := skeleton_of_verb(verb))}
        self._by_count = _counted_in(wordings)
        self._ends = _ends_of([*self._by_form, *self._by_day])
        self._ends_of_sounds = _ends_of(self._by_sound)
        self._ends_of_bare = _ends_of(self._by_bare)

    def _add(self, key: str, forms: Iterable[str]) -> None:
        for form in forms:
            self._by_form.setdefault(_fold(form), key)

    def restored(self, answer: str) -> str:
        """The answer with the key's own form of each of its words."""
        return _restored(self, answer)

    def restore(self, answer: str) -> str:
        """Look for the words of the key in the answer."""
        text = canonical(answer)
        pieces, end = list[str](), 0
        before, last = "", ""
        spans = words(text)
        for at, span in enumerate(spans):
            typed = span.of(text)
            word = (self._by_count and self._counted(before, typed)) or _own_form(self, typed)
            if word is None and self._by_bare:
                word = self._of_narrator(typed, spans[at + 1].of(text) if at + 1 < len(spans) else "")
            before = typed
            if word is not None and word == last:  # صديق صديقي is another man
                word = None
            last = word or typed
            if word is not None:
                pieces += [text[end : span.start], word]
                end = span.end
        return "".join([*pieces, text[end:]]) if pieces else answer

    def _counted(self, before: str, word: str) -> str | None:
        """The counted noun of the key behind a number, in whichever of its numbers it is typed."""
        numbers = self._by_count.get(skeleton_of_counted(word))
        number = comparable_words(before, TOLERANCE_LEVELS)[-1:] if numbers else ()
        noun = numbers.get(number[0].partition("#")[2]) if numbers and number else None
        joint = word[0] if noun and word[0] in "وف" and noun[0] != word[0] else ""
        return joint + noun if noun else None

    def _of_narrator(self, word: str, behind: str) -> str | None:
        """The key's noun for one that is told without its ي: الجدة, جدة الكاتبة; but not صديق أنيس."""
        if not _fold(word).endswith(self._ends_of_bare):
            return None
        for front, rest in _readings(word).parted:
            if (key := self._by_bare.get(rest)) and (front.endswith("ال") or not behind or _fold(behind) in NARRATORS):
                return front.removesuffix("ال") + key
        return None

    def own_form(self, word: str) -> str | None:
        """The key's own form of a word, whatever stands beside it; None where it is none of the key."""
        folded = _fold(word)
        if self._short and (short := self._short.get(folded)):
            return short
        # Whatever is attached before it, the end of a word stays: most words are none of these.
        ends = folded.endswith(self._ends)
        ends = ends or bool(self._by_sound and sound_of_name(folded).endswith(self._ends_of_sounds))
        verb = bool(self._by_skeleton) and may_be_form(folded, self._by_skeleton)
        if not (ends or verb):
            return self._run_together(folded)
        readings = _readings(word)
        if not readings.rests.isdisjoint(self._own):
            return None
        by_form = not (readings.rests.isdisjoint(self._by_form) and readings.rests.isdisjoint(self._by_day))
        if by_form or (self._by_sound and any(sound in self._by_sound for sound in readings.sounds)):
            for front, rest in readings.parted:
                if front.endswith("ل") and len(front) > 1 and rest in self._by_day:
                    return front + self._by_day[rest]
                if key := self._by_form.get(rest) or self._of_sound(rest):
                    return None if rest in self._known and rest not in self._by_form else front + key
        return (self._verb(readings) if verb else None) or self._run_together(folded)

    def _of_sound(self, word: str) -> str | None:
        """The name of the key that a word sounds like; علا is ليلى's ending, and not علي's."""
        key = self._by_sound.get(sound_of_name(word))
        return None if key and word.endswith("ا") and key.endswith("ي") else key

    def _run_together(self, folded: str) -> str | None:
        """The word of the key with the framing word that was typed without a gap before it (يومالأربعاء)."""
        if not folded.endswith(self._ends_of_own) or folded in self._own or folded in self._known:
            return None
        for size in range(LEAST_LETTERS - 1, len(folded) - LEAST_LETTERS):
            front, rest = folded[:size], folded[size:]
            seen = size >= LEAST_LETTERS or rest.startswith("ال")  # فيالبيت: two letters begin many a word
            if seen and rest in self._own_with_article and front in _RUN_TOGETHER:
                return f"{front} {rest}"
        return None

    def _verb(self, readings: _Readings) -> str | None:
        """The key's own form of a verb that is typed in another, or as the name of what is done."""
        for front, rest in readings.parted:
            for skeleton in skeletons_of_form(rest):
                if verb := self._by_skeleton.get(skeleton):
                    return (front[:1] if front[:1] in ("و", "ف") else "") + verb
        return None


@lru_cache(maxsize=64)  # an answer is read again where it has a slip
def _restored(forms: KeyForms, answer: str) -> str:
    return forms.restore(answer)


@lru_cache(maxsize=4096)  # so are its other words
def _own_form(forms: KeyForms, word: str) -> str | None:
    return forms.own_form(word)


def _ends_of(words: Iterable[str]) -> tuple[str, ...]:
    """The last letters of these words."""
    return tuple({word[-LEAST_LETTERS:] for word in words})


def _of_owner(key: str, quoted: Mapping[str, str]) -> Iterator[str]:
    """A noun with its owner's ه without him or with another, where the text has the ه: حصانه is الحصان."""
    if key.endswith("ه") and len(key) > LEAST_LETTERS and _fold(key) in quoted and not is_kin(key):
        noun = key[:-1]
        yield f"{noun[:-1]}ة" if noun.endswith("ت") else noun
        yield from (noun + other for other in (*PRONOUNS, "ي") if other != "ه")


def _counted_in(wordings: Iterable[str]) -> dict[str, dict[str, str]]:
    """The nouns behind numbers: by their skeleton and their number."""
    nouns: dict[str, dict[str, str]] = {}
    for wording in wordings:
        for number, noun in pairwise(comparable_words(wording, TOLERANCE_LEVELS)):
            skeleton = skeleton_of_counted(strip_marks(noun))
            if "#" in number and len(skeleton) >= LEAST_LETTERS - 1 and noun.isalpha():
                nouns.setdefault(skeleton, {})[number.partition("#")[2]] = noun
    return nouns


def _words_of(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(span.of(text) for text in map(canonical, lines) for span in words(text)))


def _is_said(key: str, quoted: Mapping[str, str]) -> bool:
    return _fold(key) in quoted or _fold(key).replace("ة", "ه") in quoted
