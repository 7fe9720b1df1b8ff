"""An error shown to a person, in both languages."""

from __future__ import annotations


class UserError(Exception):
    """A refusal in one line of English and one of Arabic; ``code`` is a command's exit code."""

    def __init__(self, *, en: str, ar: str, code: int = 1) -> None:
        super().__init__(en)
        self.en, self.ar, self.code = en, ar, code
