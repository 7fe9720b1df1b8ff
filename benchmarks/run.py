"""``make bench``: one table of ratios, from interleaved rounds in one run, into benchmarks/results.md.

Each figure is measured beside a similar one on the same server, so that the speed of the machine drops out.
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

from benchmarks.browser_requests import SLUG, Reader, answer_posts, visitor_get
from benchmarks.class_load import classroom
from benchmarks.class_pages import desk_pages
from benchmarks.closed_loop import LoadResult, NextRequest, run_closed_loop
from benchmarks.cpu_profile import BROWSER, profiles
from benchmarks.growth import growth
from benchmarks.learner_load import run_learners
from benchmarks.many_texts import write_texts
from benchmarks.open_loop import ANSWER_INTERVAL
from benchmarks.postgres_growth import growth_postgres
from benchmarks.postgres_process import PostgresServer
from benchmarks.result_row import ResultRow
from benchmarks.server_process import ROOT, RunningServer, running_server

HERE = Path(__file__).parent
MEASURED_STARTS = 7
MANY_TEXTS = 50


def interleaved(
    first: tuple[RunningServer, Callable[[], NextRequest]],
    second: tuple[RunningServer, Callable[[], NextRequest]],
    connections: int,
    args: argparse.Namespace,
) -> tuple[list[LoadResult], list[LoadResult]]:
    """Run rounds of both servers in turn."""
    loads: tuple[list[LoadResult], list[LoadResult]] = ([], [])
    for _ in range(args.rounds):
        for place, (server, asks) in enumerate((first, second)):
            loads[place].append(run_closed_loop(server.port, asks(), connections, args.seconds))
    return loads


def ratio(loads: tuple[list[LoadResult], list[LoadResult]]) -> float:
    """Median of the rounds' ratios."""
    return statistics.median(a.rate / b.rate for a, b in zip(*loads, strict=True))


def repeated_request(request: bytes) -> NextRequest:
    """The same request again and again."""
    return lambda: request


def new_answers(count: int) -> Callable[[], NextRequest]:
    """Answers that each make a new attempt, built before the round so that building costs it nothing."""

    def prepared() -> NextRequest:
        ready = iter(list(answer_posts(count)))
        return lambda: next(ready)

    return prepared


def minimum_row(name: str, bound: float, value: float, note: str = "") -> ResultRow:
    """Row of a ratio and its lower bound."""
    return ResultRow(name, f"≥ {bound:.2f}", f"{value:.2f}{note}", value >= bound)


def starting(args: argparse.Namespace, folder: Path) -> Iterator[ResultRow]:
    """Measure the start of ``fahm serve``: with an empty data folder, then with one text and with many in turn."""
    write_texts(folder / "many", MANY_TEXTS)
    with running_server("fahm", folder) as fahm:
        first = fahm.first_byte
    starts: dict[Path, list[tuple[float, float]]] = {ROOT: [], folder / "many": []}
    for _ in range(MEASURED_STARTS):
        for content, measured in starts.items():
            with running_server("fahm", folder, content=content) as fahm:
                measured.append((fahm.first_byte, fahm.cpu_seconds()))
    (byte, cpu), (many_byte, many_cpu) = (
        (statistics.median(byte for byte, _ in measured), statistics.median(cpu for _, cpu in measured))
        for measured in starts.values()
    )
    result = f"{byte:.2f} s ({cpu:.2f} s CPU; with an empty data folder {first:.2f} s)"
    yield ResultRow(f"start to first byte, median of {MEASURED_STARTS}", "≤ 0.5 s", result, byte <= 0.5)
    name = f"the same with {MANY_TEXTS} texts, each with 44 questions and all its words"
    yield ResultRow(name, "—", f"{many_byte:.2f} s ({many_cpu:.2f} s CPU)", None)


