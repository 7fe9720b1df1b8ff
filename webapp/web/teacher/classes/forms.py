"""Forms of classes and their learners."""

from __future__ import annotations

from webapp.domain.people import clean_name
from webapp.web.teacher.forms import DeskForm, FlagField, TextField


class DeleteClassForm(DeskForm):
    """A class to delete, whose name was typed; ``records``: with the records of those in no other class."""

    name = TextField(filters=[clean_name])
    records = FlagField()


class MergeForm(DeskForm):
    """Two records, and the one of them that stays."""

    a = TextField()
    b = TextField()
    kept = TextField()
