"""``python -m benchmarks.killing``: check that no acknowledged answer is lost, whatever dies. Writes killing.md.

Hundreds of readers post answers to ``fahm serve`` with two workers, on loopback. Each round injects one fault:

- *workers*: kill -9 of every worker; the server starts new ones.
- *server*: all processes are stopped, the database files are copied as they are (without ``-shm``), and all processes
  are killed; a new server continues with the files. The copy must open by itself and hold all acknowledged answers.
  Stopped processes write nothing, so that two files are copied as of one moment: a fair picture of a machine that
  hangs, all of whose writes reach the disk.
- *power*: all are killed, and only synced bytes survive: ``faulty_disk.c`` copies bytes to a second folder when the
  process that wrote them calls fsync. A new server continues with that folder.
- *locked*: another program holds the database for ten seconds.
- *full*, *read-only*: the disk refuses every write for two seconds, and then takes them again.

The last two and *power* need a C compiler, for ``faulty_disk.c``.

Afterwards every form must have a reply and be one attempt.
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

from benchmarks.browser_requests import SLUG, visitor_get
from benchmarks.retrying_clients import (
    AnswerLog,
    DatabaseContents,
    RetryingClients,
    posts_by_reader,
    read_database,
    send,
)
from benchmarks.server_process import ROOT, SECRET
from webapp.store import open_store
from webapp.store.database_url import sqlite_url

HERE = Path(__file__).parent
DISK_COMMANDS = {"full": "f", "read-only": "r"}
CUTS, FAULTS = ("workers", "server", "power"), ("locked", *DISK_COMMANDS)
NEED_SHIM = {"power", *DISK_COMMANDS}
LOCKED_SECONDS, FAULTY_SECONDS, END_SECONDS = 10.0, 2.0, 90.0


def compile_faulty_disk(folder: Path) -> Path | None:
    """Compile the faulty disk into ``folder``; None where there is no compiler."""
    library = folder / "faulty_disk.so"
    command = ["cc", "-O1", "-shared", "-fPIC", "-o", str(library), str(HERE / "faulty_disk.c"), "-ldl", "-lpthread"]
    return library if shutil.which("cc") and not subprocess.run(command, check=False).returncode else None


def _free_port() -> int:
    """A free port below the range of outgoing connections: with no server, a client could connect to itself there."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _text_alone(folder: Path) -> Path:
    """Copy the text that the readers answer into a folder: the others would only be compiled at each start."""
    for name in ("seeds", "questions"):
        (folder / name).mkdir(parents=True)
        for file in (ROOT / name).glob(f"{SLUG}.*"):
            shutil.copy(file, folder / name)
    return folder


