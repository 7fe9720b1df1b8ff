"""``python -m benchmarks.killing``: nothing acknowledged is lost, whatever dies. Writes benchmarks/killing.md.

Hundreds of readers post answers to ``fahm serve`` with two workers, on loopback. In each round something is cut off:

- *workers*: kill -9 of every worker; the server makes new ones.
- *server*: the processes are stopped where they are, the files are copied as they lie (without ``-shm``), and all are
  killed; a new server goes on with the files. The copy must open by itself and hold everything that was acknowledged.
  Stopped processes write nothing, so that two files are copied as of one moment: a fair picture of a machine that
  hangs, all of whose writes reach the disk.
- *power*: all are killed, and only what was synced is kept: ``faulty_disk.c`` lets bytes through to a second folder
  with the fsync of the process that wrote them. A new server goes on with that folder.
- *locked*: another program holds the database for ten seconds.
- *full*, *read-only*: the disk refuses every write for two seconds, and then takes them again.

The last two and *power* need a C compiler, for ``faulty_disk.c``.

Afterwards every form must have a reply and be one try.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from benchmarks.crowd import Book, Crowd, Found, ask, forms, look_into
from benchmarks.readers import SLUG, visitor
from benchmarks.serving import ROOT, SECRET
from webapp.store import open_store
from webapp.store.database_url import sqlite_url

HERE = Path(__file__).parent
WORDS = {"full": "f", "read-only": "r"}
CUTS, FAULTS = ("workers", "server", "power"), ("locked", *WORDS)
NEED_SHIM = {"power", *WORDS}
LOCKED_SECONDS, FAULTY_SECONDS, END_SECONDS = 10.0, 2.0, 90.0


def built(folder: Path) -> Path | None:
    """The disk that fails, compiled into ``folder``; None where there is no compiler."""
    made = folder / "faulty_disk.so"
    words = ["cc", "-O1", "-shared", "-fPIC", "-o", str(made), str(HERE / "faulty_disk.c"), "-ldl", "-lpthread"]
    return made if shutil.which("cc") and not subprocess.run(words, check=False).returncode else None


def _free_port() -> int:
    """Below those from which connections go out: while no server listens, one of these might meet itself there."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Server:
    """``fahm serve`` with two workers, in a group of processes of its own, on a disk that can fail."""

    def __init__(self, folder: Path, shim: Path | None = None) -> None:
        self.data, self.kept, self.word = folder / "data", folder / "kept", folder / "word"
        self.kept.mkdir(parents=True)
        self.says("-")
        # Made here, so that what a power cut leaves begins with a whole database.
        open_store(sqlite_url(self.database)).close()
        shutil.copy(self.database, self.kept)
        self.port = _free_port()
        self.env = os.environ | {"FAHM_SECRET": SECRET, "PYTHONUNBUFFERED": "1"}
        if shim:
            self.env |= {"LD_PRELOAD": str(shim), "FAULTY_DATA": str(self.data), "FAULTY_WORD": str(self.word)}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        """Where the answers are."""
        return self.data / "fahm.db"

    def says(self, word: str) -> None:
        """Tell the disk how to be: see faulty_disk.c. In place, for the servers hold the file."""
        with self.word.open("r+b" if self.word.exists() else "wb") as file:
            file.write(word.encode())

    async def start(self, forgetful: bool = False) -> None:
        """Start it, or start it anew, and wait until it answers. ``forgetful``: note what was synced."""
        env = self.env | ({"FAULTY_KEPT": str(self.kept)} if forgetful else {})
        words = ["serve", "--port", str(self.port), "--content", str(ROOT), "--data", str(self.data), "--workers", "2"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "webapp.cli", *words], cwd=ROOT, env=env, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        await self.answers()

    async def answers(self) -> None:
        """Wait until a page comes."""
        for _ in range(600):
            try:
                if (await ask(self.port, visitor(f"/texts/{SLUG}/"))).status == 200:
                    return
            except OSError:
                await asyncio.sleep(0.05)
        raise RuntimeError("the server did not come up within 30 s")

    def workers(self) -> list[int]:
        """The processes that serve. One that only minds other processes' resources is none."""
        assert self.process
        pids = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        lines = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids}
        # The dead have no command line.
        return [pid for pid, line in lines.items() if line and b"resource_tracker" not in line]

    @property
    def ended(self) -> bool:
        """Whether the server has ended by itself, as it does when its workers die again and again."""
        return self.process is None or self.process.poll() is not None

    def signal(self, what: signal.Signals) -> None:
        """To the server and all its workers."""
        assert self.process
        os.killpg(self.process.pid, what)

    def stop(self) -> None:
        """End it, whatever it is doing."""
        if self.process:
            with suppress(ProcessLookupError):
                self.signal(signal.SIGKILL)
            self.process.wait(timeout=20)
            self.process = None


@dataclass(frozen=True)
class Round:
    """What one cut did. ``before``: acknowledged by then; ``hanging``: sent, without a reply; ``told_not``: 503."""

    kind: str
    before: int
    hanging: int
    told_not: int
    again: int
    kept: int
    lost: int
    twice: int
    integrity: str
    back: float


