"""SQL that reads all news of one learner: notes, marks, regrades and told results, as rows of one shape.

Marks of an exam are among them before its results are told; :mod:`webapp.store.sql.notes` leaves these out.
"""

from __future__ import annotations

from collections.abc import Sequence

from webapp.store.sql.exam_rules import LAST_CLOSE, TARGETS

# Each has the columns id, kind, at, text, question, assignment, words, class, teacher, seq, school.
TO_LEARNER = """
    SELECT id, kind, at, text, question, assignment, words, class, teacher, seq, school
    FROM notes WHERE school = {school} AND learner = {learner} AND at > {since}"""
TO_CLASS = """
    SELECT c.id, c.kind, c.at, c.text, c.question, c.assignment, c.words, c.class, c.teacher, c.seq, c.school
    FROM memberships AS m INDEXED BY memberships_by_learner
    CROSS JOIN class_notes AS c ON c.school = m.school AND c.class = m.class
    WHERE m.school = {school} AND m.learner = {learner} AND c.at > {since} AND c.at >= m.joined"""
MARKED = """
    SELECT '', 'mark', k.at, k.text, k.question, '', k.comment, '', k.marker, k.number, k.school
    FROM marks AS k
    WHERE k.school = {school} AND k.learner = {learner} AND k.at > {since} AND NOT EXISTS (
        SELECT 1 FROM marks AS later WHERE later.school = k.school AND later.learner = k.learner
        AND later.try_id = k.try_id AND later.number > k.number)"""
REGRADED = """
    SELECT '', 'regrade', b.at, r.text, r.question, '', b.reason, '', b.teacher, r.seq, r.school
    FROM regrades AS r JOIN regrade_batches AS b ON b.school = r.school AND b.id = r.batch
    WHERE r.school = {school} AND r.learner = {learner} AND b.at > {since}
    AND (r.mark_after <> r.mark_before OR r.most_after <> r.most_before) AND NOT EXISTS (
        SELECT 1 FROM regrades AS later WHERE later.school = r.school AND later.learner = r.learner
        AND later.text = r.text AND later.question = r.question AND later.seq > r.seq)"""
TOLD = """
    SELECT '', 'results-told', min(t.since), t.text, '', '', '', min(t.class), '', 0, t.school
    FROM memberships AS m INDEXED BY memberships_by_learner
    CROSS JOIN told_results AS t ON t.school = m.school AND t.class = m.class
    WHERE m.school = {school} AND m.learner = {learner} AND EXISTS (
        SELECT 1 FROM standings WHERE standings.school = m.school AND standings.learner = m.learner
        AND standings.text = t.text)
    GROUP BY t.school, t.text HAVING min(t.since) > {since}"""
CLOSED = f"""
    SELECT '', 'results-told', {LAST_CLOSE}, a.text, '', a.id, '', '', '', 0, a.school
    FROM ({TARGETS}) AS own CROSS JOIN assignments AS a ON a.school = {{school}} AND a.id = own.assignment
    WHERE a.removed IS NULL AND a.results = 'after-close'
    AND a.closes IS NOT NULL AND {LAST_CLOSE} > {{since}} AND {LAST_CLOSE} < {{now}} AND EXISTS (
        SELECT 1 FROM standings WHERE standings.school = a.school AND standings.learner = {{learner}}
        AND standings.text = a.text)"""
SOURCES = (TO_LEARNER, TO_CLASS, MARKED, REGRADED, TOLD, CLOSED)
MARKS, ASSIGNED = (MARKED, REGRADED), (TO_CLASS, TOLD, CLOSED)
"""Those of marks, and those that only members of classes and learners named by an assignment have."""


def news_of(school: str, learner: str, since: str, now: str) -> str:
    """Statement for the news after a time; the arguments are SQL expressions."""
    return " UNION ALL ".join(source.format(school=school, learner=learner, since=since, now=now) for source in SOURCES)


def any_news(school: str, learner: str, since: str, now: str, sources: Sequence[str]) -> str:
    """Condition that there is news after a time, or that there will be once results are told; stops at the first."""
    news = (source.format(school=school, learner=learner, since=since, now=now) for source in sources)
    return " OR ".join(f"EXISTS ({source})" for source in news)
