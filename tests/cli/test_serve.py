"""``fahm serve`` while a teacher edits: a save takes effect, a broken save does not."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest
from click.testing import CliRunner

from conftest import ROOT, SLUG
from webapp.cli.main import fahm
from webapp.cli.serve import resolve_host
from webapp.cli.teacher_links import in_url
from webapp.config import Config
from webapp.domain.user_error import UserError


class Served:
    """A server of our own, with what it says line by line."""

    def __init__(self, content: Path, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        words = ["serve", "--port", str(self.port), "--content", str(content), "--data", str(data), "--workers", "1"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "webapp.cli", *words], cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        self.said: Queue[str] = Queue()
        self.reader = threading.Thread(target=self._listen)
        self.reader.start()

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.put(line)

    def until(self, words: str) -> str:
        """The next line that holds ``words``."""
        while True:
            line = self.said.get(timeout=60)
            if words in line:
                return line

    def front(self) -> str:
        """The text's front page."""
        return self.page(f"texts/{SLUG}/")

    def page(self, path: str) -> str:
        """A page of any status; the first request waits for the worker."""
        url = f"http://127.0.0.1:{self.port}/{path}"
        for _ in range(200):
            try:
                with urllib.request.urlopen(url, timeout=60) as reply:
                    return str(reply.read().decode())
            except urllib.error.HTTPError as refused:
                return str(refused.read().decode())
            except OSError:
                threading.Event().wait(0.05)
        raise AssertionError("no answer")

    def front_with(self, words: str) -> str:
        """The front page as soon as it shows ``words``."""
        for _ in range(200):
            html = self.front()
            if words in html:
                return html
            threading.Event().wait(0.05)
        raise AssertionError(f"{words} never came")

    def worker(self) -> int:
        """The process that answers."""
        pid = self.process.pid
        return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[-1])

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)
        self.reader.join()
        assert self.process.stderr
        self.process.stderr.close()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for folder, name in (("seeds", f"{SLUG}.txt"), ("questions", f"{SLUG}.yaml")):
        (tmp_path / folder).mkdir()
        shutil.copy(ROOT / folder / name, tmp_path / folder)
    return tmp_path


@pytest.fixture
def served(content: Path, tmp_path: Path) -> Iterator[Served]:
    server = Served(content, tmp_path / "data")
    yield server
    server.stop()


def test_a_save_takes_effect_and_a_broken_one_is_named_while_the_last_good_version_stays(
    served: Served, content: Path
) -> None:
    file = content / "questions" / f"{SLUG}.yaml"
    good = file.read_text(encoding="utf-8")
    served.until("Fahm is running")
    assert "بين موسكو وبيونغ يانغ" in served.front()

    file.write_text(good.replace("title: بين موسكو وبيونغ يانغ", "title: عنوان جديد"), encoding="utf-8")
    served.front_with("عنوان جديد")

    file.write_text(good.replace("gate: answered", "gatte: answered"), encoding="utf-8")
    line = next(n for n, row in enumerate(good.splitlines(), 1) if row.startswith("gate:"))
    assert f'questions/{SLUG}.yaml:{line}:1: unknown key "gatte": did you mean "gate"?' in served.until("gatte")
    assert "last valid version" in served.until("last valid version")
    assert "عنوان جديد" in served.front()


def test_a_file_with_faults_at_the_start_is_named_and_not_offered(content: Path, tmp_path: Path) -> None:
    source = (content / "questions" / f"{SLUG}.yaml").read_text(encoding="utf-8")
    (content / "questions" / "faulty.yaml").write_text(source.replace("prompt:", "promt:"), encoding="utf-8")
    server = Served(content, tmp_path / "data")
    try:
        for path in ("", "texts/faulty/", ""):
            assert 'href="/texts/faulty/"' not in server.page(path)
        assert "questions/faulty.yaml" in server.until('unknown key "promt"')
        assert "questions/faulty.yaml" in server.page("healthz")
        assert f'href="/texts/{SLUG}/"' in server.page("")
    finally:
        server.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="who the workers are is read from /proc")
def test_a_worker_that_takes_the_place_of_another_serves_what_was_saved_since_the_start(
    served: Served, content: Path
) -> None:
    file = content / "questions" / f"{SLUG}.yaml"
    title = "title: بين موسكو وبيونغ يانغ"
    file.write_text(file.read_text(encoding="utf-8").replace(title, "title: قبل"), encoding="utf-8")
    served.front_with("قبل")
    first = served.worker()
    os.kill(first, signal.SIGKILL)
    served.front_with("قبل")
    assert served.worker() != first
    file.write_text(file.read_text(encoding="utf-8").replace("title: قبل", "title: بعد"), encoding="utf-8")
    served.front_with("بعد")


def lives(pid: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers do not hear of it")
def test_a_worker_ends_with_a_server_that_is_killed_even_where_it_hears_nothing(served: Served) -> None:
    served.until("Fahm is running")
    served.front()
    worker = served.worker()
    os.kill(worker, signal.SIGSTOP)  # as one that waits for a lock for good
    served.process.kill()
    served.process.wait(timeout=60)
    try:
        for _ in range(2000):
            if not lives(worker):
                break
            threading.Event().wait(0.01)
        assert not lives(worker)
    finally:
        if lives(worker):
            os.kill(worker, signal.SIGKILL)


@pytest.mark.parametrize(("host", "address"), [("localhost", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("::", "::")])
def test_a_host_may_be_named(host: str, address: str) -> None:
    assert resolve_host(host, 8000) == address


def test_a_host_that_nobody_knows_is_said_without_another_port() -> None:
    with pytest.raises(UserError) as refused:
        resolve_host("no-such-host.invalid", 8000)
    assert "unknown host" in refused.value.en
    assert "--port" not in refused.value.en


def test_an_address_of_ipv6_is_said_in_brackets() -> None:
    assert in_url("::1") == "[::1]"
    assert in_url("localhost") == "localhost"


def test_a_port_that_is_taken_is_said_in_one_line(content: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        words = ["serve", "--port", str(port), "--content", str(content), "--data", str(tmp_path / "data")]
        done = subprocess.run(
            [sys.executable, "-m", "webapp.cli", *words], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60
        )
    assert done.returncode == 1
    assert f"127.0.0.1:{port} is not available" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("words", "editing"), [([], True), (["--no-web-editing"], False)])
def test_writing_of_files_at_the_desk_can_be_turned_off(
    words: list[str], editing: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    configs: list[Config] = []
    monkeypatch.setattr("webapp.cli.serve.run_server", lambda config, *_: configs.append(config))
    assert CliRunner().invoke(fahm, ["serve", *words]).exit_code == 0
    assert [config.web_editing for config in configs] == [editing]


def test_it_serves_a_database_of_postgresql(
    content: Path, tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAHM_DATABASE", postgres_url)
    server = Served(content, tmp_path / "data")
    try:
        server.until("No teacher yet")
        health = json.loads(server.page("healthz"))
        assert (health["status"], health["sqlite"]) == ("ok", None)
        assert health["postgres"]
        assert SLUG in server.page("")
    finally:
        server.stop()
    assert not (tmp_path / "data" / "fahm.db").exists()
