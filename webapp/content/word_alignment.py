"""Which words of a list stand for which words of a text, when the list may have slips in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

POPULAR_WORDS_SKIPPED_FROM = 2000


def align_words(wanted: Sequence[str], given: Sequence[str | None]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of both lists that belong together. After a slip the lists fall into step again."""
    many = (
        len(given) > POPULAR_WORDS_SKIPPED_FROM
    )  # then common words are left out of the search, which would take too long with them
    steps = SequenceMatcher(None, wanted, given, many).get_opcodes()
    while steps:
        kind, first, end, start, stop = steps.pop(0)
        if len(steps) > 1 and {kind, steps[1][0]} == {"insert", "delete"} and steps[0][2] - steps[0][1] == 1:
            _, _, end, _, stop = steps[1]  # two words that changed places
            del steps[:2]
            yield first, end, start, stop
        elif kind == "replace" and end - first == stop - start:
            yield from ((first + at, first + at + 1, start + at, start + at + 1) for at in range(end - first))
        else:
            yield first, end, start, stop
