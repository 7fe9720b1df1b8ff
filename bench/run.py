"""``make bench``: one table of ratios, from interleaved rounds in one run, into bench/results.md.

A bare Flask app on the same server is the measure: the machine's own speed drops out.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.load import Ask, Load, hammer
from bench.readers import SLUG, Reader, answers, visitor
from bench.serving import Running, serving

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """One line of the table. ``good`` is None where nothing is demanded."""

    what: str
    wanted: str
    found: str
    good: bool | None


def interleaved(
    one: tuple[Running, Callable[[], Ask]],
    other: tuple[Running, Callable[[], Ask]],
    connections: int,
    args: argparse.Namespace,
) -> tuple[list[Load], list[Load]]:
    """Rounds of both, in turn."""
    loads: tuple[list[Load], list[Load]] = ([], [])
    for _ in range(args.rounds):
        for place, (server, asks) in enumerate((one, other)):
            loads[place].append(hammer(server.port, asks(), connections, args.seconds))
    return loads


def ratio(loads: tuple[list[Load], list[Load]]) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(a.rate / b.rate for a, b in zip(*loads, strict=True))


def always(request: bytes) -> Callable[[], Ask]:
    """The same request again and again."""
    return lambda: lambda: request


def fresh(count: int) -> Callable[[], Ask]:
    """Answers that are each a new try; made before the round, so that their making costs it nothing."""

    def prepared() -> Ask:
        ready = iter(list(answers(count)))
        return lambda: next(ready)

    return prepared


def at_least(what: str, wanted: float, found: float, more: str = "") -> Row:
    """A ratio and its bound."""
    return Row(what, f"≥ {wanted:.2f}", f"{found:.2f}{more}", found >= wanted)


def reading(args: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """Pages against hello."""
    with serving("hello", folder) as plain, serving("fahm", folder) as fahm:
        yield Row("start to first byte", "≤ 0.5 s", f"{fahm.first_byte:.2f} s", fahm.first_byte <= 0.5)
        reader = Reader()
        hammer(fahm.port, lambda: reader.post(f"/texts/{SLUG}/1", {"who-announced": ["0"]}), 1, 5, most=1)
        page = f"/texts/{SLUG}/1"
        hello = (plain, always(visitor("/")))
        for what, wanted, request in (
            ("paragraph page of a learner with a record ÷ hello, no compression", 0.60, reader.get(page)),
            ("the same as a browser asks for it (br)", 0.45, reader.get(page, "gzip, deflate, br")),
            ("library, for a visitor without a record ÷ hello", 0.90, visitor("/")),
            ("a text's front page, for a visitor without a record ÷ hello", 0.90, visitor(f"/texts/{SLUG}/")),
        ):
            before = fahm.cpu_seconds()
            loads = interleaved((fahm, always(request)), hello, 64, args)
            spent = (fahm.cpu_seconds() - before) / max(1, sum(len(load.latencies) for load in loads[0]))
            rate = statistics.median(load.rate for load in loads[0])
            yield at_least(what, wanted, ratio(loads), f" ({rate:,.0f}/s, {spent * 1e6:,.0f} µs CPU each)")
        memory = fahm.pss_mib()
        yield Row("memory of the server and both workers (PSS)", "≤ 110 MiB", f"{memory:.0f} MiB", memory <= 110)


def writing(args: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """Answers against the same without a write, and how long they take."""
    count = int(args.seconds * 3000)
    with serving("fahm", folder / "w") as fahm, serving("without-writing", folder / "n") as bare:
        before = fahm.cpu_seconds()
        loads = interleaved((fahm, fresh(count)), (bare, fresh(count)), 16, args)
        spent = (fahm.cpu_seconds() - before) / max(1, sum(len(load.latencies) for load in loads[0]))
        rate = statistics.median(load.rate for load in loads[0])
        what = "answer POST, durable ÷ the same POST with no write"
        yield at_least(what, 0.55, ratio(loads), f" ({rate:,.0f}/s, {spent * 1e6:,.0f} µs CPU each)")
        p99 = statistics.median(load.quantile(0.99) for load in loads[0]) * 1000
        wrong = sum(n for load in loads[0] for status, n in load.statuses.items() if status != 303)
        yield Row("answer POST at 16 connections: p99", "≤ 40 ms", f"{p99:.0f} ms", p99 <= 40)
        yield Row("answers that were not 303 (locked, 5xx)", "0", str(wrong), wrong == 0)


def slow_disk(args: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """The same with five milliseconds added to each fsync."""
    shim = folder / "slow_fsync.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", shim, HERE / "slow_fsync.c", "-ldl"], check=True)
    count = int(args.seconds * 3000)
    with serving("fahm", folder / "slow", shim) as slow, serving("fahm", folder / "fast") as fast:
        loads = interleaved((slow, fresh(count)), (fast, fresh(count)), 64, args)
        yield at_least("answers at 64 connections with 5 ms added to every fsync ÷ without", 0.80, ratio(loads))


def table(rows: list[Row]) -> str:
    """The rows in Markdown."""
    signs = {True: "yes", False: "**no**", None: ""}
    lines = [f"| {row.what} | {row.wanted} | {row.found} | {signs[row.good]} |" for row in rows]
    return "\n".join(["| what | wanted | found | met |", "|---|---|---|---|", *lines])


def heading() -> str:
    """The machine and the versions."""
    cores = subprocess.run(["nproc"], capture_output=True, text=True, check=True).stdout.strip()
    names = ("flask", "granian", "pysqlite3", "sqlite-utils")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return f"{platform.machine()}, {cores} cores, Python {platform.python_version()}; {versions}."


def main() -> None:
    """Measure, print, and write the results down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--only", choices=("reading", "writing", "slow_disk"))
    args = parser.parse_args()
    rows: list[Row] = []
    for part in (reading, writing, slow_disk):
        if args.only not in (None, part.__name__):
            continue
        with tempfile.TemporaryDirectory() as folder:
            for row in part(args, Path(folder)):
                print(f"{row.what}: {row.found} (wanted {row.wanted})", flush=True)
                rows.append(row)
    if args.only is None:
        said = f"{heading()}\nMedians of {args.rounds} interleaved rounds of {args.seconds:g} s each."
        text = f"# Results of `make bench`\n\n{said}\n\n"
        (HERE / "results.md").write_text(text + table(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
