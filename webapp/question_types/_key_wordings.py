"""Wordings written into the raw values of a question: the lists of its key as they stand in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from webapp.arabic.matching.answer_matching import match
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS, ToleranceLevel
from webapp.domain.typed_key import HALF, RawValues, WishedVerdict


def entries(values: RawValues, name: str) -> list[object]:
    """The entries of a list; of a single value one, of a missing one none."""
    value = values.get(name)
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def tolerance_of(values: RawValues, default: Sequence[ToleranceLevel]) -> tuple[ToleranceLevel, ...]:
    """The known levels of ``tolerance``; the type's own ones where the file says nothing."""
    named = [level for level in entries(values, "tolerance") if level in TOLERANCE_LEVELS]
    return cast("tuple[ToleranceLevel, ...]", tuple(named)) if "tolerance" in values else tuple(default)


def with_entry(values: RawValues, name: str, entry: object) -> dict[str, object]:
    """The values with one entry more at the end of a list."""
    return {**values, name: [*entries(values, name), entry]}


def with_refused(values: RawValues, wording: str) -> dict[str, object]:
    """The values with one more wording that makes an answer wrong."""
    return with_entry(values, "refuse", wording)


def with_accepted(
    values: RawValues, wording: str, verdict: WishedVerdict, tolerance: Sequence[ToleranceLevel]
) -> dict[str, object]:
    """The values with one more accepted wording, or another share for the one that is there."""
    accepted = entries(values, "accept")
    entry: object = wording if verdict == "right" else {"text": wording, "share": HALF}
    at = next((at for at, old in enumerate(accepted) if match(wording, _text(old), tolerance).ok), None)
    if at is None:
        return with_entry(values, "accept", entry)
    return {**values, "accept": [*accepted[:at], _reshared(accepted[at], entry), *accepted[at + 1 :]]}


def _text(entry: object) -> str:
    """The words of an accepted wording, written alone or with its share."""
    return str(entry.get("text", "")) if isinstance(entry, Mapping) else str(entry)


def _reshared(old: object, new: object) -> object:
    """An accepted wording with another share, and the note that it has."""
    rest = {key: value for key, value in old.items() if key != "share"} if isinstance(old, Mapping) else {}
    share = {"share": HALF} if isinstance(new, Mapping) else {}
    merged = {**(rest or {"text": _text(old)}), **share}
    return merged if len(merged) > 1 else merged["text"]