def memory(args: argparse.Namespace, folder: Path) -> Iterator[ResultRow]:
    """Measure the workers' memory after many pages, of a learner with a record and of visitors.

    No other server may run: memory that two servers share would count by half for each.
    """
    with running_server("fahm", folder) as fahm:
        reader, page = Reader(), f"/texts/{SLUG}/1"
        run_closed_loop(fahm.port, lambda: reader.post(page, {"who-announced": ["0"]}), 1, 5, limit=1)
        for request in (reader.get(page), reader.get(page, BROWSER), visitor_get("/"), visitor_get(f"/texts/{SLUG}/")):
            run_closed_loop(fahm.port, repeated_request(request), 64, args.rounds * args.seconds)
        all_processes, workers = fahm.pss_mib(), fahm.pss_mib(fahm.pids[1:])
        result = f"{workers:.0f} MiB ({all_processes:.0f} MiB with the process that starts and watches them)"
        yield ResultRow("memory of both workers (PSS)", "≤ 110 MiB", result, workers <= 110)


def writing(args: argparse.Namespace, folder: Path) -> Iterator[ResultRow]:
    """Measure answers against the same answers without a write, and their latency."""
    count = int(args.seconds * 5000)
    with running_server("fahm", folder / "w") as fahm, running_server("without-writing", folder / "n") as bare:
        before = fahm.cpu_seconds()
        loads = interleaved((fahm, new_answers(count)), (bare, new_answers(count)), 16, args)
        cpu_seconds = (fahm.cpu_seconds() - before) / max(1, sum(len(load.latencies) for load in loads[0]))
        rate = statistics.median(load.rate for load in loads[0])
        name = "answer POST, durable ÷ the same POST with no write"
        yield minimum_row(name, 0.55, ratio(loads), f" ({rate:,.0f}/s, {cpu_seconds * 1e6:,.0f} µs CPU each)")
        p99 = statistics.median(load.quantile(0.99) for load in loads[0]) * 1000
        unexpected = sum(n for load in loads[0] for status, n in load.statuses.items() if status != 303)
        yield ResultRow("answer POST at 16 connections: p99", "≤ 40 ms", f"{p99:.0f} ms", p99 <= 40)
        yield ResultRow("answers that were not 303 (locked, 5xx)", "0", str(unexpected), unexpected == 0)


def engines(args: argparse.Namespace, folder: Path) -> Iterator[ResultRow]:
    """Measure answers on PostgreSQL, with its own settings, against the same answers on SQLite."""
    count = int(args.seconds * 5000)
    with (
        PostgresServer({}) as postgres,
        running_server("fahm", folder / "p", database=postgres.new_database()) as served,
        running_server("fahm", folder / "s") as sqlite,
    ):
        for connections in (16, 64):
            loads = interleaved((served, new_answers(count)), (sqlite, new_answers(count)), connections, args)
            rates = [statistics.median(load.rate for load in of_engine) for of_engine in loads]
            p99s = [statistics.median(load.quantile(0.99) for load in of_engine) * 1000 for of_engine in loads]
            name = f"answer POST at {connections} connections, PostgreSQL ÷ SQLite"
            yield minimum_row(name, 0.70, ratio(loads), f" ({rates[0]:,.0f}/s beside {rates[1]:,.0f}/s)")
            yield ResultRow("… p99", "", f"{p99s[0]:.0f} ms beside {p99s[1]:.0f}", None)
            unexpected = sum(
                n for load in (*loads[0], *loads[1]) for status, n in load.statuses.items() if status != 303
            )
            yield ResultRow("… answers that were not 303", "0", str(unexpected), unexpected == 0)


def slow_disk(args: argparse.Namespace, folder: Path) -> Iterator[ResultRow]:
    """Measure answers with five milliseconds added to each fsync."""
    shim = folder / "slow_fsync.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", shim, HERE / "slow_fsync.c", "-ldl"], check=True)
    count = int(args.seconds * 5000)
    with running_server("fahm", folder / "slow", shim) as slow, running_server("fahm", folder / "fast") as fast:
        loads = interleaved((slow, new_answers(count)), (fast, new_answers(count)), 64, args)
        yield minimum_row("answers at 64 connections with 5 ms added to every fsync ÷ without", 0.80, ratio(loads))


