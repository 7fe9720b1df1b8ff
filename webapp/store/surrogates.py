"""Text that UTF-8 can carry: forms can hand in halves of surrogate pairs, which no database keeps."""

from __future__ import annotations


def replace_surrogates(text: str) -> str:
    """``text`` as UTF-8 can carry it: surrogates that make a pair are joined, lone ones become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
