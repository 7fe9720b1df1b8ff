"""Open the database that most commands need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from webapp.config import Config
from webapp.domain.user_error import UserError
from webapp.store import locate_database, open_store
from webapp.store.protocols.store import Store, StoreUnavailable


@contextmanager
def existing_store(config: Config, fault: type[UserError]) -> Iterator[Store]:
    """The store of a database that is there; ``fault`` where it is not, or cannot be used."""
    database = locate_database(config.database_url)
    if not database.exists():
        raise fault(en=f"no answers yet: {database} does not exist", ar="لا إجابات بعد: لا قاعدة بيانات هنا")
    try:
        store = open_store(config.database_url, config.now)
        try:
            yield store
        finally:
            store.close()
    except StoreUnavailable as error:
        raise fault(en=f"the database cannot be used: {error}", ar="تعذّر استعمال قاعدة البيانات") from error
