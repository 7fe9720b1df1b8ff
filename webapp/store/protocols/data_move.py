"""The tables of a database as ``fahm move-data`` copies them into another one, of any engine."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from webapp.domain.problem import both
from webapp.store.protocols.store import StoreUnavailable

Row = Sequence[Any]


class UnfinishedMove(StoreUnavailable):
    """``fahm move-data`` has begun to fill the database, and has not ended."""

    def __init__(self) -> None:
        super().__init__(
            both(
                en="fahm move-data has not finished filling this database. Run it again.",
                ar="لم يكتمل النقل إلى هذه القاعدة. أعد تنفيذ الأمر fahm move-data.",
            )
        )


@dataclass(frozen=True)
class TableLayout:
    """A table: its columns by name, so that they have one order in all engines; its primary key; what it refers to."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    parents: frozenset[str]

    def key_of(self, row: Row) -> list[Any]:
        """The primary key of a row."""
        return [row[self.columns.index(column)] for column in self.key]


@dataclass(frozen=True)
class Tally:
    """Number of rows, and a checksum of them that depends neither on their order nor on the engine."""

    rows: int = 0
    checksum: int = 0


@dataclass(frozen=True)
class TableProgress:
    """The rows of a table that were copied, and the key of the last of them; ``whole``: these are all."""

    tally: Tally = Tally()
    last: list[Any] | None = None
    whole: bool = False


@dataclass(frozen=True)
class Seal:
    """Mark of a database that was moved: it takes no writes, so that none is lost in it.

    ``id`` is of the move: a target that was begun by it has the same. ``target`` names the database for people.
    """

    id: str
    target: str


@dataclass(frozen=True)
class Change:
    """A row that was inserted, changed or deleted: its table and key, and the row as it is now, if it is there."""

    table: str
    key: list[Any]
    row: Row | None


@dataclass(frozen=True)
class Part:
    """Rows of a table, and what has changed in others, as they were at one moment; ``seen`` is the last change."""

    rows: list[Row]
    changes: list[Change]
    seen: int


@dataclass(frozen=True)
class TableChanges:
    """Changes to a table: ``rows`` are written, and those of the other ``keys`` are deleted."""

    layout: TableLayout
    keys: list[list[Any]]
    rows: list[Row]
    progress: TableProgress


class MovableTables(Protocol):
    """The tables of one database, to be read or filled. Errors are StoreUnavailable."""

    def layouts(self) -> list[TableLayout]:
        """List all tables with records."""

    def filled(self) -> list[str]:
        """Name the tables that hold rows."""

    def count(self, table: str) -> int:
        """Number of rows of a table."""

    def rows(self, layout: TableLayout, after: Sequence[Any] | None, limit: int) -> list[Row]:
        """Read the next rows after a key, by the primary key; the first ones where it is None."""

    def rows_at(self, layout: TableLayout, keys: Sequence[Sequence[Any]]) -> list[Row]:
        """Read the rows with these primary keys; those that are not there are left out."""

    def storable(self, row: Row) -> Row:
        """Return a row as this database can hold it: where it cannot hold NUL, that becomes U+FFFD."""

    def seal(self) -> Seal | None:
        """Return the mark, if the database has one."""

    def set_seal(self, seal: Seal) -> None:
        """Refuse all writes from now on, of all processes; what they had begun is committed before."""

    def release(self) -> None:
        """Take writes again, and note no changes any more."""

    def noted_move(self) -> str | None:
        """Return the id of the move for which changes are noted."""

    def note_changes(self, move: str) -> None:
        """Note the key of each row that is inserted, changed or deleted from now on, by all processes."""

    def forget_changes(self) -> None:
        """Note no changes any more, and forget those that were noted."""

    def read_part(
        self, layout: TableLayout | None, after: Sequence[Any] | None, limit: int, seen: int, names: Collection[str]
    ) -> Part:
        """Read the next rows of a table, and what has changed after ``seen`` in the tables of these names, at once."""

    def begun(self) -> str | None:
        """Return the id of the move that has begun to fill this database, and has not ended."""

    def begin(self, move: str) -> None:
        """Note that a move begins to fill this database."""

    def progress(self, table: str) -> TableProgress:
        """State of filling a table."""

    def add(self, layout: TableLayout, rows: Sequence[Row], progress: TableProgress) -> None:
        """Insert rows and note the progress, in one transaction. The triggers of the table run, as for any insert."""

    def seen(self) -> int:
        """The last change of the source that was written."""

    def change(self, changes: Sequence[TableChanges], seen: int) -> None:
        """Write changes and note the progress, in one transaction, in which no trigger runs.

        The tables are in an order in which each comes after those that it refers to.
        """

    def gather_statistics(self) -> None:
        """Take the figures by which the engine plans its reading."""

    def finish(self) -> None:
        """Forget the notes of the move: it is whole."""

    def close(self) -> None:
        """Close all connections."""
