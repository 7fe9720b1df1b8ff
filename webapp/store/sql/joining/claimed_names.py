"""Names that learners take from a class's list, in SQL: a part of ``store.joining``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from webapp.domain.people import Membership, name_key
from webapp.store.protocols.joining import KEEP_CLAIMS, UNDO_NAMES, Claim
from webapp.store.protocols.people import Joined
from webapp.store.protocols.regrades import CalculateAnyStanding
from webapp.store.sql.engine.column_values import from_iso, to_iso
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.learners.canonical_ids import canonical_id
from webapp.store.sql.learners.create_learner import ensure_learner
from webapp.store.sql.learners.learner_data import delete_all_data_of
from webapp.store.sql.merges.merge_log import Merge
from webapp.store.sql.people.classes import members
from webapp.store.sql.people.record_merges import merge_record, separate_record
from webapp.store.tokens import hash_token

# Rows of a learner's own doing: a record with one of them is used, whoever opened it.
OWN_TABLES = ("tries", "hints", "drafts", "kept_words")
_USED = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} AS own WHERE own.school = l.school AND own.learner = l.id)" for table in OWN_TABLES
)
WRITTEN_TABLES = ("notes", "allowances", "report_words")
"""Tables of what a teacher writes to one learner or about them: a record with a row of these is opened by its card."""
_WRITTEN = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} AS own WHERE own.school = l.school AND own.learner = l.id)"
    for table in WRITTEN_TABLES
)
FREE = f"""
    SELECT l.id FROM memberships AS m CROSS JOIN learners AS l ON l.school = m.school AND l.id = m.learner
    WHERE m.school = ? AND m.class = ? AND l.unopened = 1 AND NOT ({_USED}) AND NOT ({_WRITTEN})
        AND NOT EXISTS (SELECT 1 FROM merges WHERE merges.school = l.school AND merges.root = l.id)"""
DROP_OLD = "DELETE FROM claimed_names WHERE school = ? AND at <= ?"
NOTE = "INSERT INTO claimed_names (school, name, owner, class, device, at) VALUES (?, ?, ?, ?, ?, ?)"
FORGET_OWN_UNDO = "DELETE FROM claimed_names WHERE school = ? AND name = ? AND owner = ? AND undone_by = ''"
REFUSED = "SELECT 1 FROM claimed_names WHERE school = ? AND name = ? AND owner = ?"
ACTIVE = """
    SELECT name, at, device FROM claimed_names WHERE school = ? AND class = ? AND at > ? AND undone IS NULL
    ORDER BY at DESC, name"""
MERGED = """
    SELECT merges.learner, merges.root, m.name, l.card_ended FROM memberships AS m
    CROSS JOIN merges ON merges.school = m.school AND merges.root = m.learner
    CROSS JOIN learners AS l ON l.school = merges.school AND l.id = merges.learner
    WHERE m.school = ? AND m.class = ?"""
# Who has begun an exam would begin it again under the name with another record; a saved answer is of an exam.
USED_SINCE = """
    SELECT 1 WHERE EXISTS (SELECT 1 FROM tries WHERE school = ?1 AND learner = ?2 AND at >= ?3)
        OR EXISTS (SELECT 1 FROM drafts WHERE school = ?1 AND learner = ?2 AND at >= ?3)
        OR EXISTS (SELECT 1 FROM sittings WHERE school = ?1 AND learner = ?2 AND started >= ?3)"""
SET_UNDONE = "UPDATE claimed_names SET undone = ?, undone_by = ? WHERE school = ? AND name = ? AND undone IS NULL"
SET_UNOPENED = "UPDATE learners SET unopened = ? WHERE school = ? AND id = ? AND unopened <> ?"
# Codes are unique: one that was given to somebody else meanwhile stays theirs.
RESTORE_CARD = """
    UPDATE learners SET code = card_code, card_code = NULL, card_ended = NULL
    WHERE school = ? AND id = ? AND card_code IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM learners AS other WHERE other.school = learners.school AND other.code = learners.card_code)"""


class SqlClaimedNames:
    """Methods are documented in :class:`webapp.store.protocols.joining.Joining`."""

    _connections: Connections
    _now: Callable[[], datetime]

    def free_names(self, school: str, class_id: str) -> list[str]:
        with self._connections.read() as conn:
            return [member.name for member in _free_members(conn, school, class_id)]

    def claim(self, school: str, class_id: str, learner: str, name: str, device: str = "") -> Joined:
        with self._connections.write() as conn:
            own = canonical_id(conn, school, learner)
            claimed = _claim(conn, school, class_id, own, name, device, self._now())
        return claimed

    def claims(self, school: str, class_id: str) -> list[Claim]:
        with self._connections.read() as conn:
            return _active(conn, school, class_id, self._now())

    def own_claim(self, school: str, class_id: str, learner: str) -> Claim | None:
        with self._connections.read() as conn:
            own = canonical_id(conn, school, learner)
            claims = _active(conn, school, class_id, self._now())
            claim = next((claim for claim in claims if claim.learner == own), None)
            used = claim and execute(conn, USED_SINCE, school, own, to_iso(claim.at)).fetchone()
        return None if used else claim

    def undo_claims(
        self,
        school: str,
        class_id: str,
        records: Collection[str],
        by: str = "",
        calculate: CalculateAnyStanding | None = None,
        seen: Mapping[str, str] | None = None,
    ) -> int:
        now, seen = self._now(), seen or {}
        with self._connections.write() as conn:
            active = {claim.record: claim.learner for claim in _active(conn, school, class_id, now)}
            undone = [
                record
                for record in dict.fromkeys(records)
                if record in active and seen.get(record, active[record]) == active[record]
            ]
            for record in undone:
                separate_record(conn, school, record, calculate)
                execute(conn, SET_UNDONE, to_iso(now), by, school, hash_token(record))
                execute(conn, SET_UNOPENED, 1, school, record, 1)
                execute(conn, RESTORE_CARD, school, record)
        return len(undone)

    def opened(self, school: str, learner: str) -> None:
        with self._connections.write() as conn:
            execute(conn, SET_UNOPENED, 0, school, learner, 0)

    def undo_names(self, school: str, class_id: str, added: datetime) -> int:
        now = self._now()
        if now - added > UNDO_NAMES:
            return 0
        with self._connections.write() as conn:
            free = [member for member in _free_members(conn, school, class_id) if member.joined == added]
            for member in free:
                delete_all_data_of(conn, school, member.learner, now)
        return len(free)


def _free_members(conn: Connection, school: str, class_id: str) -> list[Membership]:
    """Members whose record a teacher made, that no device has opened and nobody has written anything in or about."""
    free = {str(learner) for (learner,) in execute(conn, FREE, school, class_id)}
    return [member for member in members(conn, school, class_id) if member.learner in free] if free else []


def _claim(conn: Connection, school: str, class_id: str, learner: str, name: str, device: str, now: datetime) -> Joined:
    already = next((member for member in members(conn, school, class_id) if member.learner == learner), None)
    if already:
        return Joined(already, already=True)
    alike = (member for member in _free_members(conn, school, class_id) if name_key(member.name) == name_key(name))
    free = next(alike, None)
    if free is None:
        return Joined(None, taken=True)
    taken = (school, hash_token(free.learner), hash_token(learner))
    execute(conn, FORGET_OWN_UNDO, *taken)
    if execute(conn, REFUSED, *taken).fetchone():
        return Joined(None, taken=True)
    ensure_learner(conn, school, learner, now)
    merge_record(conn, Merge(school, free.learner, learner, "", to_iso(now)), None)
    execute(conn, SET_UNOPENED, 0, school, free.learner, 0)
    execute(conn, DROP_OLD, school, to_iso(now - KEEP_CLAIMS))
    execute(conn, NOTE, *taken, class_id, device, to_iso(now))
    return Joined(Membership(learner, free.name, free.joined))


def _active(conn: Connection, school: str, class_id: str, now: datetime) -> list[Claim]:
    claims = execute(conn, ACTIVE, school, class_id, to_iso(now - KEEP_CLAIMS)).fetchall()
    if not claims:
        return []
    merged = {
        hash_token(record): (str(record), str(root), str(name), from_iso(ended) if ended else None)
        for record, root, name, ended in execute(conn, MERGED, school, class_id)
    }
    devices = Counter(device for _, _, device in claims if device)
    return [
        Claim(*merged[hashed][:3], from_iso(at), devices.get(device, 1), merged[hashed][3])
        for hashed, at, device in claims
        if hashed in merged
    ]
