"""``fahm move-data``: copy all records into another database, and let the old one be written to again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from webapp.domain.user_error import UserError
from webapp.store import locate_database
from webapp.store.data_move import MovedTable
from webapp.store.data_move import move as move_tables
from webapp.store.protocols.database import DatabaseLocation, Progress
from webapp.store.protocols.store import NewerDatabase, StoreUnavailable


@dataclass(frozen=True)
class MoveResult:
    """The tables of both databases, the names of these, and the seconds in which neither took answers."""

    tables: list[MovedTable]
    seconds: float
    source: DatabaseLocation
    target: DatabaseLocation

    def spoken(self) -> list[str]:
        """Message for the user."""
        rows, changed = (sum(counts) for counts in zip(*((t.tally.rows, t.changed) for t in self.tables), strict=True))
        lines = []
        if changed:
            lines.append(
                f"{changed} rows had a NUL character, which the new database cannot store. It was replaced with U+FFFD"
                f" — صفوف فيها الحرف NUL الذي لا تحفظه القاعدة الجديدة: {changed}. كُتب مكانه U+FFFD"
            )
        return [
            *lines,
            f"moved: {rows} rows of {len(self.tables)} tables to {self.target}, the same in both"
            f" — نُقلت البيانات وهي متطابقة في القاعدتين؛ عدد الصفوف {rows}، والجداول {len(self.tables)}",
            f"no answers were taken for {self.seconds:.1f} s of it — توقف قبول الإجابات منها {self.seconds:.1f} ثانية",
            "now start the server with the new address in --database or FAHM_DATABASE"
            " — شغّل الخادم الآن بالعنوان الجديد في ‎--database أو FAHM_DATABASE",
            f"{self.source} no longer accepts answers. To reopen it: fahm move-data --release and its address"
            " — لا تقبل القاعدة القديمة إجابات بعد الآن. لفتحها من جديد: fahm move-data --release مع عنوانها",
        ]


def move(source: str, target: str, watch: Progress) -> MoveResult:
    """Copy everything from one database into another, empty one. UserError where that is not done."""
    old, new = locate_database(source), locate_database(target)
    if old.absolute_url() == new.absolute_url():
        raise UserError(en="FROM and TO are the same database", ar="العنوانان لقاعدة واحدة", code=2)
    _must_exist(old)
    with _in_words(), closing(old.movable_tables()) as read, closing(new.movable_tables()) as filled:
        moved = move_tables(read, filled, str(new), watch)
        return MoveResult(moved.tables, moved.seconds, old, new)


def release_source(source: str) -> str:
    """Let a database that was moved be written to again; return the message for the user."""
    database = locate_database(source)
    _must_exist(database)
    with _in_words(), closing(database.movable_tables()) as tables:
        seal = tables.seal()
        if seal is None and tables.noted_move() is None:
            raise UserError(en=f"{database} was not moved", ar="لم تُنقل هذه القاعدة")
        tables.release()
    if seal is None:
        return (
            f"the move of {database} is given up; empty its target before another one"
            " — أُلغي النقل الذي لم يكتمل؛ أفرغ القاعدة الجديدة قبل نقل آخر"
        )
    return (
        f"{database} accepts answers again. They are not added to its copy in {seal.target}"
        " — تقبل القاعدة الإجابات من جديد، ولا تُضاف هذه إلى نسختها المنقولة"
    )


def _must_exist(database: DatabaseLocation) -> None:
    if not database.exists():
        raise UserError(en=f"database {database} not found", ar="لا توجد قاعدة بيانات بهذا العنوان")


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except NewerDatabase as error:
        raise UserError(en=error.en, ar=error.ar) from error
    except StoreUnavailable as error:
        raise UserError(
            en=f"the move stopped: {error}. Run the same command to continue; --release reopens FROM for answers",
            ar="توقف النقل. لإكماله نفّذ الأمر نفسه، ولفتح القاعدة القديمة للإجابات استعمل ‎--release.",
        ) from error
