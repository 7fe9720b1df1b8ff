"""The reading of a short answer: whether it says the key, and why it does not.

`accept` and `require` have one engine. A wording of `accept` counts alone or inside a natural answer; each idea of
`require` counts in an answer that says whatever else it likes. In both, a word beside the key that changes it makes
another answer (`webapp.arabic.keys.words_beside`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from webapp.arabic.keys.answer_words import AnswerWord, answer_words, root_forms
from webapp.arabic.keys.contrasted_clauses import contrast_of_clauses
from webapp.arabic.keys.free_answers import free_doubt
from webapp.arabic.keys.key_forms import KeyForms
from webapp.arabic.keys.key_positions import KeyIndex, Place
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.key_variants import key_variants
from webapp.arabic.keys.shorter_wordings import shorter_wordings
from webapp.arabic.keys.words_beside import WordsBeside, is_quotation
from webapp.arabic.matching.answer_matching import IdeaIndex, match, normal_words
from webapp.arabic.matching.competing_answers import (
    AnswerContext,
    has_competing_answer,
    says_more_than_prompt,
    stems_of_lines,
)
from webapp.arabic.matching.framing_words import FRAMING
from webapp.arabic.matching.negated_alternatives import alternatives, asks_why, split_asserted, split_reason
from webapp.arabic.matching.negation import negations
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS, TextMatch, ToleranceLevel, ordered_levels
from webapp.arabic.typed_forms import without_label, without_place_in_text
from webapp.question_types._answer_reading import AcceptedWording, Reading
from webapp.question_types._answer_remarks import UNSURE_SPELLING, Side, side_of_missing, unsure_reason
from webapp.question_types._refused_wordings import RefusedWordings
from webapp.question_types._typed_answer import best_idea, denied, looseness, says_any

_SAID_FREELY = TextMatch(True, "spacing", ("spacing",), "", "")
# A quotation of fewer words may be a refused wording.
LEAST_QUOTED = 3
MOST_PLACES = 8
"""Places of the key that are judged in one answer."""


@dataclass(frozen=True)
class AnswerReader:
    """Reads answers to one question; ``lines`` are the question and its evidence's sentences."""

    accept: tuple[AcceptedWording, ...]
    require: tuple[tuple[str, ...], ...]
    refuse: tuple[str, ...]
    tolerance: tuple[ToleranceLevel, ...]
    exact: bool
    lines: tuple[str, ...]
    setting: KeySetting
    context: AnswerContext
    forms: KeyForms | None = None

    def read(self, answer: str) -> Reading:
        """Read a whole answer. A reason counts only where nothing else answers."""
        answer = without_label(answer)
        if (whole := self._whole(answer)) or self.exact:
            return whole or Reading("other")
        if not self._names_place_in_text:
            answer = without_place_in_text(answer)
        if self._is_quotation(answer_words(answer)) and (quoted := self._natural(answer)).reason == "right":
            return quoted
        return self._natural(self.forms.restored(answer) if self.forms else answer)

    def _is_quotation(self, words: tuple[AnswerWord, ...]) -> bool:
        return len(words) >= LEAST_QUOTED and is_quotation(words, self.setting)

    def _natural(self, answer: str) -> Reading:
        """The reading of an answer without what frames it, apart from the reason that it gives."""
        affirmed, reason = split_reason(answer)
        if reason and asks_why(self.lines[0]) and self._reads_back(affirmed):
            return self._affirmed(reason)
        if reason and not self._gives_reason and says_more_than_prompt(affirmed, self.context):
            return self._affirmed(affirmed)
        return self._affirmed(answer)

    def _reads_back(self, text: str) -> bool:
        """Tell if a stretch says again what the question says, and denies no more than it does."""
        prompt = self.lines[0]
        asked = all(
            word.stems & (self.setting.prompt | FRAMING) or root_forms(word.word) & self.setting.roots_of_prompt
            for word in answer_words(text)
        )
        return asked and set(negations(text)) <= set(negations(prompt))

    @cached_property
    def _names_place_in_text(self) -> bool:
        return any(without_place_in_text(f"هو {wording}") != f"هو {wording}" for wording in self.wordings)

    @cached_property
    def _gives_reason(self) -> bool:
        return any(split_reason(f"هو {wording}")[1] for wording in self.wordings)

    def _refusal(self, answer: str, words: tuple[AnswerWord, ...]) -> Reading | None:
        """The reading of an answer with a refused wording, or with a negation that neither key nor question has."""
        refused = self._refusals.said_in(answer, words if self.refuse and self._has_idea(answer) else ())
        if not denied(answer, refused, self.wordings, self.tolerance, self.lines):
            return None
        return Reading("another" if says_any(answer, refused, self.tolerance) else "denied")

    @cached_property
    def _refusals(self) -> RefusedWordings:
        accepted = tuple(wording.text for wording in self.accept)
        return RefusedWordings(self.refuse, accepted, self.tolerance, self.setting)

    @cached_property
    def wordings(self) -> tuple[str, ...]:
        """All right wordings of the key."""
        return (*(accepted.text for accepted in self.accept), *(word for idea in self.require for word in idea))

    @cached_property
    def _accepted(self) -> dict[str, AcceptedWording]:
        return {accepted.text: accepted for accepted in reversed(self.accept)}

    @cached_property
    def _index(self) -> KeyIndex:
        texts = self._accepted
        variants = {text: (text, *key_variants(text), *self._shorter(text)) for text in texts}
        return KeyIndex(variants, frozenset(ordered_levels(self.tolerance)))

    @cached_property
    def _idea_index(self) -> IdeaIndex:
        return IdeaIndex([word for idea in self._forms_of_ideas for word in idea], self.tolerance)

    def _shorter(self, wording: str) -> tuple[str, ...]:
        """The wording without what the question says already."""
        return shorter_wordings(wording, self.setting)

    def _whole(self, answer: str) -> Reading | None:
        """The reading as an accepted wording and nothing else, the best of several."""
        compared = ((accepted, match(answer, accepted.text, self.tolerance)) for accepted in self.accept)
        best = max(
            (pair for pair in compared if pair[1].ok),
            key=lambda pair: (pair[0].share, -looseness(pair[1])),
            default=None,
        )
        return Reading("right", best[1], best[0].share, best[0].note) if best else None

    def _affirmed(self, answer: str) -> Reading:
        """The reading of the affirmed part, unless the rejected part is right or a rival answer is beside it."""
        affirmed, set_aside = split_asserted(answer, self._rival_leads)
        if set_aside and self._takes_back(affirmed, set_aside):
            return Reading("denied")
        if whole := self._whole(affirmed):
            return whole
        words = answer_words(affirmed)
        contrast, own_clause = contrast_of_clauses(words, self.setting, self._refusals.stems)
        reading = self._said(affirmed, own_clause)
        if reading.reason in ("other", "missing", "mixed") and not reading.share:
            refusal = self._refusal(affirmed, words)
            return refusal if refusal and (refusal.reason == "another" or self._has_idea(affirmed)) else reading
        if self._is_quotation(words):
            return reading
        told = " ".join(word.word for word in own_clause) if contrast == "apart" else affirmed
        if refusal := self._refusal(told, own_clause):
            return refusal
        if self._left_open(affirmed):
            return Reading("open")
        if contrast == "turned":
            return Reading("changed")
        if contrast != "apart" and has_competing_answer(affirmed, self.context, self._says_something):
            return Reading("another")
        return reading

    def _takes_back(self, affirmed: str, set_aside: str) -> bool:
        """Tell if the rejected part is right, or repeats a right idea that the affirmed part does not have."""
        if self._whole(set_aside):
            return True
        rejected, kept = self._ideas(set_aside), self._ideas(affirmed)
        if self.accept and self._stated(set_aside):
            return not self._stated(affirmed) or stems_of_lines([set_aside]) <= stems_of_lines([affirmed])
        return any(rejected) and (all(rejected) or not all(kept))

    def _said(self, text: str, words: tuple[AnswerWord, ...]) -> Reading:
        """The reading of an answer as a natural one: by the accepted wordings, then by the ideas."""
        said = self._by_wordings(text, words)
        if said.reason == "right" or not self.require:
            return said
        ideas = self._ideas(text)
        hits = [hit for hit in ideas if hit]
        if not hits or len(hits) < len(ideas):
            return self._some_ideas(ideas, words) if hits else said
        if self._is_quotation(words):
            return Reading("right", max(hits, key=looseness), 1.0)
        if doubt := free_doubt(words, self.setting, single=len(self.require) == 1):
            unknown = WordsBeside(words, self.setting).unknown()
            return Reading(doubt, unsure=unsure_reason(text, unknown) if doubt == "unsure" else "")
        return Reading("right", max(hits, key=looseness), 1.0)

    def _some_ideas(self, ideas: Sequence[TextMatch | None], words: tuple[AnswerWord, ...]) -> Reading:
        """The reading of some ideas with nothing else beside: each earns its share, but one that the question says."""
        own = [hit for hit, told in zip(ideas, self._told_ideas, strict=True) if hit and not told]
        beside = WordsBeside(words, self.setting)
        if beside.strict_doubt() or beside.extended():
            return Reading("mixed")
        if not own:
            return Reading("missing")
        said = tuple(hit is not None for hit in ideas)
        return Reading("missing", share=len(own) / len(ideas), ideas=said)

    def said_words(self, answer: str, ideas: Sequence[bool]) -> list[str]:
        """The wording in which the answer says each of its ideas."""
        answer = self.forms.restored(answer) if self.forms else answer
        said = (idea for idea, hit in zip(self.require, ideas, strict=True) if hit)
        found = (next((word for word in idea if says_any(answer, [word], self.tolerance)), "") for idea in said)
        return [wording for wording in found if wording]

    def side_of_missing(self, ideas: Sequence[bool]) -> Side:
        """The side of those said on which the text says the one missing idea; empty if neither."""
        return side_of_missing(self.require, ideas, self.setting)

    @cached_property
    def _told_ideas(self) -> list[bool]:
        """By idea, whether the question says it itself."""
        return [best_idea(self.lines[0], idea, self.tolerance) is not None for idea in self.require]

    def _by_wordings(self, text: str, words: tuple[AnswerWord, ...]) -> Reading:
        places = list(islice(self._index.places(words), MOST_PLACES))
        whole = [place for place in places if not any(place.words < other.words for other in places)]
        readings = [self._by_wording(text, words, place) for place in whole]
        order = ("right", "unsure", "changed")
        return min(readings, key=lambda said: (order.index(said.reason), -said.share), default=Reading("other"))

    def _by_wording(self, text: str, words: tuple[AnswerWord, ...], place: Place) -> Reading:
        accepted = self._accepted[place.key]
        matched = best_idea(text, [place.wording], self.tolerance)
        if matched is None and set(self.tolerance) != set(TOLERANCE_LEVELS):
            return Reading("unsure", unsure=UNSURE_SPELLING)
        quoted = self._is_quotation(words)
        beside = WordsBeside(words, self.setting, place.words)
        if not quoted and (doubt := beside.strict_doubt()):
            return Reading(doubt, unsure=unsure_reason(text, beside.unknown()) if doubt == "unsure" else "")
        return Reading("right", matched or _SAID_FREELY, accepted.share, accepted.note)

    def _stated(self, text: str) -> bool:
        return bool(self.accept) and self._index.any_in(answer_words(text))

    def _rival_leads(self, answer: str) -> bool:
        """True where a refused wording, or a number, leads these words."""
        first = " ".join(normal_words(answer)[:1])
        return "#" in first or any(normal_words(refused)[:1] == (first,) for refused in self.refuse)

    def _ideas(self, answer: str) -> list[TextMatch | None]:
        return [best_idea(answer, idea.possible_in(answer), self.tolerance) for idea in self._indexes_of_ideas]

    @cached_property
    def _indexes_of_ideas(self) -> list[IdeaIndex]:
        return [IdeaIndex(idea, self.tolerance) for idea in self._forms_of_ideas]

    @cached_property
    def _forms_of_ideas(self) -> tuple[tuple[str, ...], ...]:
        """The wordings of each idea with the other forms of their numbers, as those of `accept` have them."""
        return tuple(
            tuple(form for wording in idea for form in (wording, *key_variants(wording), *self._shorter(wording)))
            for idea in self.require
        )

    def _has_idea(self, answer: str) -> bool:
        return self._idea_index.any_in(answer) or self._stated(answer)

    def _says_something(self, answer: str) -> bool:
        if self._has_idea(answer) or self._whole(answer) is not None:
            return True
        content = [word for word in answer_words(answer) if word.folded]
        return bool(self.accept) and all(word.stems & self.setting.key for word in content)

    def _left_open(self, answer: str) -> bool:
        """True where أو leaves the answer open: a part has no right idea, or the parts share none."""
        parts = list(dict.fromkeys(alternatives(answer)))
        if len(parts) < 2 or any(len(alternatives(wording)) > 1 for wording in self.wordings):
            return False
        if not self.require:
            return not all(self._by_wordings(part, answer_words(part)).match for part in parts)
        ideas = [{at for at, idea in enumerate(self._indexes_of_ideas) if idea.any_in(part)} for part in parts]
        return not set.intersection(*ideas)
