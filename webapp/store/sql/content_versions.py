"""``store.versions`` in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from webapp.store.protocols.content_versions import (
    ASIDE,
    ContentVersions,
    FileKind,
    FileOfText,
    NewVersion,
    VersionEntry,
)
from webapp.store.sql.engine.column_values import Row, from_iso, to_iso, to_json
from webapp.store.sql.engine.connection import NO_LIMIT, Connection, Connections, execute

COLUMNS = "number, at, digest, state, base, teacher, name, why"
OF_FILE = "school = ? AND text = ? AND kind = ?"
# A draft stands beside the drafts of its teacher, what was in the file beside all that was.
LAST_ALIKE = f"""
    SELECT {COLUMNS} FROM content_versions
    WHERE {OF_FILE} AND CASE state WHEN 'draft' THEN 1 ELSE 0 END = ? AND (state <> 'draft' OR teacher = ?)
    ORDER BY number DESC LIMIT 1"""
NEXT = f"SELECT coalesce(max(number), 0) + 1 FROM content_versions WHERE {OF_FILE}"
ADD = (
    f"INSERT INTO content_versions (school, text, kind, {COLUMNS}, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
IN_FILES = f"""
    SELECT text, {COLUMNS} FROM content_versions AS v WHERE school = ?1 AND kind = ?2 AND number = (
        SELECT max(number) FROM content_versions
        WHERE school = ?1 AND kind = ?2 AND text = v.text AND state <> 'draft')"""
OPEN_DRAFT = f"""
    SELECT {COLUMNS} FROM content_versions
    WHERE {OF_FILE} AND state = 'draft' AND base <> '{ASIDE}' AND number > (
        SELECT coalesce(max(number), 0) FROM content_versions WHERE {OF_FILE} AND state = 'published')
    ORDER BY number DESC LIMIT 1"""
LAST_IN_FILE = (
    f"SELECT {COLUMNS} FROM content_versions WHERE {OF_FILE} AND state <> 'draft' ORDER BY number DESC LIMIT 1"
)
DRAFTS = f"""
    SELECT text, {COLUMNS} FROM content_versions AS v WHERE school = ?1 AND kind = ?2 AND number = (
        SELECT max(number) FROM content_versions
        WHERE school = ?1 AND kind = ?2 AND text = v.text AND state = 'draft' AND base <> '{ASIDE}')
    AND number > (
        SELECT coalesce(max(number), 0) FROM content_versions
        WHERE school = ?1 AND kind = ?2 AND text = v.text AND state = 'published')"""
BY_DIGEST = f"SELECT content FROM content_versions WHERE {OF_FILE} AND substr(digest, 1, ?) = ? LIMIT 1"
CONTENTS = """
    SELECT v.text, v.kind, v.content FROM json_each(?2) AS asked CROSS JOIN content_versions AS v
    ON v.school = ?1 AND v.text = json_extract(asked.value, '$[0]') AND v.kind = json_extract(asked.value, '$[1]')
        AND v.number = CAST(json_extract(asked.value, '$[2]') AS INTEGER)"""


class SqlContentVersions(ContentVersions):
    """Methods are documented in :class:`webapp.store.protocols.content_versions.ContentVersions`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def add(self, school: str, file: FileOfText, version: NewVersion) -> VersionEntry:
        return self.add_together(school, {file: version})[file]

    def add_together(self, school: str, versions: Mapping[FileOfText, NewVersion]) -> Mapping[FileOfText, VersionEntry]:
        if not versions:
            return {}
        with self._connections.write() as conn:
            return {
                file: _add(conn, (school, file.text, file.kind), version, self._now())
                for file, version in versions.items()
            }

    def entries(self, school: str, file: FileOfText, limit: int | None = None, offset: int = 0) -> list[VersionEntry]:
        sql = f"SELECT {COLUMNS} FROM content_versions WHERE {OF_FILE} ORDER BY number DESC LIMIT ? OFFSET ?"
        page = (NO_LIMIT if limit is None else limit, offset)
        with self._connections.read() as conn:
            return [_to_entry(row) for row in execute(conn, sql, school, file.text, file.kind, *page)]

    def entry(self, school: str, file: FileOfText, number: int) -> VersionEntry | None:
        sql = f"SELECT {COLUMNS} FROM content_versions WHERE {OF_FILE} AND number = ?"
        with self._connections.read() as conn:
            row = execute(conn, sql, school, file.text, file.kind, number).fetchone()
        return _to_entry(row) if row else None

    def content(self, school: str, file: FileOfText, number: int) -> bytes | None:
        sql = f"SELECT content FROM content_versions WHERE {OF_FILE} AND number = ?"
        with self._connections.read() as conn:
            row = execute(conn, sql, school, file.text, file.kind, number).fetchone()
        return bytes(row[0]) if row else None

    def contents(self, school: str, versions: Mapping[FileOfText, int]) -> Mapping[FileOfText, bytes]:
        asked = [[file.text, file.kind, number] for file, number in versions.items()]
        with self._connections.read() as conn:
            rows = execute(conn, CONTENTS, school, to_json(asked)).fetchall()
        return {FileOfText(text, kind): bytes(content) for text, kind, content in rows}

    def content_by_digest(self, school: str, file: FileOfText, digest: str) -> bytes | None:
        with self._connections.read() as conn:
            row = execute(conn, BY_DIGEST, school, file.text, file.kind, len(digest), digest).fetchone()
        return bytes(row[0]) if row else None

    def last_in_file(self, school: str, file: FileOfText) -> VersionEntry | None:
        with self._connections.read() as conn:
            row = execute(conn, LAST_IN_FILE, school, file.text, file.kind).fetchone()
        return _to_entry(row) if row else None

    def last_in_files(self, school: str, kind: FileKind) -> Mapping[str, VersionEntry]:
        return self._by_text(IN_FILES, school, kind)

    def open_draft(self, school: str, file: FileOfText) -> VersionEntry | None:
        of = (school, file.text, file.kind)
        with self._connections.read() as conn:
            row = execute(conn, OPEN_DRAFT, *of, *of).fetchone()
        return _to_entry(row) if row else None

    def last_drafts(self, school: str, kind: FileKind) -> Mapping[str, VersionEntry]:
        in_files = self.last_in_files(school, kind)
        drafts = self._by_text(DRAFTS, school, kind)
        return {
            text: draft
            for text, draft in drafts.items()
            if text not in in_files or in_files[text].digest != draft.digest
        }

    def _by_text(self, sql: str, school: str, kind: FileKind) -> Mapping[str, VersionEntry]:
        with self._connections.read() as conn:
            return {text: _to_entry(row) for text, *row in execute(conn, sql, school, kind)}


def _add(conn: Connection, file: tuple[str, str, str], version: NewVersion, now: datetime) -> VersionEntry:
    draft = version.state == "draft"
    last = execute(conn, LAST_ALIKE, *file, int(draft), version.teacher).fetchone()
    if (
        last
        and not version.anew
        and (entry := _to_entry(last)).digest == version.digest
        and (not draft or entry.base == version.base)
    ):
        return entry
    number = int(execute(conn, NEXT, *file).fetchone()[0])
    told = (version.digest, version.state, version.base, version.teacher, version.name, version.why)
    execute(conn, ADD, *file, number, to_iso(now), *told, version.content)
    return VersionEntry(number, now, *told)


def _to_entry(row: Row) -> VersionEntry:
    number, at, *rest = row
    return VersionEntry(number, from_iso(at), *rest)
