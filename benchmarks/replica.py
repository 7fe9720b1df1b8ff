"""``python -m benchmarks.replica``: how far behind a replica is when the machine dies in the middle of writing.

Each round, readers answer on four threads while Litestream replicates as ``fahm serve --replicate`` has it; then both
are killed (SIGKILL), and ``fahm restore --from`` brings back what the replica holds, from which the next round goes on.
An answer is lost when it was acknowledged and did not come back; the lag is the age, at the kill, of the oldest one.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from webapp.cli.restore import restore
from webapp.config import Config
from webapp.domain.question import Part
from webapp.server.litestream_config import litestream, prepare
from webapp.store import open_store
from webapp.store.protocols.store import Judged, Submission

BOUND = 2.0
"""Seconds: what docs/backup.md promises for a folder on a disk."""
THREADS = 4
ROUND_SECONDS = (2.0, 5.0)
WRONG = Judged("refused", 0.0, 1.0, "", "", None, (Part("", 1.0, 0.0),), 0.0, False)


@dataclass
class Writing:
    """A process that writes, and what it was told is safe: the try's id, and when."""

    process: subprocess.Popen[str]
    acknowledged: dict[str, float] = field(default_factory=dict)
    reader: threading.Thread | None = None

    def listen(self) -> None:
        """Read along until it dies."""
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                if line.endswith("\n"):
                    name, at = line.split()
                    self.acknowledged[name] = float(at)


def start_writing(database: Path, name: str, pause: float) -> Writing:
    """Start a process that answers, ``pause`` seconds after each answer on each thread, until it is killed."""
    words = [
        sys.executable,
        "-m",
        "benchmarks.replica",
        "--write",
        str(database),
        "--name",
        name,
        "--pause",
        str(pause),
    ]
    writing = Writing(subprocess.Popen(words, stdout=subprocess.PIPE, text=True))
    writing.reader = threading.Thread(target=writing.listen, daemon=True)
    writing.reader.start()
    return writing


def start_replicating(config: Config, place: Path) -> subprocess.Popen[bytes]:
    """Litestream, with the configuration that the server gives it."""
    settings = prepare(config, str(place))
    words = [litestream(), "replicate", "-no-expand-env", "-config", str(settings)]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill(*processes: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """At once, as when the power goes."""
    for process in processes:
        process.send_signal(signal.SIGKILL)
    for process in processes:
        process.wait()


def tries_in(database: Path) -> set[str]:
    """The ids of the tries that a database holds."""
    with closing(open_store(database)) as store:
        return {one.id for one in store.all_tries()}


def write(database: Path, name: str, pause: float) -> None:
    """Answer on four threads until killed, telling each answer that is safe and when that was."""
    store, telling = open_store(database), threading.Lock()

    def work(thread: int) -> None:
        number = 0
        while True:
            learner, question = f"{name}-{thread}-{number // 50}", f"q{number % 50}"
            form = f"{name}-{thread}-{number}"
            one = Submission(
                form, "default", learner, "text", question, "v1", "{}", "x" * 40, "x", (), 1.0, datetime.now(UTC)
            )
            store.record(one, lambda earlier: WRONG)
            with telling:
                print(form, time.monotonic(), flush=True)
            number += 1
            time.sleep(pause)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def drill(config: Config, place: Path, name: str, pause: float, rng: random.Random) -> tuple[float, int, int]:
    """One round: the lag in seconds, how many answers were lost, and how many were acknowledged in it."""
    before = tries_in(config.database)
    replicating = start_replicating(config, place)
    writing = start_writing(config.database, name, pause)
    while not writing.acknowledged:
        time.sleep(0.01)
    time.sleep(rng.uniform(*ROUND_SECONDS))
    died = time.monotonic()
    kill(replicating, writing.process)
    assert writing.reader is not None
    writing.reader.join()
    restore(config, None, str(place))
    back = tries_in(config.database)
    if before - back:
        raise SystemExit(f"{len(before - back)} answers of earlier rounds did not come back")
    lost = [at for form, at in writing.acknowledged.items() if form not in back]
    return max(0.0, died - min(lost, default=died)), len(lost), len(writing.acknowledged)


def main() -> None:
    """Run the rounds and print a line for each; exit 1 where the bound was passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--pause", type=float, default=0.01, help="seconds between two answers of a thread")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--name", default="round", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.write:
        write(args.write, args.name, args.pause)
        return
    rng, lags = random.Random(args.seed), []
    with tempfile.TemporaryDirectory() as folder:
        config = Config(content=Path.cwd(), data=Path(folder) / "data", secret="only for the bench")
        open_store(config.database).close()
        for number in range(args.rounds):
            lag, lost, told = drill(config, Path(folder) / "replica", f"r{number}", args.pause, rng)
            lags.append(lag)
            print(f"round {number + 1}: {told} acknowledged, {lost} lost, lag {lag:.2f} s", flush=True)
            time.sleep(1.1)  # two restorings in a second would have the same name
    print(f"largest lag {max(lags):.2f} s of {args.rounds} rounds; the bound is {BOUND} s")
    raise SystemExit(max(lags) > BOUND)


if __name__ == "__main__":
    main()
