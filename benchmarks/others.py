"""Servers of other people, for :mod:`bench.peers`: installed, started on loopback and ended, each with data of its own.

Each goes into an environment of its own under build/peers, and its data into a folder that the caller gives.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.readers import lesson
from benchmarks.serving import ROOT, Running

ENVIRONMENTS = ROOT / "build" / "peers"
INSTALL_SECONDS = 300
LEARNERS = 16
BROWSER = "gzip, deflate, br"
_PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "-q", "install")


class NotHad(Exception):
    """It could not be installed or started; why, in one line."""


@dataclass(frozen=True)
class Peer:
    """A server of somebody else's that runs: its version, how it runs, and what it is asked for."""

    name: str
    version: str
    running: Running
    requests: Sequence[Callable[[], bytes]]
    """What one page or answer takes, in order."""
    page: str
    """The address of the page that a reader has open."""
    cookie: str = ""


def install(package: str) -> Path:
    """The Python of an environment that has the package; made now if there is none yet."""
    home = ENVIRONMENTS / package
    python = home / "bin" / "python"
    if not (home / "installed").exists():
        began = time.monotonic()
        steps = ([sys.executable, "-m", "venv", "--clear", str(home)], [str(python), *_PIP, package])
        for step in steps:
            left = max(1.0, INSTALL_SECONDS - (time.monotonic() - began))
            try:
                subprocess.run(step, check=True, capture_output=True, text=True, timeout=left)
            except subprocess.TimeoutExpired:
                raise NotHad(f"{package} was not installed within {INSTALL_SECONDS} s") from None
            except subprocess.CalledProcessError as error:
                print(error.stderr or error.stdout, file=sys.stderr)
                raise NotHad(f"{package} could not be installed (pip ended with {error.returncode})") from None
        (home / "installed").touch()
    return python


def version_of(python: Path, package: str) -> str:
    """Which version of the package an environment has."""
    told = f"from importlib.metadata import version; print(version({package!r}))"
    return subprocess.run([python, "-c", told], check=True, capture_output=True, text=True).stdout.strip()


@contextmanager
def lute(folder: Path) -> Iterator[Peer]:
    """Lute 3 with the article's first paragraph as an Arabic book of one page."""
    python = install("lute3")
    (folder / "config.yml").write_text(f"ENV: prod\nDBNAME: lute.db\nDATAPATH: {folder / 'data'}\n", encoding="utf-8")
    port = free_port()
    words = [str(python), "-m", "lute.main", "--local", "--port", str(port), "--config", str(folder / "config.yml")]
    with started(words, port, {}) as running:
        page = f"http://127.0.0.1:{port}"
        chosen = re.search(r'<option[^>]*value="(\d+)"[^>]*>Arabic<', get(f"{page}/book/new").decode())
        if not chosen:
            raise NotHad("lute3 has no Arabic any more")
        text = next(iter(lesson().text.paragraphs)).text
        fields = {"language_id": chosen[1], "title": "article", "text": text, "split_by": "paragraphs"}
        fields |= {"threshold_page_tokens": "250", "source_uri": "", "book_tags": ""}
        with urllib.request.urlopen(f"{page}/book/new", urllib.parse.urlencode(fields).encode(), timeout=30) as made:
            found = re.search(r"/read/(\d+)/page/1$", made.url)
        if not found:
            raise NotHad("lute3 did not take the text")
        paths = (f"/read/{found[1]}/page/1", f"/read/start_reading/{found[1]}/1")
        for path in paths:  # of several first visits at once, it answers some with 500
            get(page + path)
        asked = [_always(request("GET", path, {"Accept-Encoding": BROWSER})) for path in paths]
        yield Peer("Lute 3", version_of(python, "lute3"), running, asked, page + paths[0])


@contextmanager
def kolibri(folder: Path) -> Iterator[Peer]:
    """Kolibri with a facility of sixteen learners, each in a session on an exercise."""
    python = install("kolibri")
    port, other = free_port(), free_port()
    env = {
        "KOLIBRI_HOME": str(folder),
        "KOLIBRI_LISTEN_ADDRESS": "127.0.0.1",
        "KOLIBRI_ZEROCONF_ENABLED": "0",
        "KOLIBRI_DISABLE_PING": "1",
    }
    program = str(python.with_name("kolibri"))
    password = uuid.uuid4().hex
    made = ["--facility", "bench", "--preset", "nonformal", "--superusername", "bench", "--superuserpassword", password]
    try:
        subprocess.run(
            [program, "manage", "provisiondevice", "--", *made, "--language_id", "en", "--no-input"],
            check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS, env=os.environ | env,
        )  # fmt: skip
    except subprocess.SubprocessError as error:
        raise NotHad(f"kolibri could not be set up ({type(error).__name__})") from None
    words = [program, "start", "--foreground", "--skip-update", "--port", str(port), "--zip-port", str(other)]
    with started(words, port, env) as running:
        learners = _Learners(f"http://127.0.0.1:{port}")
        yield Peer(
            "Kolibri",
            version_of(python, "kolibri"),
            running,
            [learners.attempt],
            f"http://127.0.0.1:{port}/en/learn/",
            learners.cookies[0],
        )


