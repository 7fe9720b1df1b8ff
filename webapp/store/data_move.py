"""Copy all records from one database into another, of any engine: in bounded batches, counted and compared.

The source takes no writes from the beginning on, so that none is lost; what is read goes on. Rows are inserted as any
others are: no trigger is switched off. The rules against changing recorded rows are about updates and deletions; two
triggers count up a live lesson at an insert, so tables of live lessons are filled last, and comparing both databases at
the end would show it. What was cut off is gone on with: each batch is committed with a note of its last key.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import blake2b
from secrets import token_hex

from webapp.domain.user_error import UserError
from webapp.store.protocols.data_move import MovableTables, Row, Seal, TableLayout, TableProgress, Tally
from webapp.store.protocols.database import Progress

FILLED_LAST = ("live_lessons", "live_places")
"""Tables that triggers change when rows are inserted into other ones."""
FIRST_ROWS, MOST_ROWS, BATCH_BYTES = 100, 2000, 2_000_000
"""Rows of the first batch of a table, and of the greatest; and the size that a batch is aimed at."""
NUL = "u0000"
"""Part of a row, as it is encoded for its checksum, where a text of it may have this character."""
_CHECKSUMS = 1 << 128
_encode = json.JSONEncoder(separators=(",", ":"), default=bytes.hex).encode


@dataclass(frozen=True)
class MovedTable:
    """A table that is the same in both databases, but for ``changed`` rows with characters that the target cannot hold.

    These are the rows that this run has copied.
    """

    name: str
    tally: Tally
    changed: int = 0


def move(source: MovableTables, target: MovableTables, target_name: str, watch: Progress) -> list[MovedTable]:
    """Copy everything and compare it. UserError where that must not begin, or where the copy is not the same."""
    layouts = ordered(_same_layouts(source, target))
    seal = _begin(source, target, target_name)
    bar = _Bar(watch, 2 * sum(source.count(layout.name) for layout in layouts))
    changed = {layout.name: _copy(source, target, layout, bar) for layout in layouts}
    moved = [MovedTable(layout.name, _compare(source, target, layout, bar), changed[layout.name]) for layout in layouts]
    if source.seal() != seal:
        raise UserError(
            en="the source was reopened while it was being copied, so later answers may be missing. "
            "Start again with an empty target.",
            ar="أُعيد فتح القاعدة القديمة في أثناء النقل، فقد ينقص ما كُتب فيها بعد ذلك. ابدأ من جديد بقاعدة فارغة.",
        )
    target.finish()
    return moved


def ordered(layouts: Sequence[TableLayout]) -> list[TableLayout]:
    """Sort tables so that each comes after those that it refers to, and those that triggers change come last."""
    waiting, done, in_order = sorted(layouts, key=lambda layout: layout.name in FILLED_LAST), set[str](), []
    while waiting:
        layout = next(layout for layout in waiting if layout.parents <= done | {layout.name})
        waiting.remove(layout)
        done.add(layout.name)
        in_order.append(layout)
    return in_order


def tally_of(tally: Tally, rows: Sequence[Row]) -> tuple[Tally, int]:
    """Add rows to a tally; return it, and the size of the rows in bytes."""
    return _add(tally, [_encode(row) for row in rows])


def _add(tally: Tally, encoded: Sequence[str]) -> tuple[Tally, int]:
    digests = (blake2b(row.encode("ascii"), digest_size=16).digest() for row in encoded)
    checksum = tally.checksum + sum(int.from_bytes(digest, "big") for digest in digests)
    return Tally(tally.rows + len(encoded), checksum % _CHECKSUMS), sum(map(len, encoded))


class _Bar:
    """Rows that were copied and compared so far."""

    def __init__(self, watch: Progress, total: int) -> None:
        self._watch, self._total, self._done = watch, total, 0

    def add(self, rows: int) -> None:
        self._done += rows
        self._watch(min(self._done, self._total), self._total)


def _same_layouts(source: MovableTables, target: MovableTables) -> list[TableLayout]:
    layouts = source.layouts()
    if {(layout.name, layout.columns, layout.key) for layout in layouts} != {
        (layout.name, layout.columns, layout.key) for layout in target.layouts()
    }:
        raise UserError(
            en="the two databases have different tables. Nothing was moved.", ar="جداول القاعدتين مختلفة، فلم يُنقل شيء."
        )
    return layouts


def _begin(source: MovableTables, target: MovableTables, target_name: str) -> Seal:
    """Seal the source, and note in the target that it is being filled; or find that both were done before."""
    seal, begun = source.seal(), target.begun()
    if begun is None and (filled := target.filled()):
        names = ", ".join(filled[:5])
        raise UserError(
            en=f"the target is not empty ({names}). Nothing was moved or overwritten.",
            ar=f"القاعدة الجديدة ليست فارغة ({names}). لم يُنقل شيء ولم يُستبدل شيء.",
        )
    if begun is not None and (seal is None or seal.id != begun):
        raise UserError(
            en="the target contains part of another move. Empty it first.",
            ar="في القاعدة الجديدة جزء من نقل آخر. أفرغها أولًا.",
        )
    if seal is None:
        seal = Seal(token_hex(8), target_name)
        source.set_seal(seal)
    if begun is None:
        target.begin(seal.id)
    return seal


def _batches(
    read: MovableTables, kept: MovableTables, layout: TableLayout, progress: TableProgress
) -> Iterator[tuple[list[Row], TableProgress, int]]:
    """Read the rest of a table in parts of about the same size, as ``kept`` can hold them.

    With each part come the progress up to its end, and the number of its rows that were changed.
    """
    limit = FIRST_ROWS
    while rows := read.rows(layout, progress.last, limit):
        last, changed = layout.key_of(rows[-1]), 0
        encoded = [_encode(row) for row in rows]
        for at, row in enumerate(encoded):
            if NUL in row and (stored := kept.storable(rows[at])) != rows[at]:
                rows[at], encoded[at], changed = stored, _encode(stored), changed + 1
        tally, size = _add(progress.tally, encoded)
        progress = TableProgress(tally, last)
        yield rows, progress, changed
        limit = max(1, min(MOST_ROWS, BATCH_BYTES * len(rows) // max(1, size)))


def _copy(source: MovableTables, target: MovableTables, layout: TableLayout, bar: _Bar) -> int:
    """Copy the rest of a table; return the number of rows that were changed for it."""
    before, changed = target.progress(layout.name), 0
    bar.add(before.tally.rows)
    if before.whole:
        return 0
    progress = before
    with ThreadPoolExecutor(1) as writer:  # the next part is read while one is written
        written: Future[None] | None = None
        for rows, progress, changed_here in _batches(source, target, layout, before):
            if written:
                written.result()
            written = writer.submit(target.add, layout, rows, progress)
            changed += changed_here
            bar.add(len(rows))
        if written:
            written.result()
    target.add(layout, (), replace(progress, whole=True))
    return changed


def _compare(source: MovableTables, target: MovableTables, layout: TableLayout, bar: _Bar) -> Tally:
    """Read a table of the target from its beginning: it must hold what was read from the source, and no more."""
    copied, present = target.progress(layout.name).tally, Tally()
    for rows, progress, _ in _batches(target, target, layout, TableProgress()):
        present = progress.tally
        bar.add(len(rows))
    if present != copied or source.count(layout.name) != copied.rows:
        raise UserError(
            en=f"table {layout.name} differs between the two databases. Do not use the target: empty it and move "
            "again. Nothing is missing from the source.",
            ar=f"الجدول {layout.name} مختلف بين القاعدتين. لا تستعمل القاعدة الجديدة: أفرغها وأعد النقل. "
            "لم ينقص من القاعدة القديمة شيء.",
        )
    return present
