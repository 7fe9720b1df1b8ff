"""The kinds of rehearsed answers: what each is called, and the rule of the check that warns of it."""

RULE = "rehearsal"
"""Silences the whole rehearsal of a question in ``allow``; ``rehearsal-denied`` the answers of one kind."""

RIGHT_KINDS = {
    "sentence": ("the text's own sentence", "جملة النص نفسها"),
    "model": ("the model answer of the file", "الجواب النموذجي في الملف"),
    "clause": ("the text's own words", "كلمات النص نفسها"),
    "asked": ("in the question's words", "بكلمات السؤال"),
    "preposition": ("with the question's preposition", "مع حرف الجر الذي في السؤال"),
    "pronoun": ("behind a pronoun", "بعد ضمير"),
    "case": ("a dual or plural in its other case", "المثنى أو الجمع في إعراب آخر"),
    "digits": ("the number in digits", "العدد بالأرقام"),
    "number-words": ("the number in words", "العدد بالحروف"),
    "number-form": ("the date or time in another form", "التاريخ أو الوقت في صورة أخرى"),
    "number-alone": ("the number without the unit of the question", "العدد من دون وحدة السؤال"),
    "unit-said": ("the number with the unit of the question", "العدد مع وحدة السؤال"),
    "order": ("the two parts the other way round", "الجزآن بترتيب آخر"),
    "spelling": ("a spelling that is forgiven", "إملاء متسامَح فيه"),
    "spacing": ("without a space", "بلا مسافة"),
    "article": ("with or without the article", "مع أل التعريف أو من دونها"),
    "label": ("behind a label", "بعد «الجواب:»"),
    "polite": ("with a polite word", "مع كلمة مجاملة"),
    "contrast": ("set against another answer", "مع نفي جواب آخر"),
    "wording": ("a wording of the key", "صيغة من المفتاح"),
    "written": ("as it is written", "كما يُكتب"),
}
WRONG_KINDS = {
    "joined": ("another answer joined to it", "معه جواب آخر"),
    "construct": ("a noun before it that owns it", "مضاف قبله"),
    "unit": ("another unit", "وحدة أخرى"),
    "denied": ("denied", "منفيًّا"),
    "half": ("one idea of several", "فكرة واحدة من عدة أفكار"),
    "swapped": ("two things exchanged", "تبديل أمرين"),
    "other-day": ("another day", "يوم آخر"),
    "other-number": ("another number", "عدد آخر"),
    "other-name": ("another name of the text", "اسم آخر من النص"),
    "other-word": ("another word of the text", "كلمة أخرى من النص"),
    "other-part": ("the filling of another gap", "كلمة فراغ آخر"),
    "open": ("left open", "بتردّد بين جوابين"),
    "moved": ("more than it, or before it", "أكثر منه أو قبله"),
    "adjective": ("with an adjective that is not said of it", "مع صفة لم تُذكر له"),
    "refused": ("a refused wording", "صيغة مرفوضة"),
    "prompt": ("the question read back", "نص السؤال نفسه"),
    "other-sentence": ("another sentence of the text", "جملة أخرى من النص"),
}


def rule_of(kind: str) -> str:
    """The name by which the check warns of a kind and ``allow`` silences it."""
    return f"{RULE}-{kind}"


def names_of(kind: str) -> tuple[str, str]:
    """The kind in English and in Arabic; a kind of a type from outside the package by its own name."""
    return RIGHT_KINDS.get(kind) or WRONG_KINDS.get(kind) or (kind, kind)
