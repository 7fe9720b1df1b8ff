"""Merges of an earlier Fahm, which left the rows under the merged record: a part of migration m011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.store.sql.merges.merge_log import Merge, repoint
from webapp.store.sql.merges.merge_tables import KEYS
from webapp.store.sql.schema.merges import SINCE_M011

if TYPE_CHECKING:
    from sqlite3 import Connection

MERGED = "SELECT school, id, merged_into FROM learners WHERE merged_into IS NOT NULL ORDER BY school, id"


def repoint_earlier_merges(conn: Connection) -> None:
    """Re-point the rows of every merged record, those first that nothing is merged into.

    When and by whom they were merged was not recorded. Their standings stay as they were calculated; since the log
    does not say how the merge left them, they are calculated again when it is undone.
    """
    into = {(school, learner): kept for school, learner, kept in conn.execute(MERGED).fetchall()}
    tables = [table for table in KEYS if table not in SINCE_M011]
    while into:
        inner = {(school, kept) for (school, _), kept in into.items()}
        for school, learner in [record for record in into if record not in inner]:
            repoint(conn, Merge(school, learner, into.pop((school, learner)), "", ""), tables)
