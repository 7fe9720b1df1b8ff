"""Move all records from one database into another, of any engine: in bounded batches, counted and compared.

The source takes answers while it is copied: triggers note what changes, and that is copied after. Only then is it
sealed, for the seconds in which the last changes are copied and both are counted, so that no answer is lost. The
target is read whole and compared before; what is written after that is read again row by row.
Rows are inserted as any others are. For changes the target's triggers are switched off in the transaction that writes
them, since those of the source have done their work; two of them count up a live lesson at an insert, so tables of
live lessons are filled last. What was cut off is gone on with: each batch is committed with a note of its last key.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex

from webapp.domain.user_error import UserError
from webapp.store import open_copy
from webapp.store.open_copy import OpenCopy, batch_of, next_limit, not_the_same
from webapp.store.protocols.data_move import MovableTables, Seal, TableLayout, Tally
from webapp.store.protocols.database import Progress
from webapp.store.row_tally import joined

FILLED_LAST = ("live_lessons", "live_places")
"""Tables that triggers change when rows are inserted into other ones."""
FEW_CHANGES, MOST_ROUNDS = 100, 30
"""Changes that are left for the time in which nothing can be written; rounds after which it begins with any number."""


@dataclass(frozen=True)
class MovedTable:
    """A table that is the same in both databases, but for ``changed`` rows with characters that the target cannot hold.

    These are the rows that this run has copied.
    """

    name: str
    tally: Tally
    changed: int = 0


@dataclass(frozen=True)
class Moved:
    """The tables, and the seconds in which the source took no writes and the target was not ready."""

    tables: list[MovedTable]
    seconds: float


def move(source: MovableTables, target: MovableTables, target_name: str, watch: Progress) -> Moved:
    """Copy everything and compare it. UserError where that must not begin, or where the copy is not the same."""
    layouts = ordered(_same_layouts(source, target))
    seal = _begin(source, target, target_name)
    noted = source.noted_move()
    copied = OpenCopy(source, target, layouts)
    bar = _Bar(watch, 2 * sum(source.count(layout.name) for layout in layouts))
    for layout in layouts:
        copied.copy(layout, bar.add)
    for layout in layouts:
        _compare(target, layout, bar)
    target.gather_statistics()
    for _ in range(MOST_ROUNDS):
        if copied.catch_up() <= FEW_CHANGES:
            break
    began = time.monotonic()
    if source.seal() is None:
        source.set_seal(seal)
    copied.catch_up()
    tallies = [_same_number(source, target, layout) for layout in layouts]
    if (source.seal(), source.noted_move()) != (seal, noted):
        raise UserError(
            en="the source was reopened while it was being copied, so later answers may be missing. "
            "Start again with an empty target.",
            ar="أُعيد فتح القاعدة القديمة في أثناء النقل، فقد ينقص ما كُتب فيها بعد ذلك. ابدأ من جديد بقاعدة فارغة.",
        )
    target.finish()
    seconds = time.monotonic() - began
    source.forget_changes()
    names = [layout.name for layout in layouts]
    return Moved([MovedTable(*of, copied.replaced[of[0]]) for of in zip(names, tallies, strict=True)], seconds)


def ordered(layouts: Sequence[TableLayout]) -> list[TableLayout]:
    """Sort tables so that each comes after those that it refers to, and those that triggers change come last."""
    waiting, done, in_order = sorted(layouts, key=lambda layout: layout.name in FILLED_LAST), set[str](), []
    while waiting:
        layout = next(layout for layout in waiting if layout.parents <= done | {layout.name})
        waiting.remove(layout)
        done.add(layout.name)
        in_order.append(layout)
    return in_order


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
    """Let the source note its changes, and note in the target that it is being filled; or find that both were done.

    An earlier Fahm has sealed the source at the beginning.
    """
    seal, noted, begun = source.seal(), source.noted_move(), target.begun()
    if begun is None and (filled := target.filled()):
        names = ", ".join(filled[:5])
        raise UserError(
            en=f"the target is not empty ({names}). Nothing was moved or overwritten.",
            ar=f"القاعدة الجديدة ليست فارغة ({names}). لم يُنقل شيء ولم يُستبدل شيء.",
        )
    known = seal.id if seal else noted
    if begun is not None and known != begun:
        raise UserError(
            en="the target contains part of another move. Empty it first.",
            ar="في القاعدة الجديدة جزء من نقل آخر. أفرغها أولًا.",
        )
    move = known or token_hex(8)
    if known is None:
        source.note_changes(move)
    if begun is None:
        target.begin(move)
    return seal or Seal(move, target_name)


def _compare(target: MovableTables, layout: TableLayout, bar: _Bar) -> None:
    """Read a table of the target from its beginning: it must hold what was read from the source, and no more."""
    present, after, limit = Tally(), None, open_copy.FIRST_ROWS
    while rows := target.rows(layout, after, limit):
        batch, after = batch_of(rows, target), layout.key_of(rows[-1])
        present, limit = joined(present, batch.tally), next_limit(batch)
        bar.add(len(rows))
    if present != target.progress(layout.name).tally:
        raise not_the_same(layout.name)


def _same_number(source: MovableTables, target: MovableTables, layout: TableLayout) -> Tally:
    """The tally of a table, whose rows are as many in both databases."""
    tally = target.progress(layout.name).tally
    if {source.count(layout.name), target.count(layout.name)} != {tally.rows}:
        raise not_the_same(layout.name)
    return tally
