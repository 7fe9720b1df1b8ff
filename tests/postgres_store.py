"""A database with Fahm's schema on the PostgreSQL of the tests, empty for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from postgres_server import drop_database, new_database, postgres_server
from webapp.store.sql.schema.table_names import TABLES

# Without triggers and references: what may only be added to is deleted too. Only what has rows, which is a third of a
# new database's time.
EMPTY = f"""SET session_replication_role = replica;
DO $$ DECLARE name text; filled boolean; BEGIN
    FOREACH name IN ARRAY ARRAY[{", ".join(f"'{table}'" for table in TABLES)}] LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO filled;
        IF filled THEN EXECUTE format('DELETE FROM %I', name); END IF;
    END LOOP;
END $$"""


def prepare(url: str) -> None:
    """Give a new database the schema."""
    from webapp.store import open_store

    open_store(url).close()


@cache
def _database() -> tuple[str, Any]:
    """The URL of this process's database, and the superuser's connection to it."""
    import psycopg

    url = new_database(prepare)
    server = postgres_server()
    return url, psycopg.connect(server.url(url.rpartition("/")[2], "postgres"), autocommit=True)


@contextmanager
def emptied_database() -> Iterator[str]:
    """The URL of a database that has the schema and no rows; it is emptied afterwards."""
    url, superuser = _database()
    yield url
    superuser.execute(EMPTY)


@contextmanager
def databases_of_folders() -> Iterator[Callable[[Path], str]]:
    """A function that gives each data folder the URL of a database; they are away afterwards."""
    urls: dict[Path, str] = {}
    with ExitStack() as stack:

        def url_of(folder: Path) -> str:
            folder = folder.absolute()
            if folder not in urls:
                urls[folder] = stack.enter_context(_another_database() if urls else emptied_database())
            return urls[folder]

        yield url_of


@contextmanager
def _another_database() -> Iterator[str]:
    url = new_database(prepare)
    yield url
    drop_database(url)