class _Learners:
    """Learners who signed up over Kolibri's own interface, and the attempts that their browsers would log."""

    def __init__(self, address: str) -> None:
        self.address, self.token, self.turn = address, uuid.uuid4().hex, 0
        facility = json.loads(get(f"{address}/api/public/v1/facility/"))[0]["id"]
        self.cookies: list[str] = []
        self.sessions: list[str] = []
        node = uuid.uuid4().hex
        exercise = {"node_id": node, "content_id": node, "channel_id": node, "kind": "exercise"}
        exercise["mastery_model"] = {"type": "m_of_n", "m": 5, "n": 7}  # type: ignore[assignment]
        for number in range(LEARNERS):
            who = {"username": f"learner{number}", "password": uuid.uuid4().hex, "facility": facility}
            self._call("/api/auth/signup/", who | {"full_name": "learner"}, "")
            headers, _ = self._call("/api/auth/session/", who, "")
            cookie = re.search(r"\bkolibri=[^;]+", headers)
            if not cookie:
                raise NotHad("kolibri gave a learner no session")
            self.cookies.append(cookie[0])
            self.sessions.append(self._call("/api/logger/trackprogress/", exercise, cookie[0])[1]["session_id"])

    def attempt(self) -> bytes:
        """One right answer to a new item, by the next learner in turn."""
        self.turn = (self.turn + 1) % LEARNERS
        done = {"item": uuid.uuid4().hex, "correct": 1, "complete": True, "time_spent": 5, "answer": {"given": "1"}}
        body = json.dumps({"interactions": [done], "time_spent_delta": 5}).encode()
        path = f"/api/logger/trackprogress/{self.sessions[self.turn]}/"
        return request("PUT", path, self._headers(self.cookies[self.turn]), body)

    def _headers(self, cookie: str) -> dict[str, str]:
        cookies = f"kolibri_csrftoken={self.token}; {cookie}"
        return {"Content-Type": "application/json", "X-CSRFToken": self.token, "Cookie": cookies}

    def _call(self, path: str, data: dict[str, str], cookie: str) -> tuple[str, dict[str, str]]:
        asked = urllib.request.Request(self.address + path, json.dumps(data).encode(), self._headers(cookie))
        try:
            with urllib.request.urlopen(asked, timeout=60) as reply:
                return "\n".join(reply.headers.get_all("Set-Cookie") or ()), json.load(reply)
        except urllib.error.HTTPError as error:
            raise NotHad(f"kolibri answered {path} with {error.code}") from None


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A request as it goes over the line."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *(f"{name}: {value}" for name, value in headers.items())]
    lines += [f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([*lines, "", ""]).encode() + body


def get(address: str, cookie: str = "") -> bytes:
    """What is at an address."""
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Cookie": cookie}), timeout=30) as reply:
        return bytes(reply.read())


def _always(raw: bytes) -> Callable[[], bytes]:
    return lambda: raw


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(words: Sequence[str], port: int, env: dict[str, str]) -> Iterator[Running]:
    """A server, from its first byte on; ended by its own process id when the block ends."""
    began = time.perf_counter()
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | env)
    try:
        first_byte = _first_byte(port, server, began)
        yield Running(port, _family(server.pid), first_byte)
    finally:
        server.terminate()
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(timeout=30)


def _first_byte(port: int, server: subprocess.Popen[bytes], began: float) -> float:
    while time.perf_counter() - began < 120:
        if server.poll() is not None:
            raise NotHad("the server ended by itself")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
                line.sendall(request("GET", "/", {"Connection": "close"}))
                if line.recv(1):
                    return time.perf_counter() - began
        except OSError:
            time.sleep(0.05)
    raise NotHad("the server did not come up within 120 s")


def _family(pid: int) -> tuple[int, ...]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return (pid, *(one for child in children for one in _family(int(child))))
