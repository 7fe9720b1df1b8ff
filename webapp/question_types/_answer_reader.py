"""The reading of a short answer: whether it says the key, and why it does not.

`accept` and `require` have one engine. A wording of `accept` counts alone or inside a natural answer; each idea of
`require` counts in an answer that says whatever else it likes. In both, a word beside the key that changes it makes
another answer (`webapp.arabic.keys.words_beside`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from webapp.arabic.keys.answer_words import AnswerWord, answer_words, root_forms
from webapp.arabic.keys.contrasted_clauses import contrast_of_clauses
from webapp.arabic.keys.exchanged_values import exchanges_values
from webapp.arabic.keys.free_answers import free_doubt
from webapp.arabic.keys.key_forms import KeyForms
from webapp.arabic.keys.key_presence import KeyPresence, WordsSaid
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.polar_answers import Polarity, answers_polarity, polarity_of_key
from webapp.arabic.keys.words_beside import WordsBeside
from webapp.arabic.matching.competing_answers import (
    AnswerContext,
    has_competing_answer,
    says_more_than_prompt,
    stems_of_lines,
)
from webapp.arabic.matching.framing_words import FRAMING, GRAMMAR
from webapp.arabic.matching.negated_alternatives import (
    alternatives,
    asks_why,
    split_asserted,
    split_reason,
    without_mothers,
)
from webapp.arabic.matching.negation import negations
from webapp.arabic.matching.wording_indexes import IdeaIndex
from webapp.arabic.normalize import canonical
from webapp.arabic.tolerance_levels import ToleranceLevel, ordered_levels
from webapp.arabic.typed_forms import without_label, without_opening_joint, without_place_in_text
from webapp.arabic.wordings.listed_things import asks_order, listed_parts
from webapp.arabic.wordings.other_wordings import wordings_of_idea
from webapp.question_types._accepted_wordings import AcceptedWordings, is_quoted
from webapp.question_types._answer_reading import SAID_FREELY, AcceptedWording, Reading, Said
from webapp.question_types._answer_remarks import Side, side_of_missing, unsure_reason
from webapp.question_types._refused_wordings import RefusedWordings
from webapp.question_types._typed_answer import best_idea, denied, says_any


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
    part_of_day: tuple[str, ...] = ()
    """The half of the day in which the key lies, where it is a time."""

    @property
    def parts(self) -> tuple[object, ...]:
        """The objects that look up words of an answer."""
        return self, self.setting, self._wordings, self._refusals

    def read(self, answer: str) -> Reading:
        """Read a whole answer, and how far its spelling is from the key's."""
        return self.judge(answer).spelled(self.tolerance)

    def judge(self, answer: str) -> Reading:
        """Read a whole answer. A reason counts only where nothing else answers."""
        answer = without_label(answer)
        if (whole := self._wordings.whole(answer)) or self.exact:
            return whole or Reading("other")
        if not self._names_place_in_text:
            answer = without_place_in_text(answer)
        if is_quoted(answer_words(answer), self.setting):
            readings = (read(answer) for read in (self._natural, self._affirmed))  # its reason may be the key
            if quoted := next((reading for reading in readings if reading.reason == "right"), None):
                return quoted
        told = answers_polarity(answer_words(answer), self._polarity, self.setting) if self._polarity else None
        if told is not None:
            return Reading("right", SAID_FREELY, 1.0) if told else Reading("other")
        answer = without_opening_joint(answer)
        return self._natural(self.forms.restored(answer) if self.forms else answer)

    def words_said(self, answer: str) -> WordsSaid:
        """The words of an answer, as typed and as those of the key that they are forms of."""
        text = canonical(answer)
        return WordsSaid([text, self.forms.restored(text) if self.forms else text], self._levels, self._presences)

    def may_be_right(self, said: WordsSaid) -> bool:
        """Tell if words can say the key in some order; an answer without them is not right."""
        return any(presence.may_be_in(said) for presence in self._presences)

    @cached_property
    def _levels(self) -> frozenset[str]:
        return frozenset(ordered_levels(self.tolerance))

    @cached_property
    def _presences(self) -> tuple[KeyPresence, ...]:
        return tuple(KeyPresence(ideas, self._levels) for ideas in ([self._wordings.all_forms], self._forms_of_ideas))

    @cached_property
    def _polarity(self) -> Polarity:
        return polarity_of_key(self.lines[0], (accepted.text for accepted in self.accept if accepted.share == 1))

    def _natural(self, answer: str) -> Reading:
        """The reading of an answer without what frames it, apart from the reason that it gives."""
        affirmed, reason = split_reason(answer)
        if reason and asks_why(self.lines[0]) and self._reads_back(affirmed):
            return self._affirmed(reason)
        key_has_reason = reason and any(split_reason(f"هو {wording}")[1] for wording in self.wordings)
        if reason and not key_has_reason and says_more_than_prompt(affirmed, self.context):
            return self._affirmed(affirmed)
        return self._affirmed(answer)

    def _reads_back(self, text: str) -> bool:
        """Tell if a stretch says again what the question says, and denies no more than it does."""
        known = (self.setting.prompt, FRAMING)
        new = (word.word for word in answer_words(text) if all(map(word.stems.isdisjoint, known)))
        asked = all(root_forms(word) & self.setting.roots_of_prompt for word in new)
        return asked and set(negations(text)) <= set(negations(self.lines[0]))

    @cached_property
    def _denies_itself(self) -> bool:
        return any(map(negations, self.wordings))

    @cached_property
    def _names_place_in_text(self) -> bool:
        return any(without_place_in_text(f"هو {wording}") != f"هو {wording}" for wording in self.wordings)

    def _refusal(self, answer: str, words: tuple[AnswerWord, ...]) -> Reading | None:
        """The reading of an answer with a refused wording, or with a negation that neither key nor question has."""
        refused = self._refusals.said_in(answer, words if self.refuse and self.has_idea(answer) else ())
        if not denied(answer, refused, self.wordings, self.tolerance, self.lines):
            return None
        if not says_any(answer, refused, self.tolerance):
            return Reading("denied")
        return Reading("another", joined=self.has_idea(answer))

    @cached_property
    def _refusals(self) -> RefusedWordings:
        accepted = tuple(wording.text for wording in self.accept)
        return RefusedWordings(self.refuse, accepted, self.tolerance, self.setting)

    @cached_property
    def wordings(self) -> tuple[str, ...]:
        """All right wordings of the key."""
        return (*(accepted.text for accepted in self.accept), *(word for idea in self.require for word in idea))

    @cached_property
    def ideas(self) -> tuple[tuple[str, ...], ...]:
        """The ideas of the key; where a wording lists several things, these."""
        if self.require or self.exact or asks_order(self.lines[0]):
            return self.require
        listed = (listed_parts(accepted.text) for accepted in self.accept if accepted.share == 1)
        return next((tuple((part,) for part in parts) for parts in listed if parts), ())

    @cached_property
    def _wordings(self) -> AcceptedWordings:
        return AcceptedWordings(self.accept, self.tolerance, self.exact, self.lines[0], self.setting, self.part_of_day)

    def _affirmed(self, answer: str) -> Reading:
        """The reading of the affirmed part, unless the rejected part is right or a rival answer is beside it."""
        affirmed, set_aside = split_asserted(answer, self._refusals.leads)
        if set_aside and self._denies_itself and self._stated(answer):
            affirmed, set_aside = answer, ""
        if set_aside and self._takes_back(affirmed, set_aside):
            return Reading("denied")
        if whole := self._wordings.whole(affirmed):
            return whole
        words = answer_words(affirmed)
        contrast, own_clause = contrast_of_clauses(words, self.setting, self._refusals.stems)
        reading = self._said(affirmed, own_clause)
        if reading.reason in ("other", "missing", "mixed") and not reading.share:
            refusal = self._refusal(affirmed, words)
            return refusal if refusal and (refusal.reason == "another" or self.has_idea(affirmed)) else reading
        if is_quoted(words, self.setting):
            return reading
        told = " ".join(word.word for word in own_clause) if contrast == "apart" else affirmed
        if refusal := self._refusal(told, own_clause):
            return refusal
        if self._left_open(affirmed):
            return Reading("open")
        if contrast == "turned":
            return Reading("changed")
        if contrast != "apart" and has_competing_answer(affirmed, self.context, self._says_something):
            return Reading("another", joined=self.has_idea(affirmed))
        return reading

    def _takes_back(self, affirmed: str, set_aside: str) -> bool:
        """Tell if the rejected part is right, or repeats a right idea that the affirmed part does not have."""
        if self._wordings.whole(set_aside):
            return True
        rejected, kept = self._ideas(set_aside), self._ideas(affirmed)
        if self.accept and self._stated(set_aside):
            return not self._stated(affirmed) or stems_of_lines([set_aside]) - GRAMMAR <= stems_of_lines([affirmed])
        return any(rejected) and (all(rejected) or not all(kept))

    def _said(self, text: str, words: tuple[AnswerWord, ...]) -> Reading:
        """The reading of an answer as a natural one: by the accepted wordings, then by the ideas."""
        said = self._wordings.natural(text, words)
        if said.reason != "other" and (said.reason == "right" or not self.require):
            return said
        if not self.ideas:
            return said
        ideas = self._ideas(text)
        if not all(ideas):
            return self._some_ideas(ideas, words) if any(ideas) else said
        if is_quoted(words, self.setting):
            return self._all_ideas(text)
        beside = WordsBeside(words, self.setting)
        if exchanges_values(words, self.setting):
            return Reading("changed")
        one = len(self.ideas) == 1
        if doubt := free_doubt(words, self.setting, one) if self.require else beside.strict_doubt():
            return Reading(doubt, unsure=unsure_reason(text, beside.unknown) if doubt == "unsure" else "")
        return self._all_ideas(text)

    def _some_ideas(self, ideas: Sequence[bool], words: tuple[AnswerWord, ...]) -> Reading:
        """The reading of some ideas with nothing else beside: each earns its share, but one that the question says."""
        own = [hit for hit, told in zip(ideas, self._told_ideas, strict=True) if hit and not told]
        beside = WordsBeside(words, self.setting)
        if exchanges_values(words, self.setting):
            return Reading("changed")
        if beside.strict_doubt() or beside.extended():
            return Reading("mixed")
        if not own:
            return Reading("missing")
        return Reading("missing", share=len(own) / len(ideas), ideas=tuple(ideas))

    def said_words(self, answer: str, ideas: Sequence[bool]) -> list[str]:
        """The wording in which the answer says each of its ideas."""
        answer = self.forms.restored(answer) if self.forms else answer
        said = (idea for idea, hit in zip(self._forms_of_ideas, ideas, strict=True) if hit)
        wordings = ([word for word in idea if says_any(answer, [word], self.tolerance)] for idea in said)
        return [first[0] for first in wordings if first]

    def side_of_missing(self, ideas: Sequence[bool]) -> Side:
        """The side of those said on which the text says the one missing idea; empty if neither."""
        return side_of_missing(self.ideas, ideas, self.setting)

    @cached_property
    def _told_ideas(self) -> list[bool]:
        """By idea, whether the question says it itself."""
        return [best_idea(self.lines[0], idea, self.tolerance) is not None for idea in self.ideas]

    def _stated(self, text: str) -> bool:
        return self._wordings.any_in(answer_words(text))

    def _ideas(self, answer: str) -> list[bool]:
        return [idea.any_in(answer) for idea in self._indexes_of_ideas]

    def _all_ideas(self, text: str) -> Reading:
        """The reading of a text that says all ideas."""
        ideas = tuple(tuple(idea.possible_in(text)) for idea in self._indexes_of_ideas)
        return Reading("right", SAID_FREELY, 1.0, said=Said(text, ideas))

    @cached_property
    def _indexes_of_ideas(self) -> list[IdeaIndex]:
        return [IdeaIndex(idea, self.tolerance) for idea in self._forms_of_ideas]

    @cached_property
    def _forms_of_ideas(self) -> tuple[tuple[str, ...], ...]:
        """The wordings of each idea with the other forms of their numbers, as those of `accept` have them."""
        return tuple(
            tuple(form for wording in idea for form in wordings_of_idea(wording, self.setting, self.lines[0]))
            for idea in self.ideas
        )

    def has_idea(self, answer: str) -> bool:
        """Tell if an answer says an idea or a wording of the key."""
        return self._stated(answer) or any(idea.any_in(answer) for idea in self._indexes_of_ideas)

    def _says_something(self, answer: str) -> bool:
        content = [word for word in answer_words(answer) if word.folded]
        if self.accept and all(word.stems & self.setting.key for word in content):
            return True
        return self.has_idea(answer) or self._wordings.whole(answer) is not None

    def _left_open(self, answer: str) -> bool:
        """True where أو leaves the answer open: a part has no right idea, or the parts share none."""
        parts = list(dict.fromkeys(alternatives(without_mothers(answer, self.lines))))
        if len(parts) < 2 or any(len(alternatives(wording)) > 1 for wording in self.wordings):
            return False
        if not self.require:
            return not all(self._wordings.natural(part, answer_words(part)).match for part in parts)
        ideas = [{at for at, idea in enumerate(self._indexes_of_ideas) if idea.any_in(part)} for part in parts]
        return not set.intersection(*ideas)
