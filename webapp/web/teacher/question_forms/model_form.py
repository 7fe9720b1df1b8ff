"""The form of one question, or of a file's settings: drawn from values, read from a request, and shown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from webapp.content.lesson import Settings
from webapp.domain.text import Text
from webapp.question_types import TYPES
from webapp.question_types.field_labels import FILE
from webapp.web.teacher.question_forms.drawn_values import Drawn, draw, text_of, texts_of
from webapp.web.teacher.question_forms.field_problems import FieldProblem
from webapp.web.teacher.question_forms.form_fields import filled_form, form_class, form_data
from webapp.web.teacher.question_forms.form_view import FormView
from webapp.web.teacher.question_forms.list_buttons import pressed, with_offered
from webapp.web.teacher.question_forms.model_fields import ModelField, fields_of
from webapp.web.teacher.question_forms.read_values import number_of, read
from webapp.web.teacher.question_forms.word_picker import WordPicker


@dataclass(frozen=True)
class ModelForm:
    """A form of one kind of question, or of the ``FILE``, beside its text. ``before``: the values it is drawn from."""

    kind: str
    text: Text | None
    before: Mapping[str, Any] = field(default_factory=dict)
    is_new: bool = False

    @property
    def model(self) -> type[BaseModel]:
        """The model whose fields the form has."""
        return Settings if self.kind == FILE else TYPES[self.kind]

    @property
    def fields(self) -> tuple[ModelField, ...]:
        """The fields of the form; the id of a question that is in the file stays."""
        return tuple(one for one in fields_of(self.model) if self.is_new or one.key != "id")

    @property
    def picks(self) -> bool:
        """Tell whether quotes are ticked in the text."""
        return self.text is not None and self.kind != FILE

    def drawn(self) -> Drawn:
        """The drawn values before anything is typed."""
        return draw(fields_of(self.model), self.before, self._picker(self.before.get("paragraph")))

    def posted(self) -> Drawn:
        """The drawn values that were typed."""
        return form_data(form_class(self.model, self.picks)(), fields_of(self.model), self.picks)

    def values(self, drawn: Drawn) -> dict[str, Any]:
        """The values for the file."""
        values = read(self.fields, drawn, self.before, self._picker_of(drawn))
        if self.kind == FILE or "type" in values:
            return values
        order = ["type" if name == "type" else info.alias or name for name, info in self.model.model_fields.items()]
        return {key: self.kind if key == "type" else values[key] for key in order if key == "type" or key in values}

    def pressed(self, drawn: Drawn, button: str) -> tuple[Drawn, str]:
        """The drawn values after a button that saves nothing, and the field to go on with."""
        after, focus = pressed(self.fields, drawn, button)
        if picker := self._picker(number_of(after.get("paragraph", ""))):
            for one in self.fields:
                if one.quoted:
                    written = [text_of(quote) for quote in texts_of(self.before.get(one.key))]
                    quotes = picker.quotes(one, after[one.key], written)
                    after = {**after, one.key: picker.drawn(one, quotes)}
        return after, focus

    def view(self, drawn: Drawn, problems: Sequence[FieldProblem] = (), focus: str = "") -> FormView:
        """The form as its page shows it."""
        offered = with_offered(self.fields, {**draw(fields_of(self.model), {}, self._picker(None)), **drawn})
        form = filled_form(self.model, offered, self.picks)
        picker = self._picker(number_of(drawn.get("paragraph", "")))
        return FormView(self.kind, self.fields, form, self.before, problems, picker, self.text, focus)

    def drawn_from(self) -> str:
        """The values before, for the form to carry."""
        return json.dumps(self.before)

    def _picker(self, place: object) -> WordPicker | None:
        return WordPicker(self.text, place) if self.text and self.picks else None

    def _picker_of(self, drawn: Drawn) -> WordPicker | None:
        """The picker of the place that the form was drawn with."""
        return self._picker(self.before.get("paragraph") or number_of(drawn.get("paragraph", "")))
