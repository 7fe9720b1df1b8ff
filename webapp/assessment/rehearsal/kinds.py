"""The kinds of rehearsed answers: what each is called, and the rule of the check that warns of it."""

RULE = "rehearsal"
"""Silences the whole rehearsal of a question in ``allow``; ``rehearsal-denied`` the answers of one kind."""

RIGHT_KINDS = {
    "sentence": ("the text's own sentence", "جملة النص نفسها"),
    "model": ("the model answer of the file", "الإجابة النموذجية في الملف"),
    "clause": ("the text's own words", "كلمات النص نفسها"),
    "asked": ("in the words of the question", "بكلمات السؤال"),
    "preposition": ("with the question's preposition", "مع حرف الجر الذي في السؤال"),
    "pronoun": ("after a pronoun", "بعد ضمير"),
    "case": ("a dual or plural in its other case", "المثنى أو الجمع في إعراب آخر"),
    "digits": ("the number in digits", "العدد بالأرقام"),
    "number-words": ("the number in words", "العدد بالحروف"),
    "number-form": ("the date or time in another form", "التاريخ أو الوقت في صورة أخرى"),
    "number-alone": ("the number without the unit of the question", "العدد دون وحدة السؤال"),
    "unit-said": ("the number with the unit of the question", "العدد مع وحدة السؤال"),
    "order": ("the two parts reversed", "الجزآن بترتيب آخر"),
    "spelling": ("a spelling difference that is ignored", "إملاء مقبول"),
    "spacing": ("without a space", "بلا مسافة"),
    "article": ("with or without the article", "مع أل التعريف أو دونها"),
    "label": ("after a label", "بعد كلمة تقديم"),
    "polite": ("with a polite word", "مع كلمة مجاملة"),
    "contrast": ("set against another answer", "مع نفي إجابة أخرى"),
    "wording": ("a wording of the key", "صيغة من المفتاح"),
    "written": ("as it is written", "كما يُكتب"),
}
WRONG_KINDS = {
    "joined": ("another answer joined to it", "معها إجابة أخرى"),
    "construct": ("with a noun before it that changes the meaning", "قبلها مضاف"),
    "unit": ("another unit", "وحدة أخرى"),
    "denied": ("negated", "منفية"),
    "half": ("one idea of several", "فكرة واحدة من عدة أفكار"),
    "swapped": ("two things swapped", "تبديل أمرين"),
    "other-day": ("another day", "يوم آخر"),
    "other-number": ("another number", "عدد آخر"),
    "other-name": ("another name from the text", "اسم آخر من النص"),
    "other-word": ("another word from the text", "كلمة أخرى من النص"),
    "other-part": ("the answer to another gap", "كلمة فراغ آخر"),
    "open": ("undecided between two answers", "تردد بين إجابتين"),
    "moved": ("with “more than” or “before”", "مع «أكثر من» أو «قبل»"),
    "adjective": ("with an adjective the text does not use", "مع صفة ليست في النص"),
    "refused": ("a rejected wording", "صيغة مرفوضة"),
    "prompt": ("the question itself", "نص السؤال نفسه"),
    "other-sentence": ("another sentence from the text", "جملة أخرى من النص"),
}


def rule_of(kind: str) -> str:
    """The name by which the check warns of a kind and ``allow`` silences it."""
    return f"{RULE}-{kind}"


def names_of(kind: str) -> tuple[str, str]:
    """The kind in English and in Arabic; a kind of a type from outside the package by its own name."""
    return RIGHT_KINDS.get(kind) or WRONG_KINDS.get(kind) or (kind, kind)
