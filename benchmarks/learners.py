"""Ten thousand learners who each answer every half minute; each acknowledged answer is looked up in the database."""

from __future__ import annotations

import resource
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.open_loop import EVERY, OpenLoop, Run, Step
from benchmarks.readers import SLUG, lesson
from benchmarks.serving import serving
from webapp.domain.question import Question


@dataclass(frozen=True)
class Kept:
    """What the database says afterwards."""

    lost: int
    twice: int
    integrity: str


def kept(database: Path, acknowledged: Sequence[str]) -> Kept:
    """Look up every acknowledged answer. ``twice`` counts form ids with more than one try."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as conn:
        rows = Counter(row[0] for row in conn.execute("SELECT id FROM tries"))
        integrity = str(conn.execute("PRAGMA integrity_check").fetchone()[0])
    lost = sum(1 for one in acknowledged if one not in rows)
    return Kept(lost, sum(1 for times in rows.values() if times > 1), integrity)


def way(most: int) -> list[Step]:
    """What a learner answers, in order: every question of each paragraph, so that the gates open on the way."""
    text = lesson()
    items = [(paragraph.number, item) for paragraph in text.text.paragraphs for item in text.items_at(paragraph.number)]
    if most > len(items):
        raise SystemExit(f"the text has {len(items)} questions: at most {len(items) * EVERY / 60:g} minutes")
    return [step(number, item.question) for number, item in items[:most]]


def step(paragraph: int, question: Question) -> Step:
    """A question's forms, right and wrong; the same where it has no wrong answer."""
    answers = question.right_fields(), question.right_fields() if question.once else question.wrong_fields()
    right, wrong = (urlencode({"check": question.id, **fields}, doseq=True) for fields in answers)
    return Step(f"/texts/{SLUG}/{paragraph}", question.id, right, wrong)


def simulate(data: Path, learners: int, minutes: float, pages: bool) -> tuple[Run, Kept, float]:
    """Run them against a server of their own. The last figure is the server's processor time an answer, in seconds."""
    room_for(learners)
    steps = way(round(minutes * 60 / EVERY))
    with serving("fahm", data) as server:
        loop = OpenLoop(server.port, learners, steps, pages)
        before = server.cpu_seconds()
        found = loop.run()
        spent = (server.cpu_seconds() - before) / max(1, len(found.acknowledged))
    return found, kept(data / "fahm.db", found.acknowledged), spent


def room_for(connections: int) -> None:
    """Let this process, and those that it starts from here on, open so many files at once."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + 200
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise SystemExit(f"--learners: this machine allows {hard} open files, and each learner has a connection")
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
