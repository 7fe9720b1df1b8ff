"""Reader of block interactions: each kind as the shape of question that it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from webapp.domain.exchange_items import (
    ChoiceItem,
    EssayItem,
    ExchangeGroup,
    ExchangeItem,
    ExchangeOption,
    ExchangePair,
    GroupsItem,
    OrderItem,
    PairsItem,
    PassageItem,
    PassageStretch,
)
from webapp.interchange.lesson_formats.option_shares import marked_differently
from webapp.interchange.lesson_formats.qti.gap_reader import Say, read_gap_match
from webapp.interchange.lesson_formats.qti.plain_tree import words_in
from webapp.interchange.lesson_formats.qti.response_keys import DeclaredKey, number_of
from webapp.interchange.lesson_formats.xml_tree import Element

TRUTH = {"true": "صحيح", "false": "خطأ"}
_CRITERION = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)\s*:\s*(\S.*)", re.S)


class InteractionReader:
    """Reads one interaction with the prompt around it; ``whys`` are remarks by the identifier of an option."""

    def __init__(self, prompt: str, key: DeclaredKey, whys: Mapping[str, str], say: Say) -> None:
        self._prompt, self._key, self._whys, self._say = prompt, key, whys, say

    def read(self, interaction: Element, rubric: Sequence[Element]) -> ExchangeItem | None:
        """The question; None where it is none of ours."""
        match interaction.tag:
            case "choice-interaction":
                return self._choice(interaction)
            case "match-interaction":
                self._say_uneven()
                return self._match(interaction)
            case "associate-interaction":
                self._say_uneven()
                return self._associate(interaction)
            case "order-interaction":
                return self._order(interaction)
            case "hottext-interaction":
                return self._hottext(interaction)
            case "extended-text-interaction":
                return self._essay(rubric)
            case "gap-match-interaction":
                self._say_uneven()
                return read_gap_match(interaction, self._prompt, self._key, self.words)
        return None

    def words(self, element: Element) -> str:
        """The words of an option; what else it shows is said."""
        text, left = words_in(element)
        for part in left:
            self._say(part.rule, part.en, part.ar)
        return text

    def _choice(self, interaction: Element) -> ChoiceItem:
        several = _takes_several(interaction, self._key)
        rights = frozenset(self._key.rights())
        options = tuple(self._option(choice, rights) for choice in interaction.findall("simple-choice"))
        if {option.text.lower() for option in options} == set(TRUTH):
            options = tuple(replace(option, text=TRUTH[option.text.lower()]) for option in options)
        if self._key.known and several and not self._key.shares:
            self._say("weights", "all-or-nothing scoring", "أن الدرجة كاملة أو صفر")
        elif self._key.known and marked_differently(options, several):
            self._say("weights", "the points of its options", "درجات خياراته")
        pinned = interaction.get("shuffle") != "true"
        return ChoiceItem(prompt=self._prompt, options=options, several=several, scored=self._key.known, pinned=pinned)

    def _option(self, choice: Element, rights: frozenset[str]) -> ExchangeOption:
        name = choice.get("identifier", "")
        share = self._key.shares.get(name, 0.0) if self._key.shares else None
        return ExchangeOption(self.words(choice), name in rights, self._whys.get(name, ""), share)

    def _match(self, interaction: Element) -> ExchangeItem | None:
        sets = interaction.findall("simple-match-set")
        if len(sets) != 2 or not self._key.known:
            return None
        lefts, rights = (self._associable(of_set) for of_set in sets)
        pairs = [pair for pair in _pairs(self._key) if pair[0] in lefts and pair[1] in rights]
        paired, used = {left for left, _ in pairs}, {right for _, right in pairs}
        self._say_unpaired([text for name, text in lefts.items() if name not in paired])
        limits = {choice.get("identifier", ""): choice.get("match-max", "") for choice in sets[1]}
        if len(paired) < len(pairs):  # what belongs to one left thing is its group
            return self._groups(rights, lefts, [(right, left) for left, right in pairs])
        if used == set(rights) and all(limits.get(name) != "1" for name in rights):
            return self._groups(lefts, rights, pairs)
        return PairsItem(
            prompt=self._prompt,
            pairs=tuple(ExchangePair(lefts[left], rights[right]) for left, right in pairs),
            distractors=tuple(text for name, text in rights.items() if name not in used),
        )

    def _groups(
        self, things: Mapping[str, str], names: Mapping[str, str], pairs: Sequence[tuple[str, str]]
    ) -> GroupsItem | None:
        lines: dict[str, list[str]] = {name: [] for name in names}
        for thing, name in dict(pairs).items():
            lines[name].append(things[thing])
        if sum(map(len, lines.values())) < len(pairs):
            return None  # a thing in two groups
        grouped = {thing for thing, _ in pairs}
        self._say_unpaired([text for thing, text in things.items() if thing not in grouped])
        groups = tuple(ExchangeGroup(text, tuple(lines[name])) for name, text in names.items() if lines[name])
        return GroupsItem(prompt=self._prompt, groups=groups)

    def _say_uneven(self) -> None:
        """Say that pairs earn different points: here each earns the same, and a wrong one nothing."""
        earned = {round(share, 2) for share in self._key.shares.values() if share}
        if len(earned) > 1:
            self._say("weights", "the points of its pairs", "درجات أزواجه")

    def _say_unpaired(self, texts: Sequence[str]) -> None:
        if texts:
            listed = (", ".join(texts)[:200], "، ".join(texts)[:200])
            self._say("unpaired", f"unmatched items:  {listed[0]}", f"عناصر بلا مقابل:  {listed[1]}")

    def _associable(self, parent: Element) -> dict[str, str]:
        return {
            choice.get("identifier", ""): self.words(choice) for choice in parent.findall("simple-associable-choice")
        }

    def _associate(self, interaction: Element) -> PairsItem | None:
        texts = self._associable(interaction)
        pairs = [pair for pair in _pairs(self._key) if set(pair) <= set(texts)]
        paired = {name for pair in pairs for name in pair}
        if len(paired) < 2 * len(pairs):
            return None
        return PairsItem(
            prompt=self._prompt,
            pairs=tuple(ExchangePair(texts[left], texts[right]) for left, right in pairs),
            distractors=tuple(text for name, text in texts.items() if name not in paired),
        )

    def _order(self, interaction: Element) -> OrderItem | None:
        texts = {choice.get("identifier", ""): self.words(choice) for choice in interaction.findall("simple-choice")}
        placed = set(self._key.right)
        if not placed or not placed <= set(texts):
            return None
        self._say_unpaired([text for name, text in texts.items() if name not in placed])
        return OrderItem(prompt=self._prompt, lines=tuple(texts[name] for name in self._key.right))

    def _hottext(self, interaction: Element) -> ChoiceItem | None:
        """The stretches as options: a passage of Fahm is one of its text's paragraphs."""
        rights = frozenset(self._key.rights())
        passage = tuple(
            PassageStretch(self.words(stretch), stretch.get("identifier", "-"), stretch.get("identifier", "") in rights)
            for stretch in interaction.iter("hottext")
        )
        if not self._key.known:
            return None
        self._say("passage", "the passage that contains its phrases", "المقطع الذي تُحدّد فيه العبارات")
        return PassageItem(prompt=self._prompt, passage=passage).simpler()

    def _essay(self, rubric: Sequence[Element]) -> EssayItem:
        criteria, model = read_criteria("\n".join(self.words(block) for block in rubric))
        return EssayItem(prompt=self._prompt, criteria=criteria, model=model or "\n".join(self._key.right))


def read_criteria(text: str) -> tuple[tuple[tuple[float, str], ...], str]:
    """The criteria in words to markers, lines that begin with their points, and the other lines as a model answer."""
    criteria: list[tuple[float, str]] = []
    model: list[str] = []
    for line in text.splitlines():
        found = _CRITERION.fullmatch(line)
        if found:
            criteria.append((number_of(found[1], 1), found[2]))
        else:
            model.append(line)
    return tuple(criteria), "\n".join(model)


def _takes_several(interaction: Element, key: DeclaredKey) -> bool:
    most = interaction.get("max-choices", "1")
    return most != "1" and key.cardinality in ("multiple", "ordered", "")


def _pairs(key: DeclaredKey) -> list[tuple[str, str]]:
    cut = (value.split() for value in key.rights())
    return [(names[0], names[1]) for names in cut if len(names) == 2]
