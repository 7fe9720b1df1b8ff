"""The open loop: who is due when, what counts as acknowledged, and what is counted against the server."""

from __future__ import annotations

import socketserver
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from benchmarks import open_loop
from benchmarks.learner_load import StoredAnswers, answer_steps, stored_answers
from benchmarks.open_loop import ANSWER_INTERVAL, AnswerStep, OpenLoop, OpenLoopResult, due_times, header

pytestmark = pytest.mark.benchmark

LEARNERS = 3


def steps(*questions: str) -> list[AnswerStep]:
    return [
        AnswerStep("/texts/a/1", question, f"check={question}&a=1", f"check={question}&a=2") for question in questions
    ]


def test_each_learner_is_due_once_in_each_half_minute():
    due = list(due_times(50, 4))
    assert [moment for moment, _ in due] == sorted(moment for moment, _ in due)
    assert 0 <= due[0][0] <= due[49][0] < ANSWER_INTERVAL
    for learner in range(50):
        own = [moment for moment, who in due if who == learner]
        assert len(own) == 4
        assert [later - earlier for earlier, later in pairwise(own)] == pytest.approx([ANSWER_INTERVAL] * 3)


def test_the_same_seed_makes_the_same_schedule():
    assert list(due_times(9, 2)) == list(due_times(9, 2)) != list(due_times(9, 2, seed=1))


def test_headers_are_found_whatever_their_case():
    head = b"HTTP/1.1 303 SEE OTHER\r\nContent-Length: 12\r\nlocation:/a#b: c"
    assert header(head, b"content-length") == b"12"
    assert header(head, b"location") == b"/a#b: c"
    assert header(head, b"set-cookie") == b""


def test_the_way_through_the_text_answers_every_question():
    found = answer_steps(7)
    assert len({step.question for step in found}) == 7
    assert found[0].path.endswith("/1")
    assert found[-1].path > found[0].path
    assert [step.question for step in found if step.right == step.wrong] == ["difficulty-before"]
    with pytest.raises(SystemExit, match="at most"):
        answer_steps(10_000)


class Answering(socketserver.StreamRequestHandler):
    """Answers as Fahm does, but "broken" with 500, "elsewhere" with a page that says no; "torn" it hangs up on once."""

    def handle(self) -> None:
        while line := self.rfile.readline():
            size = 0
            while (head := self.rfile.readline()) != b"\r\n":
                size = int(head.split(b":")[1]) if head.lower().startswith(b"content-length") else size
            fields = parse_qs(self.rfile.read(size).decode())
            if line.startswith(b"GET"):
                self.reply("200 OK", "")
                continue
            question, form = fields["check"][0], fields["form"][0]
            torn = self.server.torn  # type: ignore[attr-defined]
            if question == "torn" and form not in torn:
                torn.add(form)
                return
            at = "elsewhere" if question == "elsewhere" else f"q-{question}"
            self.reply("500 NO" if question == "broken" else "303 SEE OTHER", f"Location: /texts/a/1#{at}\r\n")

    def reply(self, status: str, more: str) -> None:
        self.wfile.write(f"HTTP/1.1 {status}\r\n{more}Content-Length: 2\r\n\r\nok".encode())


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(open_loop, "ANSWER_INTERVAL", 0.01)
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads, server.torn = True, set()
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def run(port: int, *questions: str, pages: bool = False) -> OpenLoopResult:
    return OpenLoop(port, LEARNERS, steps(*questions), pages).run()


def test_each_acknowledged_answer_is_known_by_the_id_of_its_try(port: int):
    found = run(port, "one", "two", pages=True)
    assert len(found.acknowledged) == len(set(found.acknowledged)) == 2 * LEARNERS
    assert {one.rpartition(".")[2] for one in found.acknowledged} == {"one", "two"}
    assert found.answers.statuses == {303: 2 * LEARNERS}
    assert found.pages.statuses == {200: 2 * LEARNERS}
    assert (found.opened, found.errors) == (LEARNERS, {})
    assert min(found.answers.latencies) > 0


@pytest.mark.parametrize("question", ["broken", "elsewhere"])
def test_whatever_is_no_acknowledgement_is_an_error(port: int, question: str):
    found = run(port, question)
    assert found.acknowledged == []
    assert sum(found.errors.values()) == LEARNERS


def test_a_form_goes_out_again_where_a_used_connection_was_closed(port: int):
    found = run(port, "one", "torn")
    assert (len(found.acknowledged), found.errors) == (2 * LEARNERS, {})
    assert found.reopened == LEARNERS


def test_a_new_connection_that_is_closed_is_an_error(port: int):
    assert run(port, "torn").errors == {"connection closed": LEARNERS}


def test_what_is_not_in_the_database_is_lost(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "a.db")) as conn, conn:
        conn.execute("CREATE TABLE tries (id TEXT)")
        conn.executemany("INSERT INTO tries VALUES (?)", [("a",), ("b",), ("b",), ("unheard",)])
    assert stored_answers(tmp_path / "a.db", ["a", "b", "c"]) == StoredAnswers(lost=1, twice=1, integrity="ok")
