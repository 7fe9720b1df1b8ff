"""Forms that names in a question file have, and how each is explained to its author."""

from __future__ import annotations

ID_FORM = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
RULE_FORM = r"^[a-z][a-z0-9-]{0,63}$"
TEXT_FORM = r"^[^/\\\x00]+\.txt$"
ROOT_FORM = r"^\S( \S){1,4}$"
PARAGRAPH_FORM = r"^[1-9][0-9]{0,3}$"
RECORDING_FORM = r"^[^/\\.\x00][^/\\\x00]*\.(mp3|m4a|ogg|opus|wav)$"

EXPLAINED = {
    ID_FORM: (
        "must be Latin letters and digits without spaces, such as which-day",
        "يجب أن تكون حروفًا لاتينية وأرقامًا بلا مسافات، مثل which-day",
    ),
    RULE_FORM: ("must be the name of a warning, such as key-longest", "يجب أن تكون اسم تنبيه، مثل key-longest"),
    TEXT_FORM: ("must be the name of a .txt file in seeds/", "يجب أن تكون اسم ملف ‎.txt في seeds/"),
    ROOT_FORM: ("must be letters separated by spaces: و ط د", "يجب أن تكون حروفًا بينها مسافات: و ط د"),
    PARAGRAPH_FORM: ("must be a paragraph number, starting from 1", "يجب أن تكون رقم فقرة، بدءًا من 1"),
    RECORDING_FORM: (
        "must be a file in questions/audio/ that ends in .mp3, .m4a, .ogg, .opus or .wav",
        "يجب أن تكون ملفًا في questions/audio/ بصيغة mp3 أو m4a أو ogg أو opus أو wav",
    ),
}
"""Rules for a value of each form, in English and in Arabic."""
