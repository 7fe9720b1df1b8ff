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

SENTENCES = 4096
"""Entries of what is cached by the sentence: each key of a file is read against all sentences of its text."""


class WordMemo(dict[str, R]):
    """Results of a function of one word. A word that is in it is looked up without a call of Python's own."""

    def __init__(self, function: Callable[[str], R], entries: int, longest: int) -> None:
        self.__wrapped__, self._longest = function, longest
        self._entries = self._room = entries

    def __missing__(self, word: str) -> R:
        result = self.__wrapped__(word)
        if not word[self._longest :]:
            if not self._room:
                self.cache_clear()
            self._room -= 1
            self[word] = result
        return result

    def cache_clear(self) -> None:
        """Forget all words, as a cache of the standard library does."""
        self.clear()
        self._room = self._entries


def cached_by_word(
    entries: int, longest: int = MAX_LENGTH
) -> Callable[[Callable[Concatenate[str, P], R]], Callable[Concatenate[str, P], R]]:
    """Cache so many results of a pure function of a word or wording; its other arguments are hashable.

    ``longest``: most letters of what is cached.
    """

    def decorated(function: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
        if len(signature(function).parameters) == 1:
            memo = WordMemo(cast(Callable[[str], R], function), entries, longest)
            return cast(Callable[Concatenate[str, P], R], memo.__getitem__)
        cached = cast(Callable[Concatenate[str, P], R], lru_cache(maxsize=entries)(function))

        @wraps(function)
        def looked_up(word: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
            return function(word, *args, **kwargs) if word[longest:] else cached(word, *args, **kwargs)

        return looked_up

    return decorated
