"""``fahm demo``: a database of simulated readers, kept apart from real data."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory

from webapp.config import DEMO_MARKER, Config
from webapp.content import Library
from webapp.demo import (
    leave_drafts,
    make_class,
    mark_open_answers,
    record_events,
    save_words,
    simulate,
    simulated_learners,
)
from webapp.demo.reading_sessions import WEEKS
from webapp.domain.user_error import UserError
from webapp.private_files import make_private_folder
from webapp.store import locate_database, open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import StoreUnavailable

DEMO_FOLDER = Path("instance-demo")
USUAL_PORT = 8000
"""Port of ``fahm serve`` without the option."""
LINK_HOURS = 30 * 24.0


@dataclass(frozen=True)
class DemoSummary:
    """Result of making a demo: numbers of readers, tries and questions, and the address of the teacher's desk."""

    learners: int
    questions: int
    tries: int
    path: str

    def spoken(self, data: Path) -> str:
        """Message for the user: contents of the demo, how to serve it, and the address of the desk."""
        port = free_port()
        option = "" if port == USUAL_PORT else f" --port {port}"
        return (
            f"{self.learners} simulated learners, {self.questions} questions, {self.tries} attempts — بيانات تجريبية\n"
            f"fahm serve --data {data}{option}\n"
            "Teacher dashboard (this link works once, for 30 days) — مكتب المعلم (يعمل الرابط مرة واحدة خلال "
            "٣٠ يومًا):\n"
            f"  http://127.0.0.1:{port}{self.path}"
        )


def free_port(usual: int = USUAL_PORT) -> int:
    """The port that ``fahm serve`` uses, or the next one above it that nobody listens on."""
    for port in range(usual, usual + 50):
        with socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    return usual


StartProgress = Callable[[int], Callable[[int], None]]
"""Called with the number of steps; returns the function to call after each step."""


def make_demo(config: Config, learners: int, seed: int, watch: StartProgress) -> DemoSummary:
    """Fill the database of ``config`` with six weeks of simulated reading up to today, replacing an earlier demo.

    The same seed, texts and day make the same record. UserError where there is nothing to read, where the folder holds
    real answers, or where a server has the demo open. The database is written whole or not at all.
    """
    lessons = sorted(Library(config.content).snapshot.lessons.values(), key=lambda lesson: lesson.slug)
    if not lessons:
        raise UserError(en=f"no texts with questions in {config.content}", ar="لا توجد في هذا المجلد نصوص لها أسئلة")
    by_slug = {lesson.slug: lesson for lesson in lessons}
    midnight = config.now().replace(hour=0, minute=0, second=0, microsecond=0)
    start = midnight - timedelta(weeks=WEEKS)
    persons = simulated_learners(learners, seed)
    events = simulate(persons, lessons, start, seed, config.school)
    config = replace(config, database=None)  # never the folder with real answers
    try:
        _prepare_folder(config)
        with TemporaryDirectory(prefix=".demo.", dir=config.data) as folder:
            moment = [start]
            store = open_store(sqlite_url(Path(folder) / "fahm.db"), lambda: moment[0])
            try:
                set_clock = _clock_setter(moment)
                demo_class = make_class(store, config.school, persons)
                tries = record_events(store, events, set_clock, watch(len(events)))
                save_words(store, config.school, by_slug, set_clock)
                mark_open_answers(store, config.school, demo_class.teacher, set_clock)
                set_clock(config.now())
                leave_drafts(store, config.school, by_slug, persons)
                token = store.people.make_password_link(config.school, demo_class.teacher, LINK_HOURS)
                # The demo's teacher need not be told of the demo's own link.
                store.audit.dismiss(config.school, demo_class.teacher, store.audit.count(config.school))
                locate_database(config.database_url).copy_from(store)
            finally:
                store.close()
    except (OSError, StoreUnavailable) as error:
        raise UserError(en=f"cannot write to {config.data}: {error}", ar="تعذرت الكتابة في هذا المجلد") from error
    return DemoSummary(learners, sum(len(lesson.items) for lesson in lessons), tries, f"/desk/demo/{token}")


def _prepare_folder(config: Config) -> None:
    """Prepare a folder marked as a demo, without a database in it."""
    marker, database = config.data / DEMO_MARKER, locate_database(config.database_url)
    if database.exists() and not marker.exists():
        raise UserError(
            en=f"{config.data} contains real answers. Choose another folder with --data.",
            ar="في هذا المجلد إجابات حقيقية. اختر مجلدًا آخر بالخيار ‎--data.",
        )
    make_private_folder(config.data)
    # Marked before the database is created: even after an interruption, the folder is known to be a demo.
    marker.write_text(json.dumps({"simulated": True}) + "\n", encoding="utf-8")
    if database.exists():
        # If it is still open after this process has closed it, another process has it open.
        open_store(config.database_url, config.now).close()
        if database.is_open():
            raise UserError(
                en=f"{database} is in use. Stop its server first.",
                ar="قاعدة البيانات مستعملة الآن. أوقف الخادم أولًا.",
            )


def _clock_setter(moment: list[datetime]) -> Callable[[datetime], None]:
    def set_clock(at: datetime) -> None:
        moment[0] = at

    return set_clock
