"""What people would use instead, side by side: Lute 3's reading page and Kolibri's logging of attempts.

Only ``python -m benchmarks.run --peers`` comes here. Each is asked by the same load generator as Fahm, in turn with
Fahm.
Whatever cannot be installed is a line that says so.
"""

from __future__ import annotations

import itertools
import re
import statistics
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import Ask, Load, hammer
from benchmarks.others import BROWSER, NotHad, get, kolibri, lute
from benchmarks.readers import SLUG, Reader, answers
from benchmarks.serving import Running, serving

CONNECTIONS = 8
FAHM_PAGE = f"/texts/{SLUG}/1"
_NAMED = re.compile(r"""<(?:script|img)\b[^>]*?\bsrc=["']([^"']+)["']|<link\b[^>]*?\bhref=["']([^"']+)["'][^>]*>""")

LUTE = """More: every word of the text is an element of its own that opens a dictionary and keeps what the reader \
knows of it; a visit is written down with the page. Less: one reader, no accounts, no questions, nothing is marked; \
the text comes by a second request that a script makes, so that without scripts there is no text."""
KOLIBRI = """More: a whole school's platform with channels of content, lessons and reports for coaches; an attempt \
also moves the session's, the summary's and the mastery's log along, and all of them can be merged with those of other \
devices. Less: the browser says whether the answer was right, the server marks nothing; a request that is sent again \
counts as another attempt; there is no page without scripts."""


@dataclass(frozen=True)
class Side:
    """One contender: ``asks`` makes the requests of a round, ``each`` of them are one page or answer."""

    name: str
    running: Running
    asks: Callable[[], Ask]
    each: int = 1


@dataclass(frozen=True)
class Found:
    """What a side did: pages or answers a second, seconds of the processor each, seconds a request, and refusals."""

    rate: float
    cpu: float
    median: float
    p99: float
    refused: int


def contest(sides: Sequence[Side], rounds: int, seconds: float) -> list[Found]:
    """Rounds of all sides in turn, on the same number of connections; medians of the rounds."""
    loads: list[list[Load]] = [[] for _ in sides]
    spent = [0.0] * len(sides)
    for _ in range(rounds):
        for place, side in enumerate(sides):
            ask, before = side.asks(), side.running.cpu_seconds()
            loads[place].append(hammer(side.running.port, ask, CONNECTIONS, seconds))
            spent[place] += side.running.cpu_seconds() - before
    return [_found(*figures) for figures in zip(sides, loads, spent, strict=True)]


def _found(side: Side, loads: list[Load], spent: float) -> Found:
    done = sum(len(load.latencies) for load in loads)
    refused = sum(count for load in loads for status, count in load.statuses.items() if status >= 400)
    return Found(
        statistics.median(load.rate for load in loads) / side.each,
        spent / max(1, done) * side.each,
        statistics.median(load.median for load in loads),
        statistics.median(load.quantile(0.99) for load in loads),
        refused,
    )


def table(what: str, sides: Sequence[Side], found: Sequence[Found], weights: Sequence[tuple[int, int]]) -> str:
    """The figures in Markdown, a column a side."""
    rows = [
        ["", *(side.name for side in sides)],
        ["---"] * (len(sides) + 1),
        [f"{what} a second", *(f"{one.rate:,.1f}" for one in found)],
        ["CPU of the server each", *(f"{one.cpu * 1000:,.2f} ms" for one in found)],
        ["a request: median, p99", *(f"{one.median * 1000:,.0f} ms, {one.p99 * 1000:,.0f} ms" for one in found)],
        ["requests that were refused", *(str(one.refused) for one in found)],
        [
            "a page with the files that it names",
            *(f"{size / 1024:,.0f} KiB, {count} requests" for size, count in weights),
        ],
        ["start to first byte", *(f"{side.running.first_byte:.2f} s" for side in sides)],
        ["memory after the load (PSS)", *(f"{side.running.pss_mib():,.0f} MiB" for side in sides)],
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def against_lute(folder: Path, rounds: int, seconds: float) -> str:
    """A page to read: with its questions and a form here, with every word to click there."""
    with lute(folder / "lute") as peer, serving("fahm", folder / "fahm") as fahm:
        reader = Reader()
        again = reader.get(FAHM_PAGE, BROWSER)

        def newcomers() -> Ask:
            ready = itertools.cycle([Reader().get(FAHM_PAGE, BROWSER) for _ in range(int(seconds * 1500))])
            return lambda: next(ready)

        sides = (
            Side("Fahm, drawn anew for each reader", fahm, newcomers),
            Side("Fahm, the same reader again", fahm, lambda: in_turn([lambda: again])),
            Side(f"{peer.name} {peer.version}", peer.running, lambda: in_turn(peer.requests), len(peer.requests)),
        )
        found = contest(sides, rounds, seconds)
        own = weight(f"http://127.0.0.1:{fahm.port}{FAHM_PAGE}")
        size, count = weight(peer.page)
        shown = table("reading pages", sides, found, (own, own, (size, count + len(peer.requests) - 1)))
        return f"## A reading page: {peer.name}\n\n{shown}\n\n{LUTE}"


def against_kolibri(folder: Path, rounds: int, seconds: float) -> str:
    """An answer: marked and kept here, an attempt logged there."""
    with kolibri(folder / "kolibri") as peer, serving("fahm", folder / "fahm") as fahm:

        def fresh() -> Ask:
            ready = iter(list(answers(int(seconds * 3000))))
            return lambda: next(ready)

        sides = (
            Side("Fahm: answers", fahm, fresh),
            Side(f"{peer.name} {peer.version}: attempts", peer.running, lambda: in_turn(peer.requests)),
        )
        found = contest(sides, rounds, seconds)
        weights = (weight(f"http://127.0.0.1:{fahm.port}{FAHM_PAGE}"), weight(peer.page, peer.cookie))
        return f"## An answer: {peer.name}\n\n{table('answers', sides, found, weights)}\n\n{KOLIBRI}"


def report(folder: Path, rounds: int, seconds: float) -> Iterator[str]:
    """A section for each, in Markdown; of what is not to be had, why."""
    for against in (against_lute, against_kolibri):
        name = against.__name__.removeprefix("against_")
        for part in (name, "fahm"):
            (folder / name / part).mkdir(parents=True)
        try:
            yield against(folder / name, rounds, seconds)
        except NotHad as why:
            yield f"## {name.capitalize()}\n\nNot measured: {why}."
        except (OSError, LookupError, ValueError) as error:
            yield f"## {name.capitalize()}\n\nNot measured: it no longer answers as it did ({type(error).__name__})."


def in_turn(requests: Sequence[Callable[[], bytes]]) -> Callable[[], bytes]:
    """The next of them, round and round."""
    count = 0

    def following() -> bytes:
        nonlocal count
        count += 1
        return requests[(count - 1) % len(requests)]()

    return following


def weight(page: str, cookie: str = "") -> tuple[int, int]:
    """Bytes and requests of a page with the files that its HTML names; what scripts and styles load is not counted.

    Uncompressed, so that no server's settings for compression count.
    """
    html = get(page, cookie)
    named = {urllib.parse.urljoin(page, one or two) for one, two in _NAMED.findall(html.decode())}
    files = [address for address in named if urllib.parse.urlsplit(address).hostname == "127.0.0.1"]
    return len(html) + sum(len(get(address, cookie)) for address in files), 1 + len(files)
