"""Opening the database of a command, with errors in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from webapp.config import Config
from webapp.domain.user_error import UserError
from webapp.store import locate_database, open_store
from webapp.store.protocols.store import Counts, Store, StoreUnavailable


@contextmanager
def existing_store(config: Config) -> Iterator[Store]:
    """Open the store for the time of a block; UserError where there is no database, or where it cannot be used."""
    database = locate_database(config.database_url)
    if not database.exists():
        raise UserError(
            en=f"no answers yet: {database} does not exist", ar="لا توجد إجابات بعد: لا توجد قاعدة بيانات هنا"
        )
    try:
        store = open_store(config.database_url, config.now)
        try:
            yield store
        finally:
            store.close()
    except StoreUnavailable as error:
        raise UserError(en=f"the database cannot be used: {error}", ar="تعذر استعمال قاعدة البيانات") from error


def recorded_counts(config: Config) -> list[Counts]:
    """Counters of the answers to all texts; none where there is no database. UserError for one that cannot be read."""
    if not locate_database(config.database_url).exists():
        return []
    with existing_store(config) as store:
        return store.counts(config.school)
