"""Grades worked out for a regrade, remembered so that a page can go on where the one before it stopped.

A memo lives in the memory of a process and ends with it: losing it costs time alone.
"""

from __future__ import annotations

import json
from collections import OrderedDict

from webapp.content import Item
from webapp.domain.identity_key import IdentityKey
from webapp.domain.question import Grade, Question, Response

MAX_GRADES = 20_000
_Key = tuple[IdentityKey[Question], str]


class GradeMemo:
    """Grades by answer and question, as it stands in the present lesson; None for an answer that does not fit it."""

    def __init__(self, most: int = MAX_GRADES) -> None:
        self._most = most
        self._grades: OrderedDict[_Key, Grade | None] = OrderedDict()

    def has(self, item: Item, response: Response) -> bool:
        """Tell whether this answer was graded already."""
        return _key(item, response) in self._grades

    def grade(self, item: Item, response: Response) -> Grade | None:
        """The grade of an answer by itself; None if it does not fit the question."""
        key = _key(item, response)
        if key not in self._grades:
            fits = response_fits(item.question, response)
            self._grades[key] = item.question.grade(response) if fits else None
            if len(self._grades) > self._most:
                self._grades.popitem(last=False)
        return self._grades[key]


def _key(item: Item, response: Response) -> _Key:
    return IdentityKey(item.question), json.dumps(response, ensure_ascii=False)


def response_fits(question: Question, response: Response) -> bool:
    """Tell if the present question could be given this response."""
    if isinstance(response, dict):
        form = {f"{question.id}.{name}": [value] for name, value in response.items()}
    else:
        form = {question.id: [response] if isinstance(response, str) else list(response)}
    read = question.read(form)
    if isinstance(read, list) and isinstance(response, list):
        return sorted(read) == sorted(response)
    return read == response
