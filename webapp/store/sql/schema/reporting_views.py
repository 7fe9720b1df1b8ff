"""Views for people who open the database file (Datasette, sqlite3): names instead of ids. See docs/data.md.

The SQL must be readable by SQLite 3.37: a view that an SQLite cannot parse makes the whole file unreadable to it.
"""

from __future__ import annotations

VIEW_NAMES = ("v_answers", "v_standings", "v_marks", "v_classes")

# The canonical record of each learner; most often the same one.
_WHOLE = """WITH RECURSIVE whole (school, id, learner) AS (
    SELECT school, id, id FROM learners WHERE merged_into IS NULL
    UNION ALL SELECT learners.school, learners.id, whole.learner FROM learners
    JOIN whole ON learners.school = whole.school AND learners.merged_into = whole.id)"""


def _by_learner(table: str, value: str, column: str) -> str:
    """Build a table of learners with their names, or with their classes, separated by semicolons."""
    return f"""{table} (school, learner, {column}) AS (
    SELECT school, learner, group_concat(found, '; ') FROM (
        SELECT DISTINCT whole.school, whole.learner, {value} AS found FROM whole
        JOIN memberships ON memberships.school = whole.school AND memberships.learner = whole.id
        JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
        ORDER BY whole.school, whole.learner, found)
    GROUP BY school, learner)"""


# Once for all rows, not once for each: there may be millions.
_WHO = f"""{_WHOLE},
{_by_learner("named", "memberships.name", "learner_name")},
{_by_learner("placed", "classes.name", "class")}"""
_NAMES = """LEFT JOIN named ON named.school = whole.school AND named.learner = whole.learner
LEFT JOIN placed ON placed.school = whole.school AND placed.learner = whole.learner"""

# As m005 made them; the present ones are below.
_FIRST_ANSWERS = f"""CREATE VIEW v_answers AS {_WHO}
SELECT t.school, whole.learner, named.learner_name, placed.class,
    t.text, t.question, t.number, s.tries, t.label AS answer, t.verdict, t.earned, t.possible, t.why AS reason,
    t.hints, t.support, t.seconds, t.at, t.id AS try_id, t.version AS question_version
FROM tries AS t
JOIN whole ON whole.school = t.school AND whole.id = t.learner
{_NAMES}
LEFT JOIN standings AS s
    ON s.school = t.school AND s.learner = t.learner AND s.text = t.text AND s.question = t.question"""

# Of two merged records, the better standing: as the program reads them.
_FIRST_STANDINGS = f"""CREATE VIEW v_standings AS {_WHO},
ranked AS (
    SELECT whole.learner AS root, s.*, row_number() OVER (
        PARTITION BY s.school, whole.learner, s.text, s.question ORDER BY s.settled DESC, s.earned DESC, s.at DESC
    ) AS place
    FROM standings AS s JOIN whole ON whole.school = s.school AND whole.id = s.learner)
SELECT r.school, whole.learner, named.learner_name, placed.class,
    r.text, r.question, r.tries, r.hints, r.verdict, r.earned, r.possible, r.settled, r.at
FROM ranked AS r
JOIN whole ON whole.school = r.school AND whole.id = r.root
{_NAMES}
WHERE r.place = 1"""

_FIRST_MARKS = f"""CREATE VIEW v_marks AS {_WHO}
SELECT m.school, whole.learner, named.learner_name, placed.class,
    m.text, m.question, t.number, t.label AS answer, m.points, t.possible, m.comment,
    coalesce(teachers.name, m.marker) AS marker,
    NOT EXISTS (SELECT 1 FROM marks AS later WHERE later.school = m.school AND later.learner = m.learner
        AND later.try_id = m.try_id AND later.number > m.number) AS counts,
    m.at, m.try_id
FROM marks AS m
JOIN whole ON whole.school = m.school AND whole.id = m.learner
JOIN tries AS t ON t.school = m.school AND t.learner = m.learner AND t.id = m.try_id
{_NAMES}
LEFT JOIN teachers ON teachers.school = m.school AND teachers.id = m.marker"""

