"""The shared statements in PostgreSQL's words; and its definitions."""

from __future__ import annotations

import pytest

from webapp.store.postgres.dialect import translate
from webapp.store.postgres.schema.definitions import definition


@pytest.mark.parametrize(
    ("shared", "translated"),
    [
        ("SELECT 1 WHERE a = ? AND b = ?", "SELECT 1 WHERE a = $1 AND b = $2"),
        ("SELECT ?2, ?1, ?", "SELECT $2, $1, $3"),
        ("SELECT '?', 'it''s ?1', ?", "SELECT '?', 'it''s ?1', $1"),
        ("WHERE ? IS NULL OR a = ?1", "WHERE CAST($1 AS text) IS NULL OR a = $1"),
        ("FROM a CROSS JOIN b INDEXED BY b_by_c ON b.c = a.c", "FROM a JOIN b  ON b.c = a.c"),
        ("SELECT max(a), max(b, min(c, d))", "SELECT max(a), greatest(b, least(c, d))"),
        ("SELECT max((SELECT max(x, ',)') FROM t), '')", "SELECT greatest((SELECT greatest(x, ',)') FROM t), '')"),
        ("SELECT maximum(a, b), 'max(a, b)'", "SELECT maximum(a, b), 'max(a, b)'"),
        ("SELECT group_concat(name, '; ')", "SELECT string_agg(name, '; ')"),
        ("SELECT json_extract(old, '$.at')", "SELECT (CAST(old AS jsonb) ->> 'at')"),
        ("SELECT json_extract(key, '$[0]')", "SELECT (CAST(key AS jsonb) ->> 0)"),
        (
            "IN (SELECT value FROM json_each(?))",
            "IN (SELECT value FROM jsonb_array_elements_text(CAST(CAST($1 AS text) AS jsonb)))",
        ),
        ("PRAGMA defer_foreign_keys = ON", "SET CONSTRAINTS ALL DEFERRED"),
    ],
)
def test_a_statement_is_translated(shared: str, translated: str) -> None:
    assert translate(shared) == translated


def test_a_table_keeps_its_columns_and_checks_references_at_the_end() -> None:
    shared = """CREATE TABLE notes (
    school TEXT NOT NULL, at TEXT, n INTEGER, share REAL, body BLOB,
    PRIMARY KEY (school, at), FOREIGN KEY (school) REFERENCES schools (id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""
    assert (
        definition(shared)
        == """CREATE TABLE notes (
    school text COLLATE "C" NOT NULL, at text COLLATE "C", n bigint, share double precision, body bytea,
    PRIMARY KEY (school, at), FOREIGN KEY (school) REFERENCES schools (id) ON DELETE CASCADE DEFERRABLE)"""
    )


def test_a_trigger_becomes_a_function() -> None:
    shared = """CREATE TRIGGER a_stay BEFORE UPDATE OF x ON a
        WHEN (NEW.x, NEW.y) IS NOT (OLD.x, OLD.y) AND NEW.z IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'never'); INSERT OR IGNORE INTO b SELECT OLD.x FROM c; END"""
    assert (
        definition(shared)
        == """CREATE FUNCTION a_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NEW.x, NEW.y) IS DISTINCT FROM (OLD.x, OLD.y) AND NEW.z IS NOT NULL THEN
    RAISE EXCEPTION 'never';
    INSERT INTO b SELECT OLD.x FROM c ON CONFLICT DO NOTHING;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_stay BEFORE UPDATE OF x ON a FOR EACH ROW EXECUTE FUNCTION a_stay()"""
    )


def test_a_trigger_that_is_not_understood_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a trigger"):
        definition("CREATE TRIGGER a INSTEAD OF INSERT ON v BEGIN SELECT 1; END")
