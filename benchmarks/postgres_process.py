"""PostgreSQL servers of our own, in temporary folders: for the tests and benchmarks, and gone with their process.

PostgreSQL refuses to run as root; where we are root it runs as ``nobody``. It listens on loopback and on a socket in
its folder, and trusts both. Databases belong to ``fahm``, who has no rights beyond them; ``postgres`` may do anything.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

WATCHED_PROCESS = Path(__file__).with_name("watched_process.py")
START_SECONDS = 30
OWNER, SUPERUSER = "fahm", "postgres"
SMALL = {"shared_buffers": "32MB", "max_connections": "100", "jit": "off"}
"""Settings of all servers here."""
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
"""Settings for tests that cut no power: what is committed is safe from a killed process of PostgreSQL only."""


class PostgresMissing(RuntimeError):
    """No PostgreSQL server is installed here."""


def find_postgres() -> Path | None:
    """Return the folder of PostgreSQL's programs: on the PATH, where pg_config says, or Debian's newest version."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    if tool := shutil.which("pg_config"):
        asked = subprocess.run([tool, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(asked.stdout.strip()))
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    folders += sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    return next((folder for folder in folders if {"postgres", "initdb"} <= set(_names(folder))), None)


def _names(folder: Path) -> list[str]:
    return os.listdir(folder) if folder.is_dir() else []


def find_pgbouncer() -> Path | None:
    """Return the program PgBouncer; Debian puts it where only the system's users look."""
    found = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin")
    return Path(found) if found else None


def unprivileged_user() -> tuple[int, int] | None:
    """The user and group that servers run as: ``nobody`` where we are root, otherwise None for ourselves."""
    if os.geteuid() != 0:
        return None
    import pwd  # Windows has none

    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def new_folder(name: str) -> Path:
    """Make a temporary folder that belongs to :func:`unprivileged_user`."""
    folder = Path(tempfile.mkdtemp(prefix=f"fahm-{name}-"))
    if user := unprivileged_user():
        os.chown(folder, *user)
    return folder


def free_port() -> int:
    """Return a port of loopback that nobody listens on yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class WatchedProcess:
    """A program that ends with this process, and its folder with it (see ``watched_process.py``)."""

    def __init__(self, folder: Path, ending: signal.Signals, *command: str | Path) -> None:
        self.folder = folder
        user = unprivileged_user()
        self._watcher = subprocess.Popen(
            [
                *(sys.executable, "-I", "-S", WATCHED_PROCESS, folder, str(int(ending))),
                *(f"{user[0]}:{user[1]}" if user else "-", *command),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._watcher.stdout
        self.pid = int(self._watcher.stdout.readline())

    def log(self) -> str:
        """What the program has written so far."""
        return (self.folder / "log").read_text(errors="replace")

    def kill(self) -> None:
        """End the program with SIGKILL; its folder stays until :meth:`stop`."""
        os.kill(self.pid, signal.SIGKILL)

    def stop(self) -> None:
        """End the program, and delete its folder."""
        if self._watcher.stdin and not self._watcher.stdin.closed:
            self._watcher.communicate()


class PostgresServer:
    """A running server. ``basis`` is another one to copy as its standby; without it the server begins empty."""

    def __init__(self, settings: Mapping[str, str] = FAST, basis: PostgresServer | None = None) -> None:
        programs = find_postgres()
        if programs is None:
            raise PostgresMissing("no PostgreSQL here: see tests/postgres_setup.py")
        self.programs, self.port = programs, free_port()
        self.folder = new_folder("postgres")
        self.data = self.folder / "data"
        self._numbers = count(1)
        try:
            if basis:
                self._copy(basis)
            else:
                self._begin_empty()
            self._process = self._started({**SMALL, **settings})
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        if not basis:
            self.run(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
        # Copied as files a database is there in a third of the time, where no disk is waited for (from version 15 on).
        by_files = settings.get("fsync") == "off" and self.run("SHOW server_version_num")[0][0] >= "150000"
        self._copying = "STRATEGY file_copy" if by_files else ""

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._process.pid

    def address(self) -> str:
        """Host and port, as they stand in a URL."""
        return f"127.0.0.1:{self.port}"

    def url(self, database: str, user: str = OWNER) -> str:
        """Return the URL of a database on this server."""
        return f"postgresql://{user}@{self.address()}/{database}"

    def run(self, *statements: str) -> list[tuple[Any, ...]]:
        """Run statements as the superuser; the rows of the last one, if it has any."""
        import psycopg  # most tests need none of this

        with psycopg.connect(self.url("postgres", SUPERUSER), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def new_database(self, template: str | None = None) -> str:
        """Make a database (UTF-8, ordered by code points), empty or as ``template`` is; return its URL."""
        name = f"fahm_{next(self._numbers)}"
        self.run(f'CREATE DATABASE {name} OWNER {OWNER} TEMPLATE "{template or "template0"}" {self._copying}')
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Delete a database, whoever is connected to it."""
        self.run(f'DROP DATABASE IF EXISTS "{url.rpartition("/")[2].partition("?")[0]}" WITH (FORCE)')

    def kill(self) -> None:
        """End the server with SIGKILL, as a crash would; its folder stays until :meth:`stop`."""
        shared = (self.data / "postmaster.pid").read_text().splitlines()[6].split()
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        pids = [self.pid, *map(int, children.read_text().split() if children.exists() else ())]
        self._process.kill()
        wait_for(lambda: not any(map(lives, pids)), "the server to end")
        if shutil.which("ipcrm"):  # a killed server leaves its piece of shared memory, which outlives all processes
            subprocess.run(["ipcrm", "-m", shared[1]], check=False, capture_output=True)

    def promote(self) -> None:
        """Make a standby the primary; return when it takes writes."""
        self._as_user("pg_ctl", "promote", "-w", "-s", "-D", self.data)

    def stop(self) -> None:
        """End the server, and delete its folder."""
        self._process.stop()

    def __enter__(self) -> PostgresServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _begin_empty(self) -> None:
        options = ("--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C", f"--username={SUPERUSER}")
        self._as_user("initdb", "-D", self.data, *options)

    def _copy(self, basis: PostgresServer) -> None:
        options = ("--no-sync", "--checkpoint=fast", "--write-recovery-conf", "--wal-method=stream")
        self._as_user("pg_basebackup", "-D", self.data, "-d", basis.url("", SUPERUSER).removesuffix("/"), *options)

    def _as_user(self, program: str, *arguments: str | Path) -> None:
        user = unprivileged_user()
        identity: dict[str, Any] = {"user": user[0], "group": user[1], "extra_groups": []} if user else {}
        done = subprocess.run(
            [self.programs / program, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            **identity,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")

    def _started(self, settings: Mapping[str, str]) -> WatchedProcess:
        options = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            **settings,
        }
        command = [f"-c{name}={value}" for name, value in options.items()]
        process = WatchedProcess(self.folder, signal.SIGQUIT, self.programs / "postgres", "-D", self.data, *command)
        try:
            wait_for(lambda: self._is_ready() or not lives(process.pid), "PostgreSQL to start")
            if not self._is_ready():
                raise RuntimeError(f"PostgreSQL did not start: {process.log()}")
        except BaseException:
            process.stop()
            raise
        return process

    def _is_ready(self) -> bool:
        """Tell whether it takes connections: the eighth line of its file says so, as pg_ctl reads it."""
        with contextlib.suppress(OSError):
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return len(lines) > 7 and lines[7].strip() in {"ready", "standby"}
        return False


def lives(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and was not waited for does not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # it ended in between; or this is no Linux, which alone says more
        return sys.platform != "linux"
    return state != "Z"


def wait_for(happens: Callable[[], bool], what: str) -> None:
    """Return when something happens; RuntimeError when it takes too long."""
    end = time.monotonic() + START_SECONDS
    while not happens():
        if time.monotonic() > end:
            raise RuntimeError(f"waited too long for {what}")
        time.sleep(0.01)
