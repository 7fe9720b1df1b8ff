"""Alignment of a list of words with the words of a text, when the list may have mistakes in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.content.sequence_changes import changes


def align_words(wanted: Sequence[str], listed: Sequence[str | None]) -> Iterator[tuple[int, int, int, int]]:
    """Yield matching stretches of both lists; after a mistake the lists fall into step again.

    In long lists with the same few words, those alone count that stand there once: comparing all would take minutes.
    """
    if wanted == listed:
        yield 0, len(wanted), 0, len(listed)
        return
    steps = changes([*wanted], [*listed])
    at = 0
    while at < len(steps):
        kind, first, end, start, stop = steps[at]
        at += 1
        following = steps[at : at + 2]
        changed_places = len(following) == 2 and {kind, following[1][0]} == {"insert", "delete"}
        if changed_places and following[0][2] - following[0][1] == 1:
            _, _, end, _, stop = following[1]
            at += 2
            yield first, end, start, stop
        elif kind == "replace" and end - first == stop - start:
            yield from ((first + step, first + step + 1, start + step, start + step + 1) for step in range(end - first))
        else:
            yield first, end, start, stop
