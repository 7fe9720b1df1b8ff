"""Load of many learners who each answer every half minute. Each acknowledged answer is looked up in the database."""

from __future__ import annotations

import resource
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.browser_requests import SLUG, lesson
from benchmarks.open_loop import ANSWER_INTERVAL, AnswerStep, OpenLoop, OpenLoopResult
from benchmarks.server_process import running_server
from webapp.domain.question import Question


@dataclass(frozen=True)
class StoredAnswers:
    """Check of the database after the load: acknowledged answers that are lost, and forms stored twice."""

    lost: int
    twice: int
    integrity: str


def stored_answers(database: Path, acknowledged: Sequence[str]) -> StoredAnswers:
    """Look up every acknowledged answer. ``twice`` counts form ids with more than one attempt."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as conn:
        rows = Counter(row[0] for row in conn.execute("SELECT id FROM tries"))
        integrity = str(conn.execute("PRAGMA integrity_check").fetchone()[0])
    lost = sum(1 for attempt_id in acknowledged if attempt_id not in rows)
    return StoredAnswers(lost, sum(1 for times in rows.values() if times > 1), integrity)


def answer_steps(count: int) -> list[AnswerStep]:
    """The questions a learner answers, in order: all of each paragraph, so that its gate opens the next."""
    text = lesson()
    items = [(paragraph.number, item) for paragraph in text.text.paragraphs for item in text.items_at(paragraph.number)]
    if count > len(items):
        raise SystemExit(f"the text has {len(items)} questions: at most {len(items) * ANSWER_INTERVAL / 60:g} minutes")
    return [answer_step(number, item.question) for number, item in items[:count]]


def answer_step(paragraph: int, question: Question) -> AnswerStep:
    """Encode a question's right and wrong answer as forms; the same form twice where it has no wrong answer."""
    answers = question.right_fields(), question.right_fields() if question.once else question.wrong_fields()
    right, wrong = (urlencode({"check": question.id, **fields}, doseq=True) for fields in answers)
    return AnswerStep(f"/texts/{SLUG}/{paragraph}", question.id, right, wrong)


def run_learners(data: Path, learners: int, minutes: float, pages: bool) -> tuple[OpenLoopResult, StoredAnswers, float]:
    """Run the learners against a new server. The third result is the server's processor time an answer, in seconds."""
    raise_file_limit(learners)
    steps = answer_steps(round(minutes * 60 / ANSWER_INTERVAL))
    with running_server("fahm", data) as server:
        loop = OpenLoop(server.port, learners, steps, pages)
        before = server.cpu_seconds()
        result = loop.run()
        cpu_seconds = (server.cpu_seconds() - before) / max(1, len(result.acknowledged))
    return result, stored_answers(data / "fahm.db", result.acknowledged), cpu_seconds


def raise_file_limit(connections: int) -> None:
    """Raise the limit of open files of this process and its children."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = connections + 200
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise SystemExit(f"--learners: this machine allows {hard} open files, and each learner has a connection")
    if soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
