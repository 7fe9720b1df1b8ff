"""Base of the desk's forms: text is cleaned, and each fault is a message of the catalogue.

WTForms' own validators are not used: their messages would not be in the reader's language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, get_args

from wtforms import BooleanField, Field, Form, StringField
from wtforms.validators import ValidationError

from webapp.domain.people import Digits, Language

if TYPE_CHECKING:

    class FlaskForm(Form):
        """Stub of Flask-WTF's class, which has no types."""

        def validate_on_submit(self, extra_validators: Any = None) -> bool:
            """Tell whether this is a posted form without faults."""

else:
    from flask_wtf import FlaskForm

__all__ = ["DeskForm", "FlagField", "LanguageForm", "ListField", "TextField", "ValidationError"]


class DeskForm(FlaskForm):
    """Base of forms of the desk. The application checks the CSRF token of every posted form, so this one has none."""

    class Meta:
        """Settings of WTForms."""

        csrf = False

        def get_translations(self, form: Form) -> None:
            """Take no translations: Flask-WTF would read WTForms' own catalogue anew in each request with a form."""

    @property
    def faults(self) -> list[str]:
        """Messages of the faults, in the order of the fields, each once."""
        return self.faults_except(())

    def faults_except(self, names: Collection[str]) -> list[str]:
        """Messages of the faults of other fields than these, in the order of the fields, each once."""
        return list(dict.fromkeys(str(error) for field in self if field.name not in names for error in field.errors))

    def refuse(self, field: Field, message: str) -> None:
        """Add a fault found when saving, such as a name that is taken."""
        field.errors = [*field.errors, message]


class TextField(StringField):
    """A line of text, empty where it was not sent. A page with faults shows it as it was typed."""

    data: str

    def __init__(self, *, filters: Iterable[Any] = (), longest: int | None = None, **binding: Any) -> None:
        cut = [] if longest is None else [lambda text: text[:longest]]
        super().__init__(default="", filters=[_empty_for_none, *filters, *cut], **binding)

    @property
    def typed(self) -> str:
        """Text before cleaning."""
        return str(self.raw_data[0]) if self.raw_data else self.data


class FlagField(BooleanField):
    """A box or button: true with one value; false with anything else."""

    def __init__(self, *, yes: str = "1", **binding: Any) -> None:
        super().__init__(**binding)
        self.yes = yes

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the posted value."""
        self.data = bool(valuelist) and valuelist[0] == self.yes


class ListField(Field):
    """Values of boxes that have one name; none where none was ticked."""

    data: list[str]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the posted values."""
        self.data = [str(value) for value in valuelist]


class LanguageForm(DeskForm):
    """Language and digits of a class or of the desk; ``auto`` for anything else."""

    language = TextField()
    digits = TextField()

    @property
    def chosen_language(self) -> Language:
        """The chosen language."""
        return next((value for value in get_args(Language) if value == self.language.data), "auto")

    @property
    def chosen_digits(self) -> Digits:
        """The chosen digits."""
        return next((value for value in get_args(Digits) if value == self.digits.data), "auto")


def _empty_for_none(text: str | None) -> str:
    return text or ""
