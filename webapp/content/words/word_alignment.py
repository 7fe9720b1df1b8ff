"""Alignment of a list of words with the words of a text, when the list may have mistakes in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

POPULAR_WORDS_SKIPPED_FROM = 2000


def align_words(wanted: Sequence[str], listed: Sequence[str | None]) -> Iterator[tuple[int, int, int, int]]:
    """Yield matching stretches of both lists; after a mistake the lists fall into step again."""
    if wanted == listed:
        yield 0, len(wanted), 0, len(listed)
        return
    skip_popular = (
        len(listed) > POPULAR_WORDS_SKIPPED_FROM
    )  # with long lists, difflib leaves out common words: they would make it too slow
    steps = SequenceMatcher(None, wanted, listed, skip_popular).get_opcodes()
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
