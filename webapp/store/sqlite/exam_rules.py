"""SQL about assignments ``a`` that more than one part of the store needs: their closing, and their learners."""

from __future__ import annotations

LATEST_ALLOWANCE = """NOT EXISTS (SELECT 1 FROM allowances AS later WHERE later.school = x.school
    AND later.assignment = x.assignment AND later.learner = x.learner AND later.seq > x.seq)"""
# The closing time of the last learner, with the allowances: a later due time moves the closing along.
LAST_CLOSE = f"""max(a.closes, coalesce((SELECT max(max(coalesce(x.closes, ''), coalesce(x.due, '')))
    FROM allowances AS x WHERE x.school = a.school AND x.assignment = a.id AND {LATEST_ALLOWANCE}), ''))"""

TARGETS = """SELECT c.assignment FROM memberships INDEXED BY memberships_by_learner
        CROSS JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
            AND classes.archived IS NULL
        CROSS JOIN assignment_classes AS c ON c.school = classes.school AND c.class = classes.id
        WHERE memberships.school = {school} AND memberships.learner = {learner}
        UNION SELECT assignment FROM assignment_learners WHERE school = {school} AND learner = {learner}"""
"""Ids of a learner's assignments, by class or by name."""
TARGETED = f"a.id IN ({TARGETS.format(school='a.school', learner='{learner}')})"
"""Condition that an assignment is the learner's."""
