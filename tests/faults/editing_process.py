"""A process that saves and publishes a text, and dies where it is told to."""

from __future__ import annotations

import itertools
import os
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from store.helpers import S
from webapp.assessment.authoring.working_copy import Author, AuthoredText
from webapp.content import Library
from webapp.store import open_store
from webapp.store.database_url import sqlite_url

MUNA, SLUG = Author("t1", "منى"), "river"
WORDS = ("التمر", "العنب")


def version(number: int) -> tuple[bytes, bytes]:
    """A question file and its text; the evidence of one is not in the text of the other."""
    word = WORDS[number]
    questions = (
        f"text: river.txt\ntitle: عن {word}\nlevel: A2\nquestions:\n  - id: what-1\n    paragraph: 1\n    type: short\n"
        f"    prompt: ماذا أكل سامي؟\n    evidence: [أكل سامي {word}]\n    accept: [{word}]\n"
    )
    return questions.encode(), f"أكل سامي {word} في البستان.\n".encode()


def opened(content: Path, data: Path) -> AuthoredText:
    """The text as an author opens it."""
    store = open_store(sqlite_url(data / "fahm.db"))
    return AuthoredText(store.versions, S, Library(content), SLUG)


def edit(content: Path, data: Path, cut: str, steps: int, told: Connection) -> None:
    """Save one version after the other, and publish each unless the ``cut`` is in saving.

    A ``cut`` "before" or "after" dies at the renaming of this number, else with the first publication.
    """
    text = opened(content, data)
    if cut in ("before", "after"):
        _die_at_renaming(cut, steps)
    for number in itertools.count(1):
        raw, seed = version(number % 2)
        told.send("saves")
        saved = text.save(lambda _, raw=raw: raw, text.working().digest, MUNA, text=seed)  # type: ignore[union-attr,misc]
        told.send("saved")
        if cut != "saves":
            assert saved.copy
            assert text.publish(saved.copy.digest, MUNA).outcome in ("published", "unchanged")
        if cut in ("before", "after"):
            os._exit(0)


def _die_at_renaming(cut: str, steps: int) -> None:
    replace, numbers = os.replace, itertools.count(1)

    def dies(*paths: Any) -> None:
        number = next(numbers)
        if number == steps and cut == "before":
            os._exit(9)
        replace(*paths)
        if number == steps:
            os._exit(9)

    os.replace = dies  # type: ignore[assignment]
