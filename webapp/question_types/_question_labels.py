"""Labels of the fields of questions, by type and key, by key below another key, or by key alone."""

from __future__ import annotations

from typing import Any

from webapp.question_types._field_label import FieldLabel as Label

_WHY_HELP: dict[str, Any] = {
    "help_ar": "يراه المتعلم بعد أن يُحسم السؤال.",
    "help_en": "The learner sees it once the question is settled.",
}
_EVIDENCE_HELP: dict[str, Any] = {
    "help_ar": "كلمات النص التي تثبت الإجابة: تُحدّد كلمة كلمة، وما تتابع منها يُعد مقطعًا واحدًا.",
    "help_en": "The words of the text that settle it: tick them; words that follow each other are one passage.",
}
_OPTIONS: dict[str, Any] = {"add_ar": "إضافة خيار", "add_en": "Add an option"}
_WORDING: dict[str, Any] = {"add_ar": "إضافة صيغة", "add_en": "Add a wording"}

COMMON = {
    "id": Label(
        ar="معرّف السؤال",
        en="Question ID",
        help_ar="اسم قصير بحروف لاتينية، لا يتكرر في الملف، ولا يُغيّر بعد أن يجيب أحد. إن تُرك فارغًا اختير له اسم.",
        help_en="A short name in Latin letters, used once in the file and never changed after an answer. "
        "Left empty, one is chosen.",
        rare=True,
    ),
    "paragraph": Label(
        ar="الفقرة", en="Paragraph", help_ar="موضع السؤال من النص.", help_en="Where the question belongs in the text."
    ),
    "type": Label(ar="نوع السؤال", en="Question type"),
    "process": Label(
        ar="مهارة القراءة",
        en="Reading skill",
        help_ar="ما الذي يطلبه السؤال من القارئ؟",
        help_en="The reading skill the question tests.",
    ),
    "prompt": Label(ar="السؤال", en="Question", help_ar="كما يقرؤه المتعلم.", help_en="As learners see it."),
    "points": Label(
        ar="الدرجة",
        en="Points",
        help_ar="درجة الإجابة الكاملة.",
        help_en="Points for a fully correct answer.",
        rare=True,
    ),
    "tries": Label(
        ar="عدد المحاولات",
        en="Attempts",
        help_ar="إن تُرك فارغًا أخذ السؤال العدد المعتاد لنوعه.",
        help_en="If empty, the default for the question type.",
        rare=True,
    ),
    "evidence": Label(ar="الدليل من النص", en="Evidence in the text", **_EVIDENCE_HELP),
    "evidence_asked": Label(
        ar="طلب الدليل من المتعلم",
        en="Ask for evidence",
        help_ar="يصير السؤال جزأين: الإجابة، ثم موضعها من النص.",
        help_en="Adds a second part: find the place in the text that proves the answer.",
        rare=True,
    ),
    "evidence_share": Label(
        ar="نسبة الدليل من الدرجة",
        en="Evidence share of points",
        help_ar="بين 0 و1، مثل 0.5.",
        help_en="Between 0 and 1, such as 0.5.",
        rare=True,
    ),
    "hints": Label(
        ar="تلميحات",
        en="Hints",
        help_ar="الأول يدل على الموضع في النص، والثاني أقرب إلى الإجابة ولا يكشفها.",
        help_en="First where to look, then a narrower clue. Never give the answer away.",
        add_ar="إضافة تلميح",
        add_en="Add a hint",
    ),
    "allow": Label(
        ar="تنبيهات مقبولة",
        en="Accepted warnings",
        help_ar="تنبيهات من الفحص لا تُعرض لهذا السؤال، ولكل منها سبب.",
        help_en="Check warnings to hide here, each with a reason.",
        add_ar="إضافة تنبيه مقبول",
        add_en="Add an accepted warning",
        rare=True,
    ),
    "allow.key": Label(ar="اسم التنبيه", en="Warning name"),
    "allow.value": Label(ar="السبب", en="Reason"),
    "why": Label(ar="لماذا؟", en="Why?", **_WHY_HELP),
    "options": Label(ar="الخيارات", en="Options", **_OPTIONS),
    "options.text": Label(ar="الخيار", en="Option"),
    "options.correct": Label(ar="خيار صحيح", en="Right option"),
    "options.why": Label(
        ar="لماذا؟",
        en="Why?",
        help_ar="لماذا هو صحيح، أو ما الذي يجعله يبدو صحيحًا.",
        help_en="Why it is right, or what was misread.",
    ),
    "pinned": Label(
        ar="عرض الخيارات بهذا الترتيب",
        en="Keep this order",
        help_ar="دون ذلك يتغير ترتيبها لكل متعلم.",
        help_en="Otherwise shuffled for each learner.",
        rare=True,
    ),
    "tolerance": Label(
        ar="التساهل الإملائي",
        en="Spelling differences to ignore",
        help_ar="كل ما حُدّد لا يُعد خطأ. والمعتاد تحديدها كلها.",
        help_en="Ticked differences are not counted as mistakes. Usually all are ticked.",
        rare=True,
    ),
    "refuse": Label(
        ar="إجابات مرفوضة",
        en="Rejected answers",
        help_ar="صيغ تجعل الإجابة خطأ.",
        help_en="Wordings that make an answer wrong.",
        **_WORDING,
    ),
}