def learners(args: argparse.Namespace, folder: Path) -> Iterator[ResultRow]:
    """Measure an open loop of learners; without the pages that follow, where the machine cannot bear them."""
    due = args.learners * round(args.minutes * 60 / ANSWER_INTERVAL)
    yield ResultRow(
        f"{args.learners:,} learners, each with a connection and a cookie, who each answer every {ANSWER_INTERVAL:g} s",
        "",
        f"{due:,} answers in {args.minutes:g} min: {args.learners / ANSWER_INTERVAL:,.0f}/s",
        None,
    )
    for pages in (True, False):
        run, stored, cpu_seconds = run_learners(folder / f"{pages}", args.learners, args.minutes, pages)
        name, last = ("answer and the page that follows", run.pages) if pages else ("answer alone", run.answers)
        p50, p99 = last.quantile(0.5) * 1000, last.quantile(0.99) * 1000
        error_count = sum(run.errors.values())
        kinds = "".join(f", {count} × {kind}" for kind, count in run.errors.most_common(3))
        complete = not stored.lost and not stored.twice and stored.integrity == "ok"
        yield ResultRow(
            f"{name}: p99 from when it was due", "≤ 250 ms", f"{p99:,.0f} ms (median {p50:,.0f} ms)", p99 <= 250
        )
        if pages:
            p99 = run.answers.quantile(0.99) * 1000
            yield ResultRow("… until the answer was acknowledged: p99", "", f"{p99:,.0f} ms", None)
        yield ResultRow("… errors", "0", f"{error_count} of {due:,}{kinds}", error_count == 0)
        result = (
            f"{stored.lost} of {len(run.acknowledged):,}, {stored.twice} kept twice, integrity_check {stored.integrity}"
        )
        yield ResultRow("… acknowledged and not in the database", "0", result, complete)
        result = f"{cpu_seconds * 1e6:,.0f} µs; the generator itself was late by {run.lateness * 1000:,.0f} ms (p99)"
        yield ResultRow("… CPU of the server each", "", result, None)
        if pages and last.quantile(0.99) <= 0.25 and not error_count:
            return


def profile(args: argparse.Namespace, folder: Path) -> Iterator[ResultRow]:
    """Profile a page and an answer in the application."""
    for profiled in profiles(folder, args.profiled):
        name = f"processor time in the application: {profiled.name}"
        target, met = f"≤ {profiled.target * 1e6:,.0f} µs", profiled.seconds <= profiled.target
        yield ResultRow(name, target, f"{profiled.seconds * 1e6:,.0f} µs", met, profiled.table())


def table(rows: list[ResultRow]) -> str:
    """Table of the rows in Markdown."""
    signs = {True: "yes", False: "**no**", None: ""}
    lines = [f"| {row.what} | {row.target} | {row.result} | {signs[row.met]} |" for row in rows]
    return "\n".join(["| what | wanted | found | met |", "|---|---|---|---|", *lines])


def heading() -> str:
    """Line about the machine, its load and the versions. To be called before anything is measured."""
    cores = subprocess.run(["nproc"], capture_output=True, text=True, check=True).stdout.strip()
    names = ("flask", "granian", "pysqlite3", "sqlite-utils")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    busy = f"load average before the first measurement {os.getloadavg()[0]:.1f}"
    speed = f"ten million additions of Python's in {python_loop_seconds():.2f} s"
    return f"{platform.machine()}, {cores} cores, {busy}, {speed}; Python {platform.python_version()}, {versions}."


def python_loop_seconds() -> float:
    """Seconds of a plain Python loop, the best of five: the yardstick for figures that are no ratios."""
    times = []
    for _ in range(5):
        began, total = time.perf_counter(), 0
        for number in range(10_000_000):
            total += number
        times.append(time.perf_counter() - began)
    return min(times)


PARTS = (
    starting,
    memory,
    classroom,
    writing,
    engines,
    slow_disk,
    learners,
    profile,
    desk_pages,
    growth,
    growth_postgres,
)


def main() -> None:
    """Measure, print, and write the results."""
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
    description = f"{heading()}\nMedians of {args.rounds} interleaved rounds of {args.seconds:g} s each."
    rows: list[ResultRow] = []
    for part in PARTS:
        if args.only not in (None, part.__name__):
            continue
        with tempfile.TemporaryDirectory() as folder:
            for row in part(args, Path(folder)):
                print(f"{row.what}: {row.result}" + f" (wanted {row.target})" * bool(row.target), flush=True)
                print(f"\n{row.details}\n" * bool(row.details), end="", flush=True)
                rows.append(row)
    if args.only is None:
        text = f"# Results of `make bench`\n\n{description}\n\n"
        details = [row.details for row in rows if row.details]
        (HERE / "results.md").write_text(text + "\n\n".join([table(rows), *details]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
