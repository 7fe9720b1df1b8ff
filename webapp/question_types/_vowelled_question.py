"""A question with typed answers that knows the vowels of its text: base of the types short and cloze."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from pydantic import PrivateAttr

from webapp.arabic.keys.key_vowels import ExplainedWord, KeyVowels
from webapp.domain.question import Question


class VowelledQuestion(Question):
    """Vowel marks of an answer are judged by the words file of the text, where there is one."""

    _vowels: KeyVowels = PrivateAttr(default=KeyVowels())

    def with_words(self, explained: Sequence[ExplainedWord]) -> Self:
        """A copy that knows which typed vowels make another word of its key; itself where none do."""
        vowels = KeyVowels((wording for key in self.typed_keys() for wording in key.every_wording), explained)
        if not vowels:
            return self
        read = self.model_copy()
        read._vowels = vowels
        return read
