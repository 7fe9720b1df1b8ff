"""Parts of questions in HTML, set from right to left."""

from __future__ import annotations

from html import escape


def html_of(text: str) -> str:
    """A text as HTML: one paragraph a line, in Arabic, its signs escaped; empty where there is no text."""
    return "".join(
        f'<p dir="rtl" lang="ar">{escape(line, quote=False)}</p>' for line in text.splitlines() if line.strip()
    )
