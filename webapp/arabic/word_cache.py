"""Cache of what is computed from a word: the words of a key and of a text come back in every comparison."""

from collections.abc import Callable
from functools import lru_cache, wraps
from inspect import signature
from typing import Concatenate, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

MAX_LENGTH = 200
"""Most letters of what is cached: a long paste is computed each time, so that the caches stay small."""
MAX_ANSWER_LENGTH = 1200
"""The same for whole answers, which are compared with each wording: as long as one that is marked may be."""


def cached_by_word(
    entries: int, longest: int = MAX_LENGTH
) -> Callable[[Callable[Concatenate[str, P], R]], Callable[Concatenate[str, P], R]]:
    """Cache so many results of a pure function of a word or wording; its other arguments are hashable.

    ``longest``: most letters of what is cached.
    """

    def decorated(function: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
        cached = cast(Callable[Concatenate[str, P], R], lru_cache(maxsize=entries)(function))

        def looked_up(word: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
            return cached(word, *args, **kwargs) if len(word) <= longest else function(word, *args, **kwargs)

        def looked_up_by_word(word: str, /) -> R:
            # Two thousand look-ups an answer: packing no arguments takes a third of their time off.
            return cached_by_it(word) if len(word) <= longest else by_it(word)

        by_it, cached_by_it = cast(Callable[[str], R], function), cast(Callable[[str], R], cached)
        alone = len(signature(function).parameters) == 1
        return cast(Callable[Concatenate[str, P], R], wraps(function)(looked_up_by_word if alone else looked_up))

    return decorated
