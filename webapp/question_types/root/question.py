"""The root and the pattern of a word, both typed, each for half of the points.

Good:

```yaml
id: root-of-tawtid
paragraph: 2
type: root
process: interpret
prompt: ما جذر الكلمة، وما وزنها؟
word: توطيد
root: و ط د
pattern: تفعيل
why: «توطيد» مصدر «وطّد» على وزن «تفعيل»، فالتاء والياء زائدتان.
```

Bad (an alef is never a letter of a root, it stands for a hamza, a و or a ي):

```yaml
id: root-of-qala
paragraph: 2
type: root
process: interpret
prompt: ما جذر الكلمة، وما وزنها؟
word: قال
root: ق ا ل
pattern: فعل
why: الألف في «قال» أصلها واو، كما في «يقول».
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from webapp.arabic.clitics import without_article
from webapp.arabic.matching.answer_matching import match
from webapp.arabic.normalize import canonical, fold_punctuation, strip_tashkeel, strip_tatweel
from webapp.arabic.tolerance_levels import EXACT_MATCH, NO_MATCH, TextMatch, ToleranceLevel
from webapp.domain.problem import both
from webapp.domain.question import Filled, Grade, Question, Response, Unanswered, Why
from webapp.domain.question_views import Choose, Fields, Interaction, Solution, View, first
from webapp.domain.typed_key import TypedKey
from webapp.question_types._options import single
from webapp.question_types._typed_answer import (
    EMPTY,
    PART_LIMIT,
    UNRELATED_WORD,
    known_words,
    looseness,
    parts_grade,
    sampled_key,
    slip_of,
    split_line,
    too_long_grade,
    typed,
    wording_faults,
)

NAMES = {"root": "الجذر", "pattern": "الوزن"}
# No conjunction (the ف of فاعل is no «and so») and no numbers.
TOLERANCE: tuple[ToleranceLevel, ...] = (
    "spacing",
    "tashkeel",
    "tatweel",
    "hamza",
    "ta-marbuta",
    "alef-maqsura",
    "article",
)
_SHADDA = re.compile("(.)\u0651")
_VOWELS = re.compile("[\u064b-\u0650\u0652\u0670]")
_HAMZA = re.compile("[أإآٱؤئءا]")
_RADICALS = re.compile("[بتثجحخدذرزسشصضطظعغفقكلمنهويء]{3,5}")
_ROOT_LEAD = re.compile(r"\A(?:(?:ال)?جذر(?:ها|ه)?|(?:ال)?مادة|مادتها|مادته)(?:\s+(?:هو|هي))?\s+")
_PATTERN_LEAD = re.compile(r"\A(?:(?:عل[ىي]\s+)?(?:(?:ال)?وزن(?:ها|ه)?|زنة)(?:\s+هو)?|عل[ىي])\s+")
_SEATS = re.compile("[أإ]")
# Patterns that a typing slip can turn into one another; each is a separate answer.
_KNOWN = known_words(
    ["مفعالة فعالات فواعل فواعيل فعاليل مفاعيل تفاعيل أفاعيل مفتعلة متفعلة مفعولة فعولية فعيلات"], TOLERANCE
)


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


_LETTER_NAMES = {
    name: name[0]
    for name in (
        *("باء", "تاء", "ثاء", "جيم", "حاء", "خاء", "دال", "ذال", "راء", "زاي", "سين", "شين", "صاد", "ضاد", "طاء"),
        *("ظاء", "عين", "غين", "فاء", "قاف", "كاف", "لام", "ميم", "نون", "هاء", "واو", "ياء"),
    )
} | {"همزة": "ء", "ألف": "ا"}
Spellings = Annotated[
    tuple[Filled, ...],
    Field(min_length=1),
    BeforeValidator(_several, json_schema_input_type=Filled | tuple[Filled, ...]),
]


def radicals(root: str) -> str:
    """The letters of a root without separators: every hamza is written ء, an alef too, and ى is written ي."""
    return _HAMZA.sub("ء", letters(root)).replace("ى", "ي")


def letters(text: str) -> str:
    """Strip spaces, signs and marks from a text."""
    return "".join(fold_punctuation(strip_tatweel(strip_tashkeel(canonical(text)))).split())


def without_lead(answer: str, lead: re.Pattern[str]) -> str:
    """Strip signs and leading words such as «على وزن» from an answer."""
    return lead.sub("", canonical(fold_punctuation(canonical(answer))))


def _letters_named(answer: str) -> str:
    """The letters whose names are typed (واو طاء دال), else nothing."""
    names = [strip_tashkeel(name.removeprefix("ال")) for name in canonical(answer).split()]
    return "".join(_LETTER_NAMES.get(name, " ") for name in names) if all(n in _LETTER_NAMES for n in names) else ""


def root_match(answer: str, root: str) -> TextMatch:
    """Compare an answer with the letters of the root, in their order.

    A plain alef typed for a hamza is forgiven and named; for و or ي it never is. A letter under a shadda may
    stand for two (شدّ = ش د د).
    """
    if answer == root:
        return EXACT_MATCH
    answer = without_lead(answer, _ROOT_LEAD)
    doubled = _SHADDA.sub(r"\1\1", _VOWELS.sub("", answer))
    as_typed = next(
        (
            spelling
            for spelling in (answer, doubled, _letters_named(answer))
            if radicals(spelling) and radicals(spelling) == radicals(root)
        ),
        None,
    )
    if as_typed is None:
        return NO_MATCH
    if "ا" in letters(as_typed):
        why, english = f"في الجذر همزة لا ألف: {root}.", f"The root has a hamza, not an alef: {root}."
        return TextMatch(True, "hamza", ("hamza",), why, english)
    if letters(as_typed) != letters(root):
        if "ى" in letters(as_typed + root):
            return TextMatch(True, "alef-maqsura", ("alef-maqsura",), f"يُكتب الجذر هكذا: {root}.", f"Spelled: {root}.")
        return TextMatch(True, "hamza", ("hamza",), "", "")
    return TextMatch(True, "spacing", ("spacing",), "", "")


def pattern_match(answer: str, pattern: str) -> TextMatch:
    """Compare a typed pattern with the right one; أفعال and إفعال are two, though افعال is taken for either."""
    matched = match(answer, pattern, TOLERANCE)
    return NO_MATCH if matched.ok and _clash(answer, pattern) else matched


def _clash(answer: str, pattern: str) -> bool:
    seats = [_SEATS.findall(without_article(text) or text) for text in (canonical(answer), canonical(pattern))]
    return bool(seats[0] and seats[1]) and seats[0] != seats[1]


@dataclass(frozen=True)
class RootView(View):
    """View of the word that is asked about."""

    word: str


class Root(Question):
    """The letters of the root and the pattern of one word."""

    name_ar: ClassVar[str] = "الجذر والوزن"
    name_en: ClassVar[str] = "Root and pattern"
    purpose: ClassVar[str] = both(en="the root and the pattern of a word", ar="جذر كلمة ووزنها")
    sample: ClassVar[str] = "توطيد: و ط د، تفعيل"
    asks_about: ClassVar[str] = "word"
    interaction: ClassVar[Interaction] = "fill-in"
    word_lists: ClassVar[frozenset[str]] = frozenset({"root", "pattern"})
    difficulty: ClassVar[float] = 0.6

    type: Literal["root"]
    word: Filled = Field(description="The word that is asked about, as the learner sees it.")
    root: Spellings = Field(description="Its letters: و ط د; a list where more than one root is accepted.")
    pattern: Spellings = Field(description="Its pattern in ف ع ل: تفعيل; a list where more than one is accepted.")
    why: Why = Field(default="", description="What shows the root and the pattern.")

    def faults(self) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """Report a root without three to five letters or with an alef, and a pattern without any of ف ع ل."""
        yield from wording_faults([*self.root, *self.pattern])
        for index, root in enumerate(self.root):
            where = ("root", index) if len(self.root) > 1 else ("root",)
            if "ا" in letters(root):
                message = both(
                    en="an alef is never a letter of a root: write ء, و or ي",
                    ar="لا تكون الألف حرفًا من الجذر: تُكتب ء أو و أو ي",
                )
                yield where, "alef-in-root", message
            elif not _RADICALS.fullmatch(radicals(root)):
                message = both(en="a root is three to five letters: و ط د", ar="الجذر ثلاثة أحرف إلى خمسة: و ط د")
                yield where, "bad-root", message
        for index, pattern in enumerate(self.pattern):
            if not set(letters(pattern)) & set("فعل"):
                where = ("pattern", index) if len(self.pattern) > 1 else ("pattern",)
                message = both(en="a pattern is written with ف ع ل: تفعيل", ar="يُكتب الوزن بحروف ف ع ل: تفعيل")
                yield where, "bad-pattern", message

    def public(self, seed: str) -> RootView:
        """The view: the word alone."""
        return RootView(self.word)

    @property
    def target_word(self) -> str:
        """The word itself."""
        return self.word

    @property
    def root_word(self) -> str:
        """The word itself, whose root no help may reveal."""
        return self.word

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The typed root and the typed pattern."""
        return self._filled({name: PART_LIMIT.cut(single(form, f"{self.id}.{name}")) for name in NAMES})

    def parse(self, answer: str) -> Response | Unanswered:
        """The response from the root, then | or ؛ or ;, then the pattern."""
        parts = split_line(answer)
        return Unanswered() if len(parts) > len(NAMES) else self._filled(dict(zip(NAMES, parts, strict=False)))

    def _filled(self, parts: Mapping[str, str]) -> Response | Unanswered:
        return {name: typed(answer) for name, answer in parts.items() if typed(answer)} or Unanswered()

    def grade(self, response: Response) -> Grade:
        """Grade root and pattern separately, each for half of the points."""
        parts = response if isinstance(response, dict) else {}
        if any(map(PART_LIMIT.is_exceeded, parts.values())):
            return too_long_grade(self.points, NAMES)
        matches = {}
        if "root" in parts:
            matches["root"] = _closest(root_match(parts["root"], root) for root in self.root)
        if "pattern" in parts:
            matches["pattern"] = self._pattern(parts["pattern"])
        return parts_grade(self.points, NAMES, matches, self.why)

    def _pattern(self, answer: str) -> TextMatch:
        matched = _closest(pattern_match(answer, pattern) for pattern in self.pattern)
        bare = without_lead(answer, _PATTERN_LEAD)
        matched = matched if matched.ok else _closest(pattern_match(bare, pattern) for pattern in self.pattern)
        if matched.ok:
            return matched
        near = [pattern for pattern in self.pattern if not _clash(bare, pattern)]
        return slip_of(bare, near, _KNOWN, TOLERANCE) or matched

    def classify(self, response: Response) -> str:
        """Root and pattern, folded so that spellings of one answer are equal."""
        parts = response if isinstance(response, dict) else {}
        if any(map(PART_LIMIT.is_exceeded, parts.values())):
            return " | ".join(PART_LIMIT.label(parts[name]) if name in parts else EMPTY for name in NAMES)
        root = " ".join(radicals(without_lead(parts.get("root", ""), _ROOT_LEAD)))
        pattern = letters(without_lead(parts.get("pattern", ""), _PATTERN_LEAD))
        return f"{root or EMPTY} | {without_article(pattern) or pattern or EMPTY}"

    def guess_share(self) -> float:
        """No chance of guessing: the answer is typed."""
        return 0.0

    def typed_keys(self) -> tuple[TypedKey, ...]:
        """Root and pattern as they are written; wrong are letters in another order, and the word for its pattern."""
        root, pattern = letters(self.root[0]), self.pattern[0]
        roots = [text for text in (root[::-1], root[1:]) if not any(root_match(text, right).ok for right in self.root)]
        patterns = [] if self._pattern(self.word).ok else [self.word]
        return (
            sampled_key("root", (" ".join(root), root, f"الجذر {root}"), roots, {"pattern": pattern}),
            sampled_key("pattern", (pattern, f"على وزن {pattern}"), patterns, {"root": root}),
        )

    def right_fields(self) -> Fields:
        """Form fields of the right root and pattern."""
        return {f"{self.id}.{name}": [value] for name, value in self.solution().parts.items()}

    def wrong_fields(self, choose: Choose = first) -> Fields:
        """Form fields of a word that is neither root nor pattern."""
        return {name: [UNRELATED_WORD] for name in self.right_fields()}

    def solution(self) -> Solution:
        """The solution: root and pattern in one line, and by part."""
        root, pattern = (" أو ".join(accepted) for accepted in (self.root, self.pattern))
        model = f"الجذر: {root}، والوزن: {pattern}"
        return Solution(model=model, why=self.why, parts={"root": root, "pattern": pattern})


def _closest(matches: Iterable[TextMatch]) -> TextMatch:
    return min((matched for matched in matches if matched.ok), key=looseness, default=NO_MATCH)
