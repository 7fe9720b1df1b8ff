"""Views that migration m011 puts in the place of the earlier ones: rows are under their learner's record already.

The SQL must be readable by SQLite 3.37, as in :mod:`webapp.store.sql.schema.reporting_views`.
"""

from __future__ import annotations

from webapp.store.sql.schema.reporting_views import VIEW_NAMES

# Names and classes, separated by semicolons. A class also knew the merged records, perhaps by another name.
_LABELS = """WITH known (school, learner, name) AS (
    SELECT school, learner, name FROM memberships
    UNION SELECT merges.school, merges.root, json_extract(merge_rows.old, '$.name') FROM merges
    JOIN merge_rows ON merge_rows.school = merges.school AND merge_rows.learner = merges.learner
        AND merge_rows.of_table = 'memberships'
    JOIN memberships ON memberships.school = merges.school AND memberships.learner = merges.root
        AND memberships.class = json_extract(merge_rows.key, '$[0]')),
named (school, learner, learner_name) AS (
    SELECT school, learner, group_concat(name, '; ')
    FROM (SELECT school, learner, name FROM known ORDER BY school, learner, name) GROUP BY school, learner),
placed (school, learner, class) AS (
    SELECT school, learner, group_concat(name, '; ') FROM (
        SELECT DISTINCT memberships.school, memberships.learner, classes.name FROM memberships
        JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
        ORDER BY memberships.school, memberships.learner, classes.name)
    GROUP BY school, learner)"""


def _labels_of(row: str) -> str:
    return f"""LEFT JOIN named ON named.school = {row}.school AND named.learner = {row}.learner
LEFT JOIN placed ON placed.school = {row}.school AND placed.learner = {row}.learner"""


_NUMBERED = """LEFT JOIN merged_tries AS n ON n.school = t.school AND n.learner = t.learner AND n.try_id = t.id"""

ANSWERS = f"""CREATE VIEW v_answers AS {_LABELS}
SELECT t.school, t.learner, named.learner_name, placed.class,
    t.text, t.question, coalesce(n.number, t.number) AS number,
    CASE WHEN n.number IS NULL THEN s.tries ELSE (
        SELECT count(*) FROM tries AS other WHERE other.school = t.school AND other.learner = t.learner
            AND other.text = t.text AND other.question = t.question) END AS tries,
    t.label AS answer, t.verdict, t.earned, t.possible,
    t.why AS reason, t.hints, t.support, t.seconds, t.at, t.id AS try_id, t.version AS question_version,
    CASE WHEN m.points IS NULL THEN coalesce(r.verdict, t.verdict)
        WHEN m.points >= coalesce(r.possible, t.possible) - 1e-9 THEN 'accepted'
        WHEN m.points > 1e-9 THEN 'partial' ELSE 'refused' END AS verdict_now,
    min(coalesce(m.points, r.earned, t.earned), coalesce(r.possible, t.possible)) AS earned_now,
    coalesce(r.possible, t.possible) AS possible_now
FROM tries AS t
{_labels_of("t")}
{_NUMBERED}
LEFT JOIN regrades AS r ON r.school = t.school AND r.learner = t.learner AND r.try_id = t.id
    AND r.number = (SELECT max(number) FROM regrades AS latest
        WHERE latest.school = t.school AND latest.learner = t.learner AND latest.try_id = t.id)
LEFT JOIN marks AS m ON m.school = t.school AND m.learner = t.learner AND m.try_id = t.id
    AND m.number = (SELECT max(number) FROM marks AS latest
        WHERE latest.school = t.school AND latest.learner = t.learner AND latest.try_id = t.id)
LEFT JOIN standings AS s
    ON s.school = t.school AND s.learner = t.learner AND s.text = t.text AND s.question = t.question"""

STANDINGS = f"""CREATE VIEW v_standings AS {_LABELS}
SELECT s.school, s.learner, named.learner_name, placed.class,
    s.text, s.question, s.tries, s.hints, s.verdict, s.earned, s.possible, s.settled, s.at
FROM standings AS s
{_labels_of("s")}"""

MARKS = f"""CREATE VIEW v_marks AS {_LABELS}
SELECT m.school, m.learner, named.learner_name, placed.class,
    m.text, m.question, coalesce(n.number, t.number) AS number, t.label AS answer, m.points, t.possible, m.comment,
    coalesce(teachers.name, m.marker) AS marker,
    NOT EXISTS (SELECT 1 FROM marks AS later WHERE later.school = m.school AND later.learner = m.learner
        AND later.try_id = m.try_id AND later.number > m.number) AS counts,
    m.at, m.try_id
FROM marks AS m
JOIN tries AS t ON t.school = m.school AND t.learner = m.learner AND t.id = m.try_id
{_labels_of("m")}
{_NUMBERED}
LEFT JOIN teachers ON teachers.school = m.school AND teachers.id = m.marker"""

CLASSES = """CREATE VIEW v_classes AS
SELECT c.school, c.id AS class_id, c.name AS class,
    (SELECT group_concat(name, '; ') FROM (SELECT teachers.name FROM class_teachers
        JOIN teachers ON teachers.school = class_teachers.school AND teachers.id = class_teachers.teacher
        WHERE class_teachers.school = c.school AND class_teachers.class = c.id ORDER BY teachers.name)) AS teachers,
    (SELECT count(*) FROM memberships WHERE memberships.school = c.school AND memberships.class = c.id) AS learners,
    c.created, c.archived
FROM classes AS c"""

DROPPED = tuple(f"DROP VIEW {name}" for name in VIEW_NAMES)
STATEMENTS = (ANSWERS, STANDINGS, MARKS, CLASSES)