CLASSES = f"""CREATE VIEW v_classes AS {_WHOLE}
SELECT c.school, c.id AS class_id, c.name AS class,
    (SELECT group_concat(name, '; ') FROM (SELECT teachers.name FROM class_teachers
        JOIN teachers ON teachers.school = class_teachers.school AND teachers.id = class_teachers.teacher
        WHERE class_teachers.school = c.school AND class_teachers.class = c.id ORDER BY teachers.name)) AS teachers,
    (SELECT count(DISTINCT whole.learner) FROM memberships
        JOIN whole ON whole.school = memberships.school AND whole.id = memberships.learner
        WHERE memberships.school = c.school AND memberships.class = c.id) AS learners,
    c.created, c.archived
FROM classes AS c"""

STATEMENTS = (_FIRST_ANSWERS, _FIRST_STANDINGS, _FIRST_MARKS, CLASSES)
"""Views that migration m005 creates."""

# Those whose record is of several: in it, tries are numbered by time. The others' numbers are what was recorded.
_PARTS = """parts (school, learner, id) AS (
    SELECT school, learner, id FROM whole AS one WHERE EXISTS (SELECT 1 FROM learners
        WHERE learners.school = one.school AND learners.merged_into = one.learner))"""
_SIBLINGS = """(SELECT count(*) FROM parts
        JOIN tries AS other ON other.school = parts.school AND other.learner = parts.id
        WHERE parts.school = t.school AND parts.learner = whole.learner AND other.text = t.text
            AND other.question = t.question{})"""
_BEFORE = _SIBLINGS.format(" AND (other.at, other.id) <= (t.at, t.id)")
_MERGED = "EXISTS (SELECT 1 FROM parts WHERE parts.school = t.school AND parts.id = t.learner)"
_NUMBER = f"CASE WHEN {_MERGED} THEN {_BEFORE} ELSE t.number END"
_TRIES = f"CASE WHEN {_MERGED} THEN {_SIBLINGS.format('')} ELSE s.tries END"

# The latest regrading of a try, and the mark by hand that counts.
_LATEST = """LEFT JOIN regrades AS r ON r.school = t.school AND r.learner = t.learner AND r.try_id = t.id
    AND r.number = (SELECT max(number) FROM regrades AS latest
        WHERE latest.school = t.school AND latest.learner = t.learner AND latest.try_id = t.id)
LEFT JOIN marks AS m ON m.school = t.school AND m.learner = t.learner AND m.try_id = t.id
    AND m.number = (SELECT max(number) FROM marks AS latest
        WHERE latest.school = t.school AND latest.learner = t.learner AND latest.try_id = t.id)"""

ANSWERS = f"""CREATE VIEW v_answers AS {_WHO}, {_PARTS}
SELECT t.school, whole.learner, named.learner_name, placed.class,
    t.text, t.question, {_NUMBER} AS number, {_TRIES} AS tries, t.label AS answer, t.verdict, t.earned, t.possible,
    t.why AS reason, t.hints, t.support, t.seconds, t.at, t.id AS try_id, t.version AS question_version,
    CASE WHEN m.points IS NULL THEN coalesce(r.verdict, t.verdict)
        WHEN m.points >= coalesce(r.possible, t.possible) - 1e-9 THEN 'accepted'
        WHEN m.points > 1e-9 THEN 'partial' ELSE 'refused' END AS verdict_now,
    min(coalesce(m.points, r.earned, t.earned), coalesce(r.possible, t.possible)) AS earned_now,
    coalesce(r.possible, t.possible) AS possible_now
FROM tries AS t
JOIN whole ON whole.school = t.school AND whole.id = t.learner
{_NAMES}
{_LATEST}
LEFT JOIN standings AS s
    ON s.school = t.school AND s.learner = t.learner AND s.text = t.text AND s.question = t.question"""

STANDINGS = _FIRST_STANDINGS.replace("ORDER BY s.settled DESC", "ORDER BY s.records DESC, s.settled DESC")
MARKS = _FIRST_MARKS.replace(_WHO, f"{_WHO}, {_PARTS}").replace("t.number,", f"{_NUMBER} AS number,")

NOW = (*(f"DROP VIEW {name}" for name in ("v_answers", "v_standings", "v_marks")), ANSWERS, STANDINGS, MARKS)
"""Views that migration m008 puts in their place: with the present grade, and one numbering of merged records."""
