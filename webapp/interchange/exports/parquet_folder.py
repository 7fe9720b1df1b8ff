"""Attempts as a folder of Parquet files, ``school=…/month=…/answers.parquet``, for DuckDB, Spark and the like.

Needs pyarrow, the extra ``parquet``. The columns are those of :mod:`.attempts_jsonl_csv`, without the school, which is
in the path. ``response`` is JSON; ``at`` is a timestamp in UTC.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from webapp.domain.attempt import Attempt
from webapp.domain.user_error import UserError
from webapp.interchange.exports.attempts_jsonl_csv import COLUMNS, as_row
from webapp.interchange.exports.exporter import Classes

ROWS_AT_ONCE = 10_000
"""Rows of one file that are held until they are written."""
TYPES = {
    **dict.fromkeys(("number", "hints"), "int32"),
    **dict.fromkeys(("earned", "possible", "earned_now", "possible_now", "seconds"), "float64"),
}
"""Types of the columns that hold neither text, lists of texts, nor a time."""

Partition = tuple[str, str]
"""A school, and a month of UTC."""


Record = tuple[Iterable[Attempt], Classes]
"""Attempts, and the names of their learners' classes."""


def write_parquet(records: Iterable[Record], folder: Path) -> None:
    """Write all attempts into a new or empty folder, which is there as a whole or not at all. UserError if not.

    Each of the records is of other schools than the ones before.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise UserError(
            en='Parquet needs pyarrow: pip install "fahm[parquet]"',
            ar='تحتاج صيغة Parquet إلى مكتبة pyarrow: pip install "fahm[parquet]"',
        ) from error
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(
            en=f"{folder} is not empty. Choose a new or empty folder.",
            ar="المجلد ليس فارغًا. اختر مجلدًا جديدًا أو فارغًا.",
            code=2,
        )
    try:
        _write_whole(records, folder, pyarrow)
    except OSError as error:
        raise UserError(en=f"{folder} cannot be written: {error.strerror}", ar="تعذرت كتابة المجلد") from error


def _write_whole(records: Iterable[Record], folder: Path, arrow: Any) -> None:
    """Write beside the folder, and put all of it in its place at the end."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for attempts, classes in records:
            with ExitStack() as opened:
                files = _Files(unfinished, arrow, opened)
                for attempt in attempts:
                    files.add((attempt.school, f"{attempt.at:%Y-%m}"), as_row(attempt, classes))
                files.write_all()
        if folder.exists():
            folder.rmdir()
        os.replace(unfinished, folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


class _Files:
    """The files of the folder, one for each school and month; closed by ``opened``."""

    def __init__(self, folder: Path, arrow: Any, opened: ExitStack) -> None:
        self._folder, self._arrow, self._opened = folder, arrow, opened
        self._schema = arrow.schema([(name, _type(name, arrow)) for name in COLUMNS if name != "school"])
        self._writers: dict[Partition, Any] = {}
        self._rows: dict[Partition, list[dict[str, Any]]] = {}

    def add(self, partition: Partition, row: dict[str, Any]) -> None:
        """Take a row into the file of its school and month."""
        rows = self._rows.setdefault(partition, [])
        rows.append(row)
        if len(rows) >= ROWS_AT_ONCE:
            self._write(partition)

    def write_all(self) -> None:
        """Write the rows that are still held."""
        for partition in self._rows:
            self._write(partition)

    def _write(self, partition: Partition) -> None:
        rows = [_with_plain_response(row) for row in self._rows[partition]]
        if rows:
            self._writer(partition).write_table(self._arrow.Table.from_pylist(rows, schema=self._schema))
            self._rows[partition] = []

    def _writer(self, partition: Partition) -> Any:
        if partition not in self._writers:
            from pyarrow.parquet import ParquetWriter

            school, month = partition
            place = self._folder / f"school={quote(school, safe='')}" / f"month={month}"
            place.mkdir(parents=True)
            writer = ParquetWriter(place / "answers.parquet", self._schema, compression="zstd")
            self._writers[partition] = self._opened.enter_context(writer)
        return self._writers[partition]


def _type(column: str, arrow: Any) -> Any:
    if column in ("shown", "support"):
        return arrow.list_(arrow.string())
    if column == "at":
        return arrow.timestamp("us", tz="UTC")
    return getattr(arrow, TYPES.get(column, "string"))()


def _with_plain_response(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its response as JSON, since learners answer in many shapes, and its time as one."""
    response = json.dumps(row["response"], ensure_ascii=False)
    return {**row, "response": response, "at": datetime.fromisoformat(row["at"])}
