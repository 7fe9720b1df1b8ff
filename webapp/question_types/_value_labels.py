"""Labels of the values that a field chooses from, by key and value or by value alone."""

from __future__ import annotations

from webapp.question_types._field_label import FieldLabel as Label

VALUE_LABELS = {
    "whole": Label(ar="النص كله", en="The whole text"),
    "retrieve": Label(ar="استخراج المعلومة الصريحة", en="Retrieve"),
    "infer": Label(ar="الاستنتاج المباشر", en="Infer"),
    "interpret": Label(ar="التفسير والربط", en="Interpret and integrate"),
    "evaluate": Label(ar="التقويم والنقد", en="Evaluate"),
    "answer.true": Label(ar="صحيح", en="True"),
    "answer.false": Label(ar="خطأ", en="False"),
    "answer.not-given": Label(ar="لم يُذكر", en="Not given"),
    "units.sentence": Label(ar="جمل كاملة", en="Sentences"),
    "units.clause": Label(ar="أجزاء جمل (بين الفواصل)", en="Clauses (between commas)"),
    "when.before": Label(ar="قبل قراءة الفقرة", en="Before the paragraph"),
    "when.after": Label(ar="بعد الأسئلة الأخرى", en="After the other questions"),
    "gate.open": Label(ar="مفتوحة دائمًا", en="It is always open"),
    "gate.answered": Label(ar="حين يُجاب عن الأسئلة", en="Once the questions are answered"),
    "gate.correct": Label(ar="حين تصح الإجابات", en="Once the answers are right"),
    "tashkeel.none": Label(ar="بلا تشكيل", en="None"),
    "tashkeel.some": Label(ar="تشكيل ما يلتبس", en="Ambiguous words"),
    "tashkeel.all": Label(ar="تشكيل كامل", en="All"),
    "mode.practice": Label(ar="تدريب", en="Practice"),
    "mode.exam": Label(ar="اختبار", en="Exam"),
    "tolerance.exact": Label(ar="المطابقة التامة", en="Exactly alike"),
    "tolerance.spacing": Label(ar="المسافات وعلامات الترقيم", en="Spaces and punctuation"),
    "tolerance.tashkeel": Label(ar="الحركات", en="Vowel marks"),
    "tolerance.tatweel": Label(ar="التطويل", en="Tatweel"),
    "tolerance.digits": Label(ar="شكل الأرقام", en="Kind of digits"),
    "tolerance.hamza": Label(ar="الهمزات", en="Hamzas"),
    "tolerance.ta-marbuta": Label(ar="التاء المربوطة والهاء", en="Ta marbuta and ha"),
    "tolerance.alef-maqsura": Label(ar="الألف المقصورة والياء", en="Alef maqsura and ya"),
    "tolerance.number-words": Label(ar="العدد بالحروف أو بالأرقام", en="Numbers in words or digits"),
    "tolerance.article": Label(ar="أل التعريف", en="The article ال"),
    "tolerance.conjunction": Label(ar="واو العطف وفاؤه", en="و or ف in front"),
}
