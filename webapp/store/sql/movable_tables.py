"""Tables to be moved, by statements of all engines; an engine adds its catalogue, its seal and its way to insert."""

from __future__ import annotations

import json
import re
from abc import abstractmethod
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Any

from webapp.store.protocols.data_move import (
    Change,
    MovableTables,
    Part,
    Row,
    Seal,
    TableChanges,
    TableLayout,
    TableProgress,
    Tally,
    UnfinishedMove,
)
from webapp.store.protocols.store import StoreUnavailable
from webapp.store.sql.engine.connection import BEGIN_READ, DEFER_FOREIGN_KEYS, Connection, Connections
from webapp.store.sql.noted_changes import (
    CHANGES_TABLE,
    WRITES,
    changed_keys,
    delete_others,
    noting_name,
    noting_trigger,
    row_at,
    rows_after,
    write_rows,
)

SEAL_TABLE, MOVE_TABLE = "data_moved", "data_being_moved"
"""A moved database has the first, with its seal; one that is being filled has the second, with its progress."""
MAKE_SEAL_TABLE = f"CREATE TABLE {SEAL_TABLE} (id TEXT NOT NULL, target TEXT NOT NULL)"
MAKE_MOVE_TABLE = (
    f"CREATE TABLE {MOVE_TABLE} (of_table TEXT PRIMARY KEY, total INTEGER NOT NULL, checksum TEXT NOT NULL, "
    "last TEXT NOT NULL, whole INTEGER NOT NULL)"
)


