"""Definitions of tables, indexes, triggers and views, from SQLite's SQL into PostgreSQL's."""

from __future__ import annotations

import re

from webapp.store.postgres.dialect import translate_calls

# Text is ordered by code points, as SQLite orders it, whatever the database was created with.
_TYPES = {"TEXT": 'text COLLATE "C"', "INTEGER": "bigint", "REAL": "double precision", "BLOB": "bytea"}
_TYPE = re.compile(rf"\b({'|'.join(_TYPES)})\b")
_TAIL = re.compile(r"\)\s*STRICT(, WITHOUT ROWID)?$")
_REFERENCE = re.compile(r"REFERENCES \w+ \([^)]*\)( ON DELETE CASCADE)?")
_TRIGGER = re.compile(
    r"CREATE TRIGGER (?P<name>\w+) (?P<when>(?:BEFORE|AFTER) (?P<event>\w+)(?: OF \w+)? ON \w+)"
    r"(?:\s+WHEN (?P<condition>.*?))?\s+BEGIN\s(?P<body>.*)END",
    re.DOTALL,
)
_REFUSAL = re.compile(r"SELECT RAISE\(ABORT, ('[^']*')\)")


def definition(sql: str) -> str:
    """Translate one statement that defines something."""
    if sql.startswith("CREATE TRIGGER"):
        return _trigger(sql)
    if sql.startswith(("CREATE TABLE", "ALTER TABLE")):
        return _table(sql)
    return translate_calls(sql)


def _table(sql: str) -> str:
    typed = _TYPE.sub(lambda name: _TYPES[name[0]], _TAIL.sub(")", sql))
    return _REFERENCE.sub(lambda reference: f"{reference[0]} DEFERRABLE", typed)


def _trigger(sql: str) -> str:
    """A trigger of PostgreSQL runs a function, here of the same name."""
    parts = _TRIGGER.fullmatch(sql.strip())
    if parts is None:
        raise ValueError(f"not a trigger as this understands them: {sql}")
    statements = "\n    ".join(f"{_step(step.strip())};" for step in parts["body"].split(";") if step.strip())
    if parts["condition"]:
        condition = translate_calls(parts["condition"].replace(" IS NOT (", " IS DISTINCT FROM ("))
        condition = re.sub(r" IS NOT (?!NULL\b)", " IS DISTINCT FROM ", condition)
        statements = f"IF {condition} THEN\n    {statements}\n    END IF;"
    row = "OLD" if parts["event"] == "DELETE" else "NEW"
    return f"""CREATE FUNCTION {parts["name"]}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    {statements}
    RETURN {row};
END $$;
CREATE TRIGGER {parts["name"]} {parts["when"]} FOR EACH ROW EXECUTE FUNCTION {parts["name"]}()"""


def _step(sql: str) -> str:
    refusal = _REFUSAL.fullmatch(sql)
    if refusal:
        return f"RAISE EXCEPTION {refusal[1]}"
    step = translate_calls(sql)
    if step.startswith("INSERT OR IGNORE"):
        return f"{step.replace('INSERT OR IGNORE', 'INSERT')} ON CONFLICT DO NOTHING"
    return step