def _copied(database: Path, folder: Path) -> Path:
    folder.mkdir()
    for name in (database.name, f"{database.name}-wal"):
        if database.with_name(name).exists():
            shutil.copy(database.with_name(name), folder)
    return folder / database.name


async def _cut(server: Server, kind: str, folder: Path) -> Path | None:
    """Cut off what the kind says, and have a server again; a copy to look into, where there is one."""
    if kind == "workers":
        await _workers_anew(server)
    elif kind == "locked":
        with closing(sqlite3.connect(server.database, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            await asyncio.sleep(LOCKED_SECONDS)
    elif kind in WORDS:
        server.says(WORDS[kind])
        await asyncio.sleep(FAULTY_SECONDS)
        server.says("-")
    else:
        return await _server_anew(server, kind, folder)
    return None


async def _workers_anew(server: Server) -> None:
    before = server.workers()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    while not server.ended and len(set(server.workers()) - set(before)) < len(before):
        await asyncio.sleep(0.02)
    if not server.ended:
        await server.answers()


async def _end(crowd: Crowd, server: Server) -> None:
    """Until each has its reply. As whatever minds servers would, start it anew if it ended by itself."""
    ending = asyncio.create_task(crowd.end())
    async with asyncio.timeout(END_SECONDS):
        while not ending.done():
            if server.ended:  # it takes workers that die again and again for a fault that it cannot mend
                server.stop()
                await server.start(forgetful=True)
            await asyncio.wait({ending}, timeout=0.1)
    ending.result()


async def _server_anew(server: Server, kind: str, folder: Path) -> Path | None:
    copy = None
    if kind == "server":
        server.signal(signal.SIGSTOP)
        copy = _copied(server.database, folder)
    server.stop()
    if kind == "power":
        shutil.rmtree(server.data)
        shutil.copytree(server.kept, server.data)
        copy = _copied(server.database, folder)
    await server.start(forgetful=True)
    return copy


async def one_round(server: Server, kind: str, submitters: int, book: Book, folder: Path) -> Round:
    """Let a crowd post, cut, and let it go on until each has its reply."""
    posts, known = forms(submitters), len(book.kept)
    book.refused.clear()
    crowd = Crowd(server.port, book, posts)
    await crowd.until_kept(known + random.randrange(submitters // 5, submitters))
    told, sent = set(book.kept), set(book.sent)
    began = time.perf_counter()
    copy = await _cut(server, kind, folder)
    back = time.perf_counter() - began
    await _end(crowd, server)
    found = await asyncio.to_thread(look_into, server.database)
    lost = found.missing(book.kept)
    integrity = found.integrity
    if copy:
        other: Found = await asyncio.to_thread(look_into, copy)
        lost |= other.missing(told)
        integrity = integrity if other.integrity == "ok" else other.integrity
    again = sum(times - 1 for form, times in book.sent.items() if form not in told)
    assert set(book.refused) <= {503}, book.refused
    told_not = book.refused.total()
    figures = (len(told) - known, len(sent - told), told_not, again, len(book.kept), len(lost), found.twice)
    return Round(kind, *figures, integrity, back)


async def rounds(kinds: Sequence[str], submitters: int, folder: Path, shim: Path | None) -> list[Round]:
    """One after the other on the same data, so that nothing of an earlier round is lost in a later one either."""
    server, book = Server(folder, shim), Book()
    made = []
    try:
        await server.start(forgetful=True)
        for number, kind in enumerate(kinds):
            made.append(await one_round(server, kind, submitters, book, folder / f"copy-{number}"))
            print(f"{kind:8} {made[-1]}", file=sys.stderr)
    finally:
        server.stop()
    return made


def table(made: Sequence[Round], submitters: int) -> Iterator[str]:
    """The lines of benchmarks/killing.md."""
    yield "# What is acknowledged stays\n"
    yield f"`python -m benchmarks.killing`: {submitters} readers posting at once to two workers, {len(made)} rounds.\n"
    heads = ("acknowledged before", "without reply", "503", "sent again", "tries by then", "lost", "twice", "integrity")
    yield f"| cut | {' | '.join(heads)} | back after |"
    yield "|---" * (len(heads) + 2) + "|"
    for one in made:
        figures = " | ".join(str(figure) for figure in astuple(one)[1:-1])
        yield f"| {one.kind} | {figures} | {one.back:.1f} s |"
    lost, twice = sum(one.lost for one in made), sum(one.twice for one in made)
    yield f"\nAcknowledged and lost: **{lost}**. Counted twice: **{twice}**."
    yield "What each kind of cut is: see the head of `benchmarks/killing.py`."


def main() -> None:
    """Run, print and write."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=20)
    asked.add_argument("--submitters", type=int, default=500)
    args = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shim = built(folder)
        cuts, faults = ([kind for kind in kinds if shim or kind not in NEED_SHIM] for kinds in (CUTS, FAULTS))
        chosen = [*itertools.islice(itertools.cycle(cuts), args.rounds), *faults]
        made = asyncio.run(rounds(chosen, args.submitters, folder / "served", shim))
    lines = list(table(made, args.submitters))
    (HERE / "killing.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    sys.exit(any(one.lost or one.twice or one.integrity != "ok" for one in made))


if __name__ == "__main__":
    main()