QUESTION_LABELS = COMMON | {
    "judgement.prompt": Label(
        ar="العبارة",
        en="Statement",
        help_ar="عبارة يُحكم عليها من النص.",
        help_en="A statement to judge by the text alone.",
    ),
    "judgement.answer": Label(
        ar="الحكم الصحيح", en="Right judgement", help_ar="كما يحكم النص وحده.", help_en="According to the text alone."
    ),
    "judgement.why": Label(ar="لماذا؟", en="Why?", help_ar="سبب لكل حكم.", help_en="A reason for each judgement."),
    "why.true": Label(ar="لمن أجاب: صحيح", en="If the learner answers: true"),
    "why.false": Label(ar="لمن أجاب: خطأ", en="If the learner answers: false"),
    "why.not-given": Label(ar="لمن أجاب: لم يُذكر", en="If the learner answers: not given"),
    "accept": Label(
        ar="الإجابات المقبولة",
        en="Accepted answers",
        help_ar="كل صيغة صحيحة وحدها أو ضمن جملة.",
        help_en="Each is right on its own or within a natural answer.",
        **_WORDING,
    ),
    "accept.text": Label(ar="الإجابة المقبولة", en="Accepted answer"),
    "accept.share": Label(
        ar="النسبة من الدرجة", en="Share of points", help_ar="من 0 إلى 1.", help_en="From 0 to 1.", rare=True
    ),
    "accept.note": Label(ar="ملاحظة لمن أجاب بها", en="Comment for this answer", rare=True),
    "require": Label(
        ar="أفكار لازمة",
        en="Required ideas",
        help_ar="بدلًا من الإجابات المقبولة: كل الأفكار لازمة بأي ترتيب، وكل فكرة بأي صيغة من صيغها.",
        help_en="Instead of accepted answers: every idea is required, in any order and any of its wordings.",
        add_ar="إضافة فكرة",
        add_en="Add an idea",
        rare=True,
    ),
    "exact": Label(
        ar="مطابقة الصيغة تمامًا",
        en="Exactly as written",
        help_ar="لا يُقبل غير الصيغ المكتوبة: لأسئلة الإملاء والحركات.",
        help_en="Only these exact wordings count, including spelling and vowel marks.",
        rare=True,
    ),
    "model": Label(
        ar="الإجابة النموذجية",
        en="Model answer",
        help_ar="الإجابة كما تُكتب كاملة.",
        help_en="The answer as you would write it yourself.",
        rare=True,
    ),
    "open.model": Label(
        ar="الإجابة النموذجية",
        en="Model answer",
        help_ar="إجابة كاملة يستعين بها المصحح، ويراها المتعلم بعد وضع الدرجة.",
        help_en="A full answer for the marker. Learners see it after marking.",
    ),
    "open.points": Label(
        ar="الدرجة",
        en="Points",
        help_ar="مجموع درجات المعايير؛ يمكن تركها فارغة.",
        help_en="Sum of the criteria; leave empty.",
        rare=True,
    ),
    "cloze.text": Label(
        ar="الجملة وفراغاتها",
        en="Sentence with gaps",
        help_ar="كل فراغ بين [[ و]]، وبين صيغه المقبولة |، مثل: قبل [[بوتين|الرئيس بوتين]] الدعوة.",
        help_en="Each gap between [[ and ]], with | between its accepted wordings: [[word|another wording]].",
    ),
    "bank": Label(
        ar="كلمات للاختيار (غير صحيحة)",
        en="Wrong words to choose from",
        help_ar="تُعرض مع الكلمات الصحيحة. وإن لم تكن، كتب المتعلم ما يملأ الفراغ.",
        help_en="Shown with the right words. If empty, learners type the words.",
        add_ar="إضافة كلمة",
        add_en="Add a word",
    ),
    "items": Label(
        ar="العناصر بترتيبها الصحيح",
        en="Items in the right order",
        help_ar="تُعرض للمتعلم بترتيب آخر.",
        help_en="Learners see them shuffled.",
        add_ar="إضافة عنصر",
        add_en="Add an item",
    ),
    "pairs": Label(ar="الأزواج", en="Pairs", add_ar="إضافة زوج", add_en="Add a pair"),
    "pairs.left": Label(ar="الطرف الأول", en="First side"),
    "pairs.right": Label(ar="ما يطابقه", en="Match"),
    "distractors": Label(
        ar="مشتتات",
        en="Distractors",
        help_ar="أطراف لا تطابق شيئًا.",
        help_en="Items with no match.",
        add_ar="إضافة مشتت",
        add_en="Add a distractor",
    ),
    "groups": Label(ar="المجموعات", en="Groups", add_ar="إضافة مجموعة", add_en="Add a group"),
    "groups.name": Label(ar="اسم المجموعة", en="Group name"),
    "groups.items": Label(ar="عبارات المجموعة", en="Group items", add_ar="إضافة عبارة", add_en="Add an item"),
    "units": Label(ar="ما يختاره المتعلم", en="What learners choose"),
    "evidence.evidence": Label(
        ar="الدليل (الإجابة)",
        en="Evidence (the answer)",
        help_ar="الجمل التي فيها هذه الكلمات هي الصحيحة.",
        help_en="The sentences with these words are the right ones.",
    ),
    "anchor": Label(
        ar="الكلمة التي فيها الضمير",
        en="Word with the pronoun",
        help_ar="تُحدّد في النص.",
        help_en="Tick it in the text.",
    ),
    "referent": Label(
        ar="ما يعود عليه الضمير",
        en="What the pronoun refers to",
        help_ar="عبارات من الفقرة، كل منها إجابة صحيحة: تُحدّد كلماتها ثم تُضاف، والأفضل أولًا.",
        help_en="Phrases from the paragraph, each a right answer. Tick the words, then add them, best first.",
        add_ar="إضافة الكلمات المحددة",
        add_en="Add the ticked words",
    ),
    "several": Label(
        ar="يعود على أكثر من واحد",
        en="Refers to several names",
        help_ar="يلزم تحديد العبارة كلها.",
        help_en="The whole phrase is then required.",
        rare=True,
    ),
    "word": Label(
        ar="الكلمة", en="Word", help_ar="الكلمة التي يُسأل عن جذرها.", help_en="The word whose root is asked for."
    ),
    "root": Label(
        ar="الجذر",
        en="Root",
        help_ar="حروفه بينها مسافات: و ط د.",
        help_en="Letters separated by spaces.",
        add_ar="إضافة جذر آخر",
        add_en="Add another root",
    ),
    "pattern": Label(
        ar="الوزن",
        en="Pattern",
        help_ar="مثل: تفعيل.",
        help_en="Such as تفعيل.",
        add_ar="إضافة وزن آخر",
        add_en="Add another pattern",
    ),
    "rubric": Label(
        ar="معايير التصحيح",
        en="Marking criteria",
        help_ar="يقرؤها المتعلم قبل أن يجيب.",
        help_en="Learners read these before answering.",
        add_ar="إضافة معيار",
        add_en="Add a criterion",
    ),
    "rubric.points": Label(ar="الدرجة", en="Points"),
    "rubric.text": Label(ar="المعيار", en="Criterion"),
    "words": Label(ar="الطول المقترح", en="Suggested length", help_ar="بالكلمات.", help_en="In words.", rare=True),
    "when": Label(ar="متى يُسأل؟", en="When is it asked?"),
    "before": Label(
        ar="في صفحة النص الأولى",
        en="On the text's front page",
        help_ar="قبل قراءة أي شيء.",
        help_en="Before learners read anything.",
        rare=True,
    ),
    "poll.process": Label(ar="مهارة القراءة", en="Reading skill", rare=True),
    "poll.points": Label(
        ar="الدرجة", en="Points", help_ar="لا درجة على الرأي.", help_en="Opinion questions have none.", rare=True
    ),
}
