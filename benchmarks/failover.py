"""``python -m benchmarks.failover``: check that no acknowledged answer is lost when a primary dies. Writes failover.md.

``fahm serve`` with two workers keeps its records in a synchronous pair of PostgreSQL servers on loopback. Readers post
answers, and others open pages; then the primary is killed (SIGKILL), and a moment later the standby promoted, as a
keeper of the pair would. Nobody tells the application. Every form must end with a reply, and be one attempt in the
database that was promoted.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.browser_requests import SLUG, Reader
from benchmarks.postgres_pair import PostgresPair
from benchmarks.retrying_clients import AnswerLog, RetryingClients, posts_by_reader, send
from benchmarks.server_process import running_server

HERE = Path(__file__).parent
PAGE = f"/texts/{SLUG}/1"
UNNOTICED_SECONDS = 2.0
"""Time from the death of the primary to the promotion, in which the pair's keeper would notice it."""
END_SECONDS = 60.0
PAGE_READERS, WARM_PAGES = 4, 20


@dataclass(frozen=True)
class FailoverRound:
    """Result of one round; times in seconds from the death of the primary.

    ``before`` counts the attempts acknowledged until then, ``promoted`` and ``back`` are the end of the promotion and
    the next acknowledged answer; ``pages`` counts the pages opened in between by status, ``slowest`` is the longest
    wait for one.
    """

    before: int
    promoted: float
    back: float
    unavailable: int
    acknowledged: int
    lost: int
    duplicates: int
    pages: Counter[int]
    slowest: float


@dataclass(frozen=True)
class OpenedPage:
    """When a page was asked for and came, by the clock of the benchmark; its status, 0 without a reply."""

    began: float
    ended: float
    status: int


async def run_round(readers: int, folder: Path, synced: bool = True) -> FailoverRound:
    """Start a pair and a server, let the primary die under load, and count what is there in the end."""
    with PostgresPair(synced) as pair, running_server("fahm", folder, database=pair.url()) as server:
        log, pages, stop = AnswerLog(), list[OpenedPage](), asyncio.Event()
        reading = [asyncio.create_task(_read_pages(server.port, pages, stop)) for _ in range(PAGE_READERS)]
        while len(pages) < WARM_PAGES:  # the workers compile the texts first
            await asyncio.sleep(0.05)
        crowd = RetryingClients(server.port, log, posts_by_reader(readers))
        await crowd.wait_for_acknowledged(random.randrange(readers // 2, readers))
        before, began = len(log.acknowledged), time.perf_counter()
        await asyncio.to_thread(pair.primary.kill)
        known = len(log.acknowledged)
        await asyncio.sleep(UNNOTICED_SECONDS)
        await asyncio.to_thread(pair.standby.promote)
        promoted = time.perf_counter() - began
        async with asyncio.timeout(END_SECONDS):
            await crowd.wait_for_acknowledged(known + 1)
            back = time.perf_counter() - began
            await crowd.end()
        stop.set()
        await asyncio.gather(*reading)
        kept = await asyncio.to_thread(read_attempts, pair.url())
    assert set(log.refused) <= {503}, log.refused
    meanwhile = [page for page in pages if page.ended > began and page.began < began + back]
    return FailoverRound(
        before,
        promoted,
        back,
        unavailable=log.refused.total(),
        acknowledged=len(log.acknowledged),
        lost=len(log.acknowledged - set(kept)),
        duplicates=sum(number > 1 for number in kept.values()),
        pages=Counter(page.status for page in meanwhile),
        slowest=max((page.ended - page.began for page in meanwhile), default=0.0),
    )


def read_attempts(url: str) -> dict[str, int]:
    """Read the attempts without Fahm: each one's number by its id."""
    import psycopg  # an extra; the tests of this module are skipped without it

    with psycopg.connect(url) as connection:
        return dict(connection.execute("SELECT id, number FROM tries").fetchall())


async def _read_pages(port: int, log: list[OpenedPage], stop: asyncio.Event) -> None:
    """Open a page again and again, as a reader who has answered nothing."""
    request = Reader().get(PAGE)
    while not stop.is_set():
        began = time.perf_counter()
        try:
            status = (await send(port, request)).status
        except OSError:
            status = 0
        log.append(OpenedPage(began, time.perf_counter(), status))
        await asyncio.sleep(0.05)


def table(rounds: Sequence[FailoverRound], readers: int) -> Iterator[str]:
    """Lines of benchmarks/failover.md."""
    yield "# What is acknowledged outlives the primary\n"
    yield (
        f"`python -m benchmarks.failover`: {readers} readers posting to two workers, {PAGE_READERS} opening pages; a "
        "synchronous pair on one machine. The primary is killed, and the standby promoted "
        f"{UNNOTICED_SECONDS:.0f} s later.\n"
    )
    heads = ("acknowledged before", "promoted after", "answers again after", "503", "acknowledged in all", "lost")
    yield f"| {' | '.join(heads)} | twice | pages opened meanwhile | of these 503 | longest wait for one |"
    yield "|---" * (len(heads) + 4) + "|"
    for done in rounds:
        yield (
            f"| {done.before} | {done.promoted:.1f} s | {done.back:.1f} s | {done.unavailable} | {done.acknowledged} | "
            f"{done.lost} | {done.duplicates} | {done.pages.total()} | {done.pages.total() - done.pages[200]} | "
            f"{done.slowest:.1f} s |"
        )
    lost, duplicates = sum(done.lost for done in rounds), sum(done.duplicates for done in rounds)
    slowest = max(done.back for done in rounds)
    yield f"\nAcknowledged and lost: **{lost}**. Counted twice: **{duplicates}**."
    yield f"Longest time without an acknowledged answer: {slowest:.1f} s."


def main() -> None:
    """Run the rounds, print the table and write it to its file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--readers", type=int, default=200)
    args = parser.parse_args()
    rounds = []
    for number in range(args.rounds):
        with tempfile.TemporaryDirectory() as name:
            rounds.append(asyncio.run(run_round(args.readers, Path(name) / "data")))
        print(f"{number + 1:3} {rounds[-1]}", file=sys.stderr)
    lines = list(table(rounds, args.readers))
    (HERE / "failover.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    sys.exit(any(done.lost or done.duplicates or done.back > 30 for done in rounds))


if __name__ == "__main__":
    main()
