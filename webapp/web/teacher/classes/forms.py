"""Forms of classes and their learners."""

from __future__ import annotations

from webapp.domain.people import clean_name
from webapp.web.framework.i18n import N_
from webapp.web.teacher.forms import DeskForm, FlagField, ListField, TextField, ValidationError

NOBODY_CHOSEN = N_("Nobody was selected. Nothing has changed.")


class DeleteClassForm(DeskForm):
    """Deletion of a class whose name was typed; ``records``: with records of learners in no other class."""

    name = TextField(filters=[clean_name])
    records = FlagField()


class AnswerRequestForm(DeskForm):
    """Answer to a request about a record: ``accept``, ``refuse`` or ``withdraw``; ``name`` confirms a deletion."""

    request = TextField()
    answer = TextField()
    name = TextField(filters=[clean_name])


class NewcomersForm(DeskForm):
    """Learners who are removed from a class together; ``renew``: the class gets a new code as well."""

    learner = ListField()
    renew = FlagField()

    def validate_learner(self, field: ListField) -> None:
        """Refuse a form in which nobody is ticked."""
        if not field.data:
            raise ValidationError(NOBODY_CHOSEN)


class ClaimsForm(DeskForm):
    """Names of the class's list that are given back: the records that were made for them.

    ``seen``: a record and the learner who had taken its name, as the page has shown it.
    """

    name = ListField()
    seen = ListField()


class RestoreForm(DeskForm):
    """A removal that is undone."""

    removal = TextField()


class MergeForm(DeskForm):
    """Two records, and the one of them that is kept as the canonical record."""

    a = TextField()
    b = TextField()
    kept = TextField()