class CrashingServer:
    """``fahm serve`` with two workers, in its own process group, on a disk that can be made to fail."""

    def __init__(self, folder: Path, shim: Path | None = None) -> None:
        self.data, self.synced, self.disk_command_file = folder / "data", folder / "synced", folder / "word"
        self.content = _text_alone(folder / "content")
        self.synced.mkdir(parents=True)
        self.set_disk("-")
        # Created before the first start, so that a power cut always finds a whole database.
        open_store(sqlite_url(self.database)).close()
        shutil.copy(self.database, self.synced)
        self.port = _free_port()
        self.env = os.environ | {"FAHM_SECRET": SECRET, "PYTHONUNBUFFERED": "1", "FAHM_PROXIES": "1"}
        if shim:
            self.env |= {"LD_PRELOAD": str(shim), "FAULTY_DATA": str(self.data)}
            self.env["FAULTY_WORD"] = str(self.disk_command_file)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        """The database file."""
        return self.data / "fahm.db"

    def set_disk(self, command: str) -> None:
        """Set the behaviour of the disk, see faulty_disk.c. The file is written in place: the servers hold it open."""
        with self.disk_command_file.open("r+b" if self.disk_command_file.exists() else "wb") as file:
            file.write(command.encode())

    async def start(self, track_synced: bool = False) -> None:
        """Start or restart the server, and wait until it answers. ``track_synced``: record which bytes are synced."""
        env = self.env | ({"FAULTY_KEPT": str(self.synced)} if track_synced else {})
        words = ["serve", "--port", str(self.port), "--content", str(self.content), "--data", str(self.data)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "webapp.cli", *words, "--workers", "2"], cwd=ROOT, env=env, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        await self.answers()

    async def answers(self) -> None:
        """Wait until a page comes."""
        for _ in range(600):
            try:
                if (await send(self.port, visitor_get(f"/texts/{SLUG}/"))).status == 200:
                    return
            except OSError:
                await asyncio.sleep(0.05)
        raise RuntimeError("the server did not come up within 30 s")

    def workers(self) -> list[int]:
        """Ids of the worker processes, without Python's resource tracker."""
        assert self.process
        pids = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        lines: dict[int, bytes] = {}
        for pid in pids:
            with suppress(FileNotFoundError):  # it ended meanwhile
                lines[int(pid)] = Path(f"/proc/{pid}/cmdline").read_bytes()
        # The dead have no command line.
        return [pid for pid, line in lines.items() if line and b"resource_tracker" not in line]

    @property
    def ended(self) -> bool:
        """True if the server has ended by itself, as it does when its workers die again and again."""
        return self.process is None or self.process.poll() is not None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the server and all its workers."""
        assert self.process
        os.killpg(self.process.pid, number)

    def stop(self) -> None:
        """Kill the server."""
        if self.process:
            with suppress(ProcessLookupError):
                self.signal(signal.SIGKILL)
            self.process.wait(timeout=20)
            self.process = None


@dataclass(frozen=True)
class CrashRound:
    """Result of one round.

    ``before`` counts the attempts acknowledged before the fault, ``unanswered`` the forms without a reply then, and
    ``unavailable`` the replies with status 503.
    """

    kind: str
    before: int
    unanswered: int
    unavailable: int
    resent: int
    kept: int
    lost: int
    duplicates: int
    integrity: str
    back: float


def _copy_files(database: Path, folder: Path) -> Path:
    folder.mkdir()
    for name in (database.name, f"{database.name}-wal"):
        if database.with_name(name).exists():
            shutil.copy(database.with_name(name), folder)
    return folder / database.name


async def _inject_fault(server: CrashingServer, kind: str, folder: Path) -> Path | None:
    """Inject the fault, and have a server again. Returns a copy of the database to check, where the fault makes one."""
    if kind == "workers":
        await _kill_workers(server)
    elif kind == "locked":
        with closing(sqlite3.connect(server.database, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            await asyncio.sleep(LOCKED_SECONDS)
    elif kind in DISK_COMMANDS:
        server.set_disk(DISK_COMMANDS[kind])
        await asyncio.sleep(FAULTY_SECONDS)
        server.set_disk("-")
    else:
        return await _replace_server(server, kind, folder)
    return None


async def _kill_workers(server: CrashingServer) -> None:
    before = server.workers()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    while not server.ended and len(set(server.workers()) - set(before)) < len(before):
        await asyncio.sleep(0.02)
    if not server.ended:
        await server.answers()


async def _finish(crowd: RetryingClients, server: CrashingServer) -> None:
    """Wait until each client has its reply. Like a process manager, restart the server if it ended by itself."""
    ending = asyncio.create_task(crowd.end())
    async with asyncio.timeout(END_SECONDS):
        while not ending.done():
            if server.ended:  # the server gives up after its workers died again and again
                server.stop()
                await server.start(track_synced=True)
            await asyncio.wait({ending}, timeout=0.1)
    ending.result()


async def _replace_server(server: CrashingServer, kind: str, folder: Path) -> Path | None:
    copy = None
    if kind == "server":
        server.signal(signal.SIGSTOP)
        copy = _copy_files(server.database, folder)
    server.stop()
    if kind == "power":
        shutil.rmtree(server.data)
        shutil.copytree(server.synced, server.data)
        copy = _copy_files(server.database, folder)
    await server.start(track_synced=True)
    return copy


async def run_round(server: CrashingServer, kind: str, submitters: int, log: AnswerLog, folder: Path) -> CrashRound:
    """Let the clients post, inject a fault, and let them continue until each has its reply."""
    posts, known_before = posts_by_reader(submitters), len(log.acknowledged)
    log.refused.clear()
    crowd = RetryingClients(server.port, log, posts)
    await crowd.wait_for_acknowledged(known_before + random.randrange(submitters // 5, submitters))
    acknowledged, sent = set(log.acknowledged), set(log.sent)
    began = time.perf_counter()
    copy = await _inject_fault(server, kind, folder)
    back = time.perf_counter() - began
    await _finish(crowd, server)
    contents = await asyncio.to_thread(read_database, server.database)
    lost = contents.missing(log.acknowledged)
    integrity = contents.integrity
    if copy:
        copied: DatabaseContents = await asyncio.to_thread(read_database, copy)
        lost |= copied.missing(acknowledged)
        integrity = integrity if copied.integrity == "ok" else copied.integrity
    assert set(log.refused) <= {503}, log.refused
    return CrashRound(
        kind,
        before=len(acknowledged) - known_before,
        unanswered=len(sent - acknowledged),
        unavailable=log.refused.total(),
        resent=sum(times - 1 for form, times in log.sent.items() if form not in acknowledged),
        kept=len(log.acknowledged),
        lost=len(lost),
        duplicates=contents.duplicates,
        integrity=integrity,
        back=back,
    )


async def run_rounds(kinds: Sequence[str], submitters: int, folder: Path, shim: Path | None) -> list[CrashRound]:
    """Run the rounds one after the other on the same data, so that a later round would show an earlier loss."""
    server, log = CrashingServer(folder, shim), AnswerLog()
    results = []
    try:
        await server.start(track_synced=True)
        for number, kind in enumerate(kinds):
            results.append(await run_round(server, kind, submitters, log, folder / f"copy-{number}"))
            print(f"{kind:8} {results[-1]}", file=sys.stderr)
    finally:
        server.stop()
    return results


def table(results: Sequence[CrashRound], submitters: int) -> Iterator[str]:
    """Lines of benchmarks/killing.md."""
    yield "# What is acknowledged stays\n"
    readers = f"{submitters} readers posting at once to two workers"
    yield f"`python -m benchmarks.killing`: {readers}, {len(results)} rounds.\n"
    heads = ("acknowledged before", "without reply", "503", "sent again", "tries by then", "lost", "twice", "integrity")
    yield f"| cut | {' | '.join(heads)} | back after |"
    yield "|---" * (len(heads) + 2) + "|"
    for result in results:
        figures = " | ".join(str(figure) for figure in astuple(result)[1:-1])
        yield f"| {result.kind} | {figures} | {result.back:.1f} s |"
    lost, duplicates = sum(result.lost for result in results), sum(result.duplicates for result in results)
    yield f"\nAcknowledged and lost: **{lost}**. Counted twice: **{duplicates}**."
    yield "What each kind of cut is: see the head of `benchmarks/killing.py`."


def main() -> None:
    """Run the rounds, print the table and write it to its file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--submitters", type=int, default=500)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shim = compile_faulty_disk(folder)
        cuts, faults = ([kind for kind in kinds if shim or kind not in NEED_SHIM] for kinds in (CUTS, FAULTS))
        chosen = [*itertools.islice(itertools.cycle(cuts), args.rounds), *faults]
        results = asyncio.run(run_rounds(chosen, args.submitters, folder / "served", shim))
    lines = list(table(results, args.submitters))
    (HERE / "killing.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    sys.exit(any(result.lost or result.duplicates or result.integrity != "ok" for result in results))


if __name__ == "__main__":
    main()
