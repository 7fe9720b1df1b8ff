"""Keys of typed answers as rehearsals and analyses read them: what is right, what is wrong, and what stands beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from webapp.arabic.tolerance_levels import ToleranceLevel
from webapp.domain.typed_key import SampleAnswer, TypedKey
from webapp.question_types._typed_answer import ANSWER_LIMIT, PART_LIMIT, best_match


def answer_key(
    shares: Mapping[str, float],
    ideas: tuple[tuple[str, ...], ...],
    refused: tuple[str, ...],
    tolerance: Sequence[ToleranceLevel],
    exact: bool,
    model: str,
) -> TypedKey:
    """The key of an answer in words of the learner's own; ``shares`` of the points by accepted wording."""
    return TypedKey(
        wordings=tuple(wording for wording, share in shares.items() if share == 1),
        ideas=ideas,
        other=tuple(wording for wording, share in shares.items() if share < 1),
        refused=refused,
        model=model,
        levels=frozenset(tolerance),
        in_sentences=not exact,
        most_words=ANSWER_LIMIT.words,
    )


def part_keys(
    parts: Mapping[str, Sequence[str]],
    labels: Mapping[str, str],
    refused: Sequence[str],
    tolerance: Sequence[ToleranceLevel],
) -> tuple[TypedKey, ...]:
    """The keys of parts that are filled with a wording and nothing else; the first wording of each is its model."""
    return _part_keys(
        tuple((name, tuple(wordings)) for name, wordings in parts.items()),
        tuple(labels[name] for name in parts),
        tuple(refused),
        tuple(tolerance),
    )


# A check of a file asks for the keys of each question nine times, and each part is compared with all the others.
@lru_cache(maxsize=512)
def _part_keys(
    parts: tuple[tuple[str, tuple[str, ...]], ...],
    labels: tuple[str, ...],
    refused: tuple[str, ...],
    tolerance: tuple[ToleranceLevel, ...],
) -> tuple[TypedKey, ...]:
    first = {name: wordings[0] for name, wordings in parts}
    return tuple(
        TypedKey(
            part=name,
            label=label,
            wordings=wordings,
            refused=refused,
            levels=frozenset(tolerance),
            most_words=PART_LIMIT.words,
            rest={other: filling for other, filling in first.items() if other != name},
            wrong=tuple(
                SampleAnswer("other-part", filling)
                for other, filling in first.items()
                if other != name and not best_match(filling, wordings, tolerance)
            ),
        )
        for (name, wordings), label in zip(parts, labels, strict=True)
    )


def sampled_key(part: str, label: str, right: Iterable[str], wrong: Iterable[str], rest: Mapping[str, str]) -> TypedKey:
    """The key of a part whose right and wrong answers the type makes itself."""
    return TypedKey(
        part,
        label,
        rest=rest,
        right=tuple(SampleAnswer("written", answer) for answer in right),
        wrong=tuple(SampleAnswer("other-word", answer) for answer in wrong),
    )
