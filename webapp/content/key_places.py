"""Right places of keys and types that stand in a wrong one, for the messages about them."""

from __future__ import annotations

from webapp.content.lesson import Settings
from webapp.content.parsing.unknown_keys import Elsewhere, Wording, nearest_word
from webapp.domain.problem import both, field_key, field_value
from webapp.domain.question import Question
from webapp.question_types import TYPES


def keys_elsewhere(model: type[Question]) -> Elsewhere:
    """Tell of a key that this type does not have: it belongs to the file, or to other types."""

    def tell(name: str) -> Wording | None:
        if name in Settings.model_fields:
            return "move it to the top of the file", "مكانه في أول الملف"
        others = ", ".join(kind for kind, other in TYPES.items() if name in other.model_fields)
        own = ", ".join(key for key in model.model_fields if key not in Question.model_fields)
        if not others:
            return None
        return (
            f"it belongs to {others}. Keys allowed here: {own}",
            f"هو من مفاتيح {others}. المفاتيح المقبولة هنا: {own}",
        )

    return tell


def file_keys_elsewhere(name: str) -> Wording | None:
    """Tell of a key at the top of a file that it belongs to a question."""
    if any(name in model.model_fields for model in TYPES.values()):
        return "it belongs to a question. Indent it further.", "مكانه داخل سؤال. زد المسافات التي قبله."
    return None


def unknown_type(word: str | None) -> str:
    """Report a missing or unknown type, with the one that may be meant by its name in either language."""
    names = ", ".join(field_value("type", name) for name in TYPES)
    english, arabic = (
        f"{field_key('type')} must be one of: {names}",
        f"يجب أن يكون النوع ({field_key('type')}) أحد هذه: {names}",
    )
    meanings = {name: kind for kind, model in TYPES.items() for name in (kind, model.name_ar, model.name_en)}
    if word and (near := nearest_word(word, meanings)):
        meant = field_value("type", meanings[near])
        english, arabic = f"{english}. Did you mean {meant}?", f"{arabic}. لعل المقصود {meant}"
    return both(en=english, ar=arabic)
