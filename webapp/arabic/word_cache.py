"""Cache of what is computed from a word: the words of a key and of a text come back in every comparison."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

MAX_LENGTH = 200
"""Most letters of what is cached: a long paste is computed each time, so that the caches stay small."""


def cached_by_word(entries: int) -> Callable[[Callable[Concatenate[str, P], R]], Callable[Concatenate[str, P], R]]:
    """Cache so many results of a pure function of a word or wording; its other arguments are hashable."""

    def decorated(function: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
        cached = cast(Callable[Concatenate[str, P], R], lru_cache(maxsize=entries)(function))

        def looked_up(word: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
            return (cached if len(word) <= MAX_LENGTH else function)(word, *args, **kwargs)

        return cast(Callable[Concatenate[str, P], R], wraps(function)(looked_up))

    return decorated
