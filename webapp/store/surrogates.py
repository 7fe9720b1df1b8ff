"""Replacement of Unicode surrogates, which forms can submit and UTF-8 databases cannot store."""

from __future__ import annotations


def replace_surrogates(text: str) -> str:
    """Join surrogates that make a pair, and replace lone ones by U+FFFD, so that UTF-8 can encode the text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