class SqlMovableTables(MovableTables):
    """Methods are documented in :class:`webapp.store.protocols.data_move.MovableTables`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._layouts: list[TableLayout] = []

    numbered: str
    """Definition of a column that numbers the rows of a table in the order in which they are committed."""

    @abstractmethod
    def _without_triggers(self, conn: Connection, tables: Sequence[str]) -> AbstractContextManager[None]:
        """Switch the triggers of tables off while the block runs; an error in it ends the transaction."""

    @abstractmethod
    def _read_layouts(self, conn: Connection) -> list[TableLayout]:
        """Read the layouts of all tables with records from the engine's catalogue."""

    @abstractmethod
    def _has_table(self, conn: Connection, name: str) -> bool:
        """Tell whether a table exists."""

    @abstractmethod
    def _define(self, conn: Connection, sql: str) -> None:
        """Execute a definition that is written for SQLite."""

    @abstractmethod
    def _drop_trigger(self, conn: Connection, name: str, table: str) -> None:
        """Delete a trigger."""

    @abstractmethod
    def _insert(self, conn: Connection, layout: TableLayout, rows: Sequence[Row]) -> None:
        """Insert rows of the layout's columns."""

    def layouts(self) -> list[TableLayout]:
        if not self._layouts:
            with self._connections.read() as conn:
                self._layouts = self._read_layouts(conn)
        return self._layouts

    def filled(self) -> list[str]:
        names = self._names()
        with self._connections.read() as conn:
            return [name for name in names if conn.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()]

    def count(self, table: str) -> int:
        with self._connections.read() as conn:
            return int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def rows(self, layout: TableLayout, after: Sequence[Any] | None, limit: int) -> list[Row]:
        with self._connections.read() as conn:
            return rows_after(conn, layout, after, limit)

    def rows_at(self, layout: TableLayout, keys: Sequence[Sequence[Any]]) -> list[Row]:
        with self._connections.read() as conn:
            return [row for key in keys if (row := row_at(conn, layout, key)) is not None]

    def storable(self, row: Row) -> Row:
        return row

    def seal(self) -> Seal | None:
        with self._connections.read() as conn:
            return seal_in(conn) if self._has_table(conn, SEAL_TABLE) else None

    def set_seal(self, seal: Seal) -> None:
        said = re.sub("['%]", " ", moved_to(seal))
        with self._connections.write() as conn:
            self._define(conn, MAKE_SEAL_TABLE)
            conn.execute(f"INSERT INTO {SEAL_TABLE} (id, target) VALUES (?, ?)", (seal.id, seal.target))
            for name, write, table in self._guards():
                refusal = f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
                self._define(conn, f"CREATE TRIGGER {name} BEFORE {write} ON {table} {refusal}")

    def release(self) -> None:
        if self.seal():
            with self._connections.write() as conn:
                for name, _, table in self._guards():
                    self._drop_trigger(conn, name, table)
                conn.execute(f"DROP TABLE {SEAL_TABLE}")
        self.forget_changes()

    def noted_move(self) -> str | None:
        with self._connections.read() as conn:
            if not self._has_table(conn, CHANGES_TABLE):
                return None
            return str(conn.execute(f"SELECT key FROM {CHANGES_TABLE} WHERE of_table = ''").fetchone()[0])

    def note_changes(self, move: str) -> None:
        layouts = self.layouts()
        with self._connections.write() as conn:
            conn.execute(
                f"CREATE TABLE {CHANGES_TABLE} (seq {self.numbered}, of_table TEXT NOT NULL, key TEXT NOT NULL)"
            )
            conn.execute(f"INSERT INTO {CHANGES_TABLE} (of_table, key) VALUES ('', ?)", (move,))
            for layout in layouts:
                for write in WRITES:
                    self._define(conn, noting_trigger(layout, write))

    def forget_changes(self) -> None:
        if self.noted_move() is None:
            return
        with self._connections.write() as conn:
            for name in self._names():
                for write in WRITES:
                    self._drop_trigger(conn, noting_name(name, write), name)
            conn.execute(f"DROP TABLE {CHANGES_TABLE}")

    def read_part(
        self, layout: TableLayout | None, after: Sequence[Any] | None, limit: int, seen: int, names: Collection[str]
    ) -> Part:
        layouts = {layout.name: layout for layout in self.layouts() if layout.name in names}
        with self._connections.read() as conn:
            noted = self._has_table(conn, CHANGES_TABLE)
            conn.execute(BEGIN_READ)
            try:
                rows = rows_after(conn, layout, after, limit) if layout else []
                changed, seen = changed_keys(conn, seen) if noted else ([], seen)
                changes = [
                    Change(name, key, row_at(conn, layouts[name], key)) for name, key in changed if name in layouts
                ]
            finally:
                conn.execute("ROLLBACK")
        return Part(rows, changes, seen)

    def _guards(self) -> list[tuple[str, str, str]]:
        """Triggers that let every write fail: their names, what each is against, and its table."""
        return [(f"{name}_moved_{write.lower()}", write, name) for name in self._names() for write in WRITES]

    def _names(self) -> list[str]:
        return [layout.name for layout in self.layouts()]

    def begun(self) -> str | None:
        with self._connections.read() as conn:
            if not self._has_table(conn, MOVE_TABLE):
                return None
            return str(conn.execute(f"SELECT checksum FROM {MOVE_TABLE} WHERE of_table = ''").fetchone()[0])

    def begin(self, move: str) -> None:
        with self._connections.write() as conn:
            self._define(conn, MAKE_MOVE_TABLE)
            _note(conn, "", TableProgress(), move)

    def progress(self, table: str) -> TableProgress:
        sql = f"SELECT total, checksum, last, whole FROM {MOVE_TABLE} WHERE of_table = ?"
        with self._connections.read() as conn:
            row = conn.execute(sql, (table,)).fetchone()
        if row is None:
            return TableProgress()
        return TableProgress(Tally(int(row[0]), int(row[1], 16)), json.loads(row[2]), bool(row[3]))

    def add(self, layout: TableLayout, rows: Sequence[Row], progress: TableProgress) -> None:
        with self._connections.write() as conn:
            if rows:
                self._insert(conn, layout, rows)
            _note(conn, layout.name, progress, f"{progress.tally.checksum:032x}")

    def seen(self) -> int:
        with self._connections.read() as conn:
            return int(conn.execute(f"SELECT total FROM {MOVE_TABLE} WHERE of_table = ''").fetchone()[0])

    def change(self, changes: Sequence[TableChanges], seen: int) -> None:
        with self._connections.write() as conn:
            conn.execute(DEFER_FOREIGN_KEYS)
            with self._without_triggers(conn, [change.layout.name for change in changes]):
                for change in reversed(changes):
                    delete_others(conn, change)
                for change in changes:
                    write_rows(conn, change)
            for change in changes:
                _note(conn, change.layout.name, change.progress, f"{change.progress.tally.checksum:032x}")
            conn.execute(f"UPDATE {MOVE_TABLE} SET total = ? WHERE of_table = ''", (seen,))

    def gather_statistics(self) -> None:
        """Nothing, where an engine needs none."""

    def finish(self) -> None:
        with self._connections.write() as conn:
            conn.execute(f"DROP TABLE {MOVE_TABLE}")

    def refuse_unfinished(self) -> None:
        """UnfinishedMove where the database is still being filled."""
        if self.begun() is not None:
            raise UnfinishedMove

    def refuse_moved(self) -> None:
        """StoreUnavailable where the database was moved, and takes no writes."""
        if seal := self.seal():
            raise StoreUnavailable(moved_to(seal))

    def close(self) -> None:
        self._connections.close()


def moved_to(seal: Seal) -> str:
    """Message of every write that is refused."""
    return f"this database was moved to {seal.target}"


def seal_in(conn: Connection) -> Seal:
    """Read the seal of a database that has one."""
    return Seal(*map(str, conn.execute(f"SELECT id, target FROM {SEAL_TABLE}").fetchone()))


def _note(conn: Connection, table: str, progress: TableProgress, checksum: str) -> None:
    conn.execute(
        f"INSERT INTO {MOVE_TABLE} (of_table, total, checksum, last, whole) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (of_table) DO UPDATE SET total = excluded.total, checksum = excluded.checksum, "
        "last = excluded.last, whole = excluded.whole",
        (table, progress.tally.rows, checksum, json.dumps(progress.last), int(progress.whole)),
    )
