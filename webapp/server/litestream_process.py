"""The Litestream process: started with the server, watched, restarted when it ends, stopped after the server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from webapp.config import Config
from webapp.domain.user_error import UserError
from webapp.server.data_folder import REPLICA_STATE_FILE, REPLICATION_LOCK, SERVING_LOCK, try_lock, write_state
from webapp.server.litestream_config import litestream_program, redact_credentials, write_config
from webapp.store import locate_database

RESTART_PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds before each restart: the first, the second, and so on."""
STEADY_SECONDS = 60.0
"""Seconds of running after which the next restart waits the shortest time."""
STOP_TIMEOUT = 20.0
LOCK_TIMEOUT = 12.0
"""Seconds to wait for the replicator of a killed server, which may be sending its last changes."""
RECOVERED = {"replica sync recovered": "monitor error", "sync recovered": "sync error"}
"""Litestream's message when an error is over, by the message of that error."""
PR_SET_PDEATHSIG = 1
SIGTERM = 15

Report = Callable[[str], None]


class LitestreamProcess:
    """Litestream, run until it is stopped. ``say`` is called with each line that a person should read."""

    def __init__(self, config: Config, place: str, say: Report, pauses: Sequence[float] = RESTART_PAUSES) -> None:
        self._config, self._say, self._pauses = config, say, pauses
        self._place = redact_credentials(place)
        self._words = [litestream_program(), "replicate", "-no-expand-env", "-config", str(write_config(config, place))]
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self._begun = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._work, name="fahm-replicator", daemon=True)
        self._restarts = 0

    def start(self) -> LitestreamProcess:
        """Start Litestream; return after the first try, so that workers forked later hold none of its locks."""
        self._thread.start()
        self._begun.wait()
        return self

    def stop(self) -> None:
        """Let the last changes be sent, then end Litestream. To be called when nobody writes any more."""
        self._ending.set()
        with self._lock:
            process = self._process
        if process is not None:
            process.terminate()
        self._thread.join(STOP_TIMEOUT)
        if process is not None and self._thread.is_alive():
            process.kill()
            self._say(
                "fahm: replication did not finish in time. Its last changes may be missing — لم ينتهِ النسخ في وقته"
            )
            self._thread.join(STOP_TIMEOUT)
        self._tell("ended")

    def _work(self) -> None:
        failures = 0
        while not self._ending.is_set():
            began = time.monotonic()
            why = self._run_once()
            if self._ending.is_set():
                return
            failures = 0 if time.monotonic() - began > STEADY_SECONDS else failures
            pause = self._pauses[min(failures, len(self._pauses) - 1)]
            failures += 1
            self._restarts += 1
            self._tell("stopped", error=why)
            self._say(f"fahm: replication stopped ({why}); again in {pause:g} s — توقف النسخ، وسيُستأنف بعد قليل")
            self._ending.wait(pause)

    def _run_once(self) -> str:
        """Run Litestream until it ends; return the reason."""
        lock = self._take()
        if lock is None:
            self._begun.set()
            return "another one replicates this database"
        try:
            with self._lock:
                if self._ending.is_set():
                    return ""
                process = self._process = self._spawn(lock)
        except OSError as error:
            return str(error)
        finally:
            os.close(lock)  # the child inherited it: the lock is released when that ends, whatever ends this process
            self._begun.set()
        self._tell("running", pid=process.pid)
        last = self._listen(process)
        code = process.wait()
        return last or f"exit status {code}"

    def _take(self) -> int | None:
        until = time.monotonic() + LOCK_TIMEOUT
        while True:
            lock = try_lock(self._config.data / REPLICATION_LOCK)
            if lock is not None or time.monotonic() > until or self._ending.wait(0.2):
                return lock

    def _spawn(self, lock: int) -> subprocess.Popen[str]:
        # A separate process group: Ctrl+C must not end it before the last answers are written.
        return subprocess.Popen(
            self._words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            pass_fds=(lock,),
            start_new_session=True,
            umask=0o077,
            preexec_fn=_end_with_parent,
        )

    def _listen(self, process: subprocess.Popen[str]) -> str:
        """Pass on Litestream's messages until it ends; return its last error, if that was not resolved."""
        assert process.stderr is not None
        errors: dict[str, str] = {}
        last = ""
        with process.stderr as lines:
            for line in lines:
                level, message, cause = parse_log_line(line)
                if message in RECOVERED and errors.pop(RECOVERED[message], ""):
                    self._say(f"fahm: replication to {self._place} works again — استُؤنف النسخ")
                    self._tell("running", pid=process.pid)
                if level != "ERROR":
                    continue
                said = f"{message}: {cause}" if cause else message
                if said != last:
                    self._say(f"fahm: replication to {self._place}: {said} — خطأ في النسخ")
                if message in RECOVERED.values() and message not in errors:
                    self._tell("failing", pid=process.pid, error=said)
                errors[message] = last = said
        return last

    def _tell(self, state: str, pid: int | None = None, error: str = "") -> None:
        """Write the replicator's state down for ``fahm doctor``."""
        fields = {"state": state, "place": self._place, "pid": pid, "restarts": self._restarts, "error": error}
        write_state(self._config.data / REPLICA_STATE_FILE, fields | {"at": self._config.now().isoformat()})


def parse_log_line(line: str) -> tuple[str, str, str]:
    """Parse a line of Litestream's log into level, message and cause, which may be empty."""
    try:
        entry = json.loads(line)
        return str(entry["level"]).upper(), str(entry["msg"]), str(entry.get("error", ""))
    except (ValueError, KeyError, TypeError):
        # Faults of the configuration are reported before logging starts.
        return ("ERROR" if line.startswith("Error") else "INFO"), line.strip(), ""


def _end_with_parent() -> None:
    """Have Linux send the child SIGTERM when the server is killed: it sends the last changes and ends."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGTERM)


def start_replication(config: Config, place: str, say: Report) -> LitestreamProcess:
    """Start replication, and say so. UserError where this database cannot be replicated."""
    replicator = LitestreamProcess(config, place, say).start()
    shown = redact_credentials(place)
    say(f"fahm: replicating to {shown}, seconds behind at most — تُنسخ القاعدة إلى هذا الموضع أولًا بأول")
    if on_same_disk(config, place):
        say("fahm: the replica is on the same disk. Choose another one — النسخة على القرص نفسه. اختر قرصًا آخر")
    return replicator


def on_same_disk(config: Config, place: str) -> bool:
    """Tell whether a folder of replicas is on the disk of the database."""
    folder, database = Path(place), locate_database(config.database_url).replicated_file()
    return folder.is_dir() and folder.stat().st_dev == database.parent.stat().st_dev


@contextmanager
def serving_lock_and_replication(config: Config, place: str | None, say: Report) -> Iterator[None]:
    """Hold the server's lock on the data folder and, with a ``place``, replicate to it.

    UserError where the database is being restored, or where it cannot be replicated.
    """
    try:
        lock = try_lock(config.data / SERVING_LOCK, shared=True)
    except OSError as error:
        raise UserError(en=f"cannot write to {config.data}: {error}", ar="تعذرت الكتابة في مجلد البيانات") from error
    if lock is None:
        raise UserError(
            en="the database is being restored. Wait until it is finished.",
            ar="تُستعاد القاعدة الآن. انتظر حتى تنتهي الاستعادة.",
        )
    try:
        replicator = start_replication(config, place, say) if place else None
        try:
            yield
        finally:
            if replicator is not None:
                replicator.stop()
    finally:
        os.close(lock)
