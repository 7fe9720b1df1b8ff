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
from webapp.arabic.tolerance_levels import NO_MATCH, TextMatch
from webapp.domain.exchange_items import ExchangeGap, GapsItem
from webapp.domain.problem import both
from webapp.domain.question import Filled, Grade, Question, Response, Unanswered, Why
from webapp.domain.question_views import Choose, Fields, Interaction, Solution, View, first
from webapp.domain.typed_key import RawValues, TypedKey, WishedVerdict
from webapp.question_types._key_builders import sampled_key
from webapp.question_types._key_wordings import with_entry
from webapp.question_types._options import single
from webapp.question_types._root_letters import (
    PATTERN_LEAD,
    ROOT_LEAD,
    TOLERANCE,
    clash,
    letters,
    pattern_match,
    radicals,
    root_match,
    without_lead,
)
from webapp.question_types._typed_answer import (
    EMPTY,
    PART_LIMIT,
    UNRELATED_WORD,
    known_words,
    looseness,
    parts_grade,
    slip_of,
    split_line,
    too_long_grade,
    typed,
    wording_faults,
)

NAMES = {"root": "الجذر", "pattern": "الوزن"}
_RADICALS = re.compile("[بتثجحخدذرزسشصضطظعغفقكلمنهويء]{3,5}")
# Patterns that a typing slip can turn into one another; each is a separate answer.
_KNOWN = known_words(
    ["مفعالة فعالات فواعل فواعيل فعاليل مفاعيل تفاعيل أفاعيل مفتعلة متفعلة مفعولة فعولية فعيلات"], TOLERANCE
)


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Spellings = Annotated[
    tuple[Filled, ...],
    Field(min_length=1),
    BeforeValidator(_several, json_schema_input_type=Filled | tuple[Filled, ...]),
]


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
                    en="alef is never a root letter. Write ء, و or ي.",
                    ar="لا تكون الألف حرفًا من الجذر. اكتب ء أو و أو ي.",
                )
                yield where, "alef-in-root", message
            elif not _RADICALS.fullmatch(radicals(root)):
                message = both(en="a root has three to five letters: و ط د", ar="الجذر من ثلاثة أحرف إلى خمسة: و ط د")
                yield where, "bad-root", message
        for index, pattern in enumerate(self.pattern):
            if not set(letters(pattern)) & set("فعل"):
                where = ("pattern", index) if len(self.pattern) > 1 else ("pattern",)
                message = both(en="a pattern is written with ف ع ل: تفعيل", ar="يُكتب الوزن بحروف ف ع ل: تفعيل")
                yield where, "bad-pattern", message

    def exchanged(self) -> GapsItem:
        """A gap for the root and one for the pattern."""
        pieces = (
            f"{self.word}: {NAMES['root']} ",
            ExchangeGap(self.root),
            f" {NAMES['pattern']} ",
            ExchangeGap(self.pattern),
        )
        return GapsItem(prompt=self.prompt, pieces=pieces, why=self.why)

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
        bare = without_lead(answer, PATTERN_LEAD)
        matched = matched if matched.ok else _closest(pattern_match(bare, pattern) for pattern in self.pattern)
        if matched.ok:
            return matched
        near = [pattern for pattern in self.pattern if not clash(bare, pattern)]
        return slip_of(bare, near, _KNOWN, TOLERANCE) or matched

    def classify(self, response: Response) -> str:
        """Root and pattern, folded so that spellings of one answer are equal."""
        parts = response if isinstance(response, dict) else {}
        if any(map(PART_LIMIT.is_exceeded, parts.values())):
            return " | ".join(PART_LIMIT.label(parts[name]) if name in parts else EMPTY for name in NAMES)
        root = " ".join(radicals(without_lead(parts.get("root", ""), ROOT_LEAD)))
        pattern = letters(without_lead(parts.get("pattern", ""), PATTERN_LEAD))
        return f"{root or EMPTY} | {without_article(pattern) or pattern or EMPTY}"

    def guess_share(self) -> float:
        """No chance of guessing: the answer is typed."""
        return 0.0

    @classmethod
    def with_wording(
        cls, values: RawValues, part: str, wording: str, verdict: WishedVerdict
    ) -> tuple[dict[str, object], ...]:
        """A further root or pattern; nothing is refused by name here, and nothing is half right."""
        if part not in NAMES or verdict != "right":
            return ()
        lead = ROOT_LEAD if part == "root" else PATTERN_LEAD
        bare = without_lead(wording, lead).strip()
        return (with_entry(values, part, " ".join(letters(bare)) if part == "root" else bare),)

    def says_same(self, answer: str, other: str, part: str = "") -> bool:
        """Compare two roots by their letters, two patterns by their spelling."""
        if any(map(PART_LIMIT.is_exceeded, (answer, other))):
            return answer.split() == other.split()
        return (root_match if part == "root" else pattern_match)(answer, other).ok

    def typed_keys(self) -> tuple[TypedKey, ...]:
        """Root and pattern as they are written; wrong are letters in another order, and the word for its pattern."""
        root, pattern = letters(self.root[0]), self.pattern[0]
        roots = [text for text in (root[::-1], root[1:]) if not any(root_match(text, right).ok for right in self.root)]
        patterns = [] if self._pattern(self.word).ok else [self.word]
        return (
            sampled_key("root", NAMES["root"], (" ".join(root), root, f"الجذر {root}"), roots, {"pattern": pattern}),
            sampled_key("pattern", NAMES["pattern"], (pattern, f"على وزن {pattern}"), patterns, {"root": root}),
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
