"""Vowelled forms and lemmas that a tool drafts for the empty rows of a paragraph; a person reads each."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Sequence
from functools import cache

from webapp.content.editing.words_edits import Entry
from webapp.content.words.words_draft import DraftingTools, drafting_tools, vowelled_words
from webapp.web.framework.i18n import N_

MAX_DRAFTED = 500
"""Words of a paragraph that a page has drafted: some seconds of work."""
NO_TOOL = N_(
    "The tool that drafts vowel marks is not installed on this server. The administrator can add it: "
    'pip install "fahm[annotate]". You can still fill in the table manually.'
)
BUSY = N_("The tool is busy with another paragraph. Nothing was changed; try again in a moment.")
TOO_LONG = N_("This paragraph has too many words to draft here. Use the command fahm annotate.")
FAILED = N_("The tool failed on this paragraph. Nothing was changed.")
_one_at_a_time = threading.Lock()
_tools = cache(drafting_tools)


def has_tool() -> bool:
    """Tell whether the extra ``annotate`` is installed."""
    return importlib.util.find_spec("text2tashkeel") is not None


def drafted(line: str, rows: Sequence[Entry]) -> tuple[list[Entry], str]:
    """The rows of a paragraph with drafts where nobody has typed anything; and the reason where there are none."""
    if not has_tool():
        return list(rows), NO_TOOL
    if len(rows) > MAX_DRAFTED:
        return list(rows), TOO_LONG
    if not _one_at_a_time.acquire(blocking=False):
        return list(rows), BUSY
    try:
        return _filled(line, rows, _tools()), ""
    except Exception:  # whatever a tool of somebody else's may raise
        return list(rows), FAILED
    finally:
        _one_at_a_time.release()


def _filled(line: str, rows: Sequence[Entry], tools: DraftingTools) -> list[Entry]:
    guesses = list(vowelled_words(line, tools.vowels))
    if [word for word, _ in guesses] != [row.get("word") for row in rows]:
        return list(rows)
    return [
        {
            **row,
            "vowelled": vowelled if row.get("vowelled") in ("", word) else row["vowelled"],
            "lemma": row.get("lemma") or tools.lemma(word),
        }
        for row, (word, vowelled) in zip(rows, guesses, strict=True)
    ]
