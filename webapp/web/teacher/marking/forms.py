"""Forms of marking: points for an answer, earlier marks, second markers, regrades and undoing them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

from wtforms import Field

from webapp.web.framework.i18n import N_
from webapp.web.teacher.forms import DeskForm, FlagField, ListField, TextField, ValidationError

MAX_COMMENT = 2000
MAX_REASON = 500
MAX_APART = 100
POINTS_OUT_OF_RANGE = N_("Enter points within the range for each criterion.")
COMMENT_TOO_LONG = N_("Comments can be up to 2000 characters.")
REASON_MISSING = N_("Enter a reason first.")
_TOKEN = re.compile(r"^[A-Za-z0-9_-]{16,64}$")


class PointsField(Field):
    """Points up to ``most``; None where no number was sent."""

    data: float | None

    def __init__(self, *, most: float, **binding: Any) -> None:
        super().__init__(**binding)
        self.most = most

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a number that is not negative."""
        if not valuelist:
            return
        try:
            number = float(valuelist[0])
        except ValueError:
            number = -1.0
        self.data = number if number >= 0 else None

    @property
    def points(self) -> float | None:
        """The points, where they are within the range."""
        return self.data if self.data is not None and self.data <= self.most else None

    def pre_validate(self, form: Any) -> None:
        """Refuse text that is no number, or too many points."""
        if self.points is None:
            raise ValidationError(POINTS_OUT_OF_RANGE)


class AnswerForm(DeskForm):
    """Base of forms on one answer."""

    answer = TextField()


class MarkForm(AnswerForm):
    """A mark: points by criterion, in fields ``c.0``, ``c.1`` … that :func:`mark_form` adds, and a comment.

    ``alike`` names other answers that get the same mark; with ``keep`` the comment is kept, to be written again.
    """

    comment = TextField(filters=[str.strip])
    alike = ListField()
    keep = FlagField()

    def validate_comment(self, field: TextField) -> None:
        """Refuse a comment that would have to be cut."""
        if len(field.data) > MAX_COMMENT:
            raise ValidationError(COMMENT_TOO_LONG)

    @property
    def point_fields(self) -> list[PointsField]:
        """Fields of the criteria."""
        return [field for field in self if isinstance(field, PointsField)]


def mark_form(most: Sequence[float]) -> MarkForm:
    """Build the posted mark's form, for criteria with these greatest points."""
    fields = {f"c.{number}": PointsField(most=points) for number, points in enumerate(most)}
    return cast(MarkForm, type("MarkForm", (MarkForm,), fields)())


class CommentsForm(DeskForm):
    """A kept comment to ``insert`` into the one being written, or to ``forget``; each names it by its id."""

    kept = TextField()
    insert = FlagField()
    forget = TextField()


class RestoreForm(AnswerForm):
    """An earlier mark that is to count again."""

    mark = TextField()


class SecondMarkerForm(AnswerForm):
    """Second marking on or off; ``apart`` is the difference in points that is allowed."""

    on = FlagField()
    apart = PointsField(most=MAX_APART, default=1.0)


class _TokenForm(DeskForm):
    token = TextField()

    @property
    def has_token(self) -> bool:
        """Tell whether the token has the form of the page's; it makes a repeated post one batch."""
        return bool(_TOKEN.match(self.token.data))


class RegradeForm(_TokenForm):
    """A regrade with its reason; ``stamp`` identifies the changes that were shown."""

    reason = TextField(filters=[lambda text: " ".join(text.split())], longest=MAX_REASON)
    stamp = TextField()

    def validate_reason(self, field: TextField) -> None:
        """Ask for a reason, which learners read."""
        if not field.data:
            raise ValidationError(REASON_MISSING)


class UndoForm(_TokenForm):
    """A regrade to be undone."""

    batch = TextField()
