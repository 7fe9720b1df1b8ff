"""Copying of tables out of a database that takes writes meanwhile, and the changes since.

Each part of a table is read in one snapshot with what has changed in the tables that were copied before; the changes
are written first. So every row that a part refers to is there, and what was deleted is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from webapp.domain.user_error import UserError
from webapp.store.protocols.data_move import Change, MovableTables, Row, TableChanges, TableLayout, Tally
from webapp.store.row_tally import add_encoded, encode_row, joined, tally_of, without

FIRST_ROWS, MOST_ROWS, BATCH_BYTES = 100, 2000, 2_000_000
"""Rows of the first batch of a table, and of the greatest; and the size that a batch is aimed at."""
NUL = "u0000"
"""Part of a row, as it is encoded for its checksum, where a text of it may have this character."""


@dataclass
class Batch:
    """Rows as the target can hold them, their tally, and how many of them were changed for that."""

    rows: list[Row]
    tally: Tally
    changed: int
    size: int


def batch_of(rows: Sequence[Row], kept: MovableTables) -> Batch:
    """Prepare rows for ``kept``."""
    stored, changed = list(rows), 0
    encoded = [encode_row(row) for row in rows]
    for at, row in enumerate(encoded):
        if NUL in row and (other := kept.storable(stored[at])) != stored[at]:
            stored[at], encoded[at], changed = other, encode_row(other), changed + 1
    tally, size = add_encoded(Tally(), encoded)
    return Batch(stored, tally, changed, size)


def next_limit(batch: Batch) -> int:
    """Rows of the next batch, for which this one tells how large they are."""
    return max(1, min(MOST_ROWS, BATCH_BYTES * len(batch.rows) // max(1, batch.size)))


class OpenCopy:
    """The copying of one database into another; ``layouts`` are in an order in which each comes after its parents."""

    def __init__(self, source: MovableTables, target: MovableTables, layouts: Sequence[TableLayout]) -> None:
        self._source, self._target, self._layouts = source, target, layouts
        self._copied = {layout.name for layout in layouts if target.progress(layout.name).whole}
        self._seen = target.seen()
        """The last change that was read; ``target.seen()`` is the last one that was written."""
        self.replaced = dict.fromkeys((layout.name for layout in layouts), 0)
        """Number of rows by table that were changed because the target cannot hold them as they are."""

    def copy(self, layout: TableLayout, tell: Callable[[int], None]) -> None:
        """Copy the rest of a table."""
        before = self._target.progress(layout.name)
        tell(before.tally.rows)
        if before.whole:
            return
        with ThreadPoolExecutor(1) as writer:  # the next part is read while one is written
            written: Future[None] | None = None
            for write, rows in self._parts(layout, before.last):
                if written:
                    written.result()
                written = writer.submit(write)
                tell(rows)
            if written:
                written.result()
        self._target.add(layout, (), replace(self._target.progress(layout.name), whole=True))
        self._copied.add(layout.name)

    def catch_up(self) -> int:
        """Write what has changed since in the tables that were copied; return the number of rows."""
        part = self._source.read_part(None, None, 0, self._seen, self._copied)
        self._seen = part.seen
        self._write_changes(part.changes, part.seen)
        return len(part.changes)

    def _parts(self, layout: TableLayout, after: list[object] | None) -> Iterator[tuple[Callable[[], None], int]]:
        """The rest of a table in parts: what writes each, and its number of rows."""
        limit = FIRST_ROWS
        while True:
            part = self._source.read_part(layout, after, limit, self._seen, {*self._copied, layout.name})
            self._seen = part.seen
            changes = [c for c in part.changes if c.table != layout.name or (after is not None and c.key <= after)]
            batch = batch_of(part.rows, self._target)
            after = layout.key_of(batch.rows[-1]) if batch.rows else after
            yield partial(self._write, layout, batch, after, changes, part.seen), len(batch.rows)
            if not batch.rows:
                return
            limit = next_limit(batch)

    def _write(
        self, layout: TableLayout, batch: Batch, last: list[object] | None, changes: Sequence[Change], seen: int
    ) -> None:
        self._write_changes(changes, seen)
        self.replaced[layout.name] += batch.changed
        if batch.rows:
            progress = self._target.progress(layout.name)
            tally = joined(progress.tally, batch.tally)
            self._target.add(layout, batch.rows, replace(progress, tally=tally, last=last))

    def _write_changes(self, changes: Sequence[Change], seen: int) -> None:
        if not changes:
            return
        by_table = [(layout, [c for c in changes if c.table == layout.name]) for layout in self._layouts]
        of_tables = [self._changes_of(layout, listed) for layout, listed in by_table if listed]
        self._target.change(of_tables, seen)
        for of_table in of_tables:  # what was written is read again: it was not there when whole tables were compared
            found = self._target.rows_at(of_table.layout, of_table.keys)
            if tally_of(Tally(), found)[0] != tally_of(Tally(), of_table.rows)[0]:
                raise not_the_same(of_table.layout.name)

    def _changes_of(self, layout: TableLayout, changes: Sequence[Change]) -> TableChanges:
        batch = batch_of([change.row for change in changes if change.row is not None], self._target)
        self.replaced[layout.name] += batch.changed
        keys = [change.key for change in changes]
        progress = self._target.progress(layout.name)
        tally = joined(without(progress.tally, self._target.rows_at(layout, keys)), batch.tally)
        return TableChanges(layout, keys, batch.rows, replace(progress, tally=tally))


def not_the_same(table: str) -> UserError:
    """The error of a table that differs."""
    return UserError(
        en=f"the table {table} is not the same in both databases: do not use the target. Empty it and move "
        "again; nothing is missing in the source",
        ar=f"الجدول {table} مختلف بين القاعدتين؛ لا تُستعمل القاعدة الجديدة، بل يُعاد النقل بعد إفراغها، "
        "والمصدر لم ينقص منه شيء",
    )
