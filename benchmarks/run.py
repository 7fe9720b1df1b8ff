"""``make bench``: one table of ratios, from interleaved rounds in one run, into benchmarks/results.md.

What is measured is measured beside something like it on the same server: the machine's own speed drops out.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks.growth import growth
from benchmarks.learners import simulate
from benchmarks.load import Ask, Load, hammer
from benchmarks.open_loop import EVERY
from benchmarks.profiling import BROWSER, profiles
from benchmarks.readers import SLUG, Reader, answers, visitor
from benchmarks.rows import Row
from benchmarks.serving import Running, serving

HERE = Path(__file__).parent
STARTS = 7


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


def always(request: bytes) -> Ask:
    """The same request again and again."""
    return lambda: request


def fresh(count: int) -> Callable[[], Ask]:
    """Answers that are each a new try; made before the round, so that their making costs it nothing."""

    def prepared() -> Ask:
        ready = iter(list(answers(count)))
        return lambda: next(ready)

    return prepared


def at_least(what: str, wanted: float, found: float, more: str = "") -> Row:
    """A ratio and its bound."""
    return Row(what, f"≥ {wanted:.2f}", f"{found:.2f}{more}", found >= wanted)


def starting(args: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """Starts of ``fahm serve``: the very first one, which compiles the texts, and later ones."""
    found: list[tuple[float, float]] = []
    for _ in range(STARTS + 1):
        with serving("fahm", folder) as fahm:
            found.append((fahm.first_byte, fahm.cpu_seconds()))
    first, *later = found
    byte = statistics.median(seconds for seconds, _ in later)
    spent = statistics.median(cpu for _, cpu in later)
    said = f"{byte:.2f} s ({spent:.2f} s CPU; with an empty data folder {first[0]:.2f} s)"
    yield Row(f"start to first byte, median of {STARTS}", "≤ 0.5 s", said, byte <= 0.5)


def memory(args: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """The workers' memory after many pages, of a learner with a record and of visitors.

    Alone on the machine: what two servers have in common, each would count by half.
    """
    with serving("fahm", folder) as fahm:
        reader, page = Reader(), f"/texts/{SLUG}/1"
        hammer(fahm.port, lambda: reader.post(page, {"who-announced": ["0"]}), 1, 5, most=1)
        for request in (reader.get(page), reader.get(page, BROWSER), visitor("/"), visitor(f"/texts/{SLUG}/")):
            hammer(fahm.port, always(request), 64, args.rounds * args.seconds)
        whole, workers = fahm.pss_mib(), fahm.pss_mib(fahm.pids[1:])
        said = f"{workers:.0f} MiB ({whole:.0f} MiB with the process that starts and watches them)"
        yield Row("memory of both workers (PSS)", "≤ 110 MiB", said, workers <= 110)


def writing(args: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """Answers against the same without a write, and how long they take."""
    count = int(args.seconds * 5000)
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
    count = int(args.seconds * 5000)
    with serving("fahm", folder / "slow", shim) as slow, serving("fahm", folder / "fast") as fast:
        loads = interleaved((slow, fresh(count)), (fast, fresh(count)), 64, args)
        yield at_least("answers at 64 connections with 5 ms added to every fsync ÷ without", 0.80, ratio(loads))


def learners(args: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """An open loop of learners. Where the machine does not bear the pages that follow, the answers alone as well."""
    due = args.learners * round(args.minutes * 60 / EVERY)
    yield Row(
        f"{args.learners:,} learners, each with a connection and a cookie, who each answer every {EVERY:g} s",
        "",
        f"{due:,} answers in {args.minutes:g} min: {args.learners / EVERY:,.0f}/s",
        None,
    )
    for pages in (True, False):
        found, kept, spent = simulate(folder / f"{pages}", args.learners, args.minutes, pages)
        what, last = ("answer and the page that follows", found.pages) if pages else ("answer alone", found.answers)
        p50, p99 = last.quantile(0.5) * 1000, last.quantile(0.99) * 1000
        wrong = sum(found.errors.values())
        kinds = "".join(f", {count} × {kind}" for kind, count in found.errors.most_common(3))
        well = not kept.lost and not kept.twice and kept.integrity == "ok"
        yield Row(f"{what}: p99 from when it was due", "≤ 250 ms", f"{p99:,.0f} ms (median {p50:,.0f} ms)", p99 <= 250)
        if pages:
            p99 = found.answers.quantile(0.99) * 1000
            yield Row("… until the answer was acknowledged: p99", "", f"{p99:,.0f} ms", None)
        yield Row("… errors", "0", f"{wrong} of {due:,}{kinds}", wrong == 0)
        said = f"{kept.lost} of {len(found.acknowledged):,}, {kept.twice} kept twice, integrity_check {kept.integrity}"
        yield Row("… acknowledged and not in the database", "0", said, well)
        said = f"{spent * 1e6:,.0f} µs; the generator itself was late by {found.lateness * 1000:,.0f} ms (p99)"
        yield Row("… CPU of the server each", "", said, None)
        if pages and last.quantile(0.99) <= 0.25 and not wrong:
            return


def profile(args: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """What a page and an answer cost in the application, and which functions it goes to."""
    for found in profiles(folder, args.profiled):
        what = f"processor time in the application: {found.what}"
        yield Row(what, "", f"{found.seconds * 1e6:,.0f} µs", None, found.table())


def table(rows: list[Row]) -> str:
    """The rows in Markdown."""
    signs = {True: "yes", False: "**no**", None: ""}
    lines = [f"| {row.what} | {row.wanted} | {row.found} | {signs[row.good]} |" for row in rows]
    return "\n".join(["| what | wanted | found | met |", "|---|---|---|---|", *lines])


def heading() -> str:
    """The machine, how busy it is with other things, and the versions. Called before anything is measured."""
    cores = subprocess.run(["nproc"], capture_output=True, text=True, check=True).stdout.strip()
    names = ("flask", "granian", "pysqlite3", "sqlite-utils")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    busy = f"load average before the first measurement {os.getloadavg()[0]:.1f}"
    speed = f"ten million additions of Python's in {pace():.2f} s"
    return f"{platform.machine()}, {cores} cores, {busy}, {speed}; Python {platform.python_version()}, {versions}."


def pace() -> float:
    """Seconds of a loop that does nothing else, the best of five: what is not a ratio hangs on this."""
    found = []
    for _ in range(5):
        began, total = time.perf_counter(), 0
        for number in range(10_000_000):
            total += number
        found.append(time.perf_counter() - began)
    return min(found)


PARTS = (starting, memory, writing, slow_disk, learners, profile, growth)


def main() -> None:
    """Measure, print, and write the results down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--only", choices=[part.__name__ for part in PARTS])
    parser.add_argument("--learners", type=int, default=10_000, help="how many answer every half minute")
    parser.add_argument("--minutes", type=float, default=3.0, help="for how long they do")
    parser.add_argument("--profiled", type=int, default=500, help="requests of each kind in the profile")
    parser.add_argument("--size", type=int, default=10_000_000, help="the most recorded answers of a school that grows")
    parser.add_argument("--requests", type=int, default=40, help="of each kind, to each school that grows")
    args = parser.parse_args()
    said = f"{heading()}\nMedians of {args.rounds} interleaved rounds of {args.seconds:g} s each."
    rows: list[Row] = []
    for part in PARTS:
        if args.only not in (None, part.__name__):
            continue
        with tempfile.TemporaryDirectory() as folder:
            for row in part(args, Path(folder)):
                print(f"{row.what}: {row.found}" + f" (wanted {row.wanted})" * bool(row.wanted), flush=True)
                print(f"\n{row.below}\n" * bool(row.below), end="", flush=True)
                rows.append(row)
    if args.only is None:
        text = f"# Results of `make bench`\n\n{said}\n\n"
        below = [row.below for row in rows if row.below]
        (HERE / "results.md").write_text(text + "\n\n".join([table(rows), *below]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
