"""One example of each mark of a text, for the pages on which a text is written."""

from __future__ import annotations

from webapp.web.framework.i18n import N_

MARK_EXAMPLES = (
    (
        N_("Verse: *** between the halves"),
        "يا نخلةً في دارِنا *** أنتِ الظلالُ والثمرْ\nكم طائرٍ غنّى هنا *** وكم غريبٍ قد عبرْ",
    ),
    (
        N_("Dialogue: one line per speaker"),
        "(في الفناء)\nسلمى: متى ينضج الرطب يا جدي؟\nالجد: (مبتسمًا) بعد شهر.\nسلمى: سأنتظر!",
    ),
    (N_("List: start lines with a dash or a number"), "نحتاج إلى:\n- حبل متين\n- سلّة من الخوص"),
    (N_("Table: | between cells"), "ما جنيناه:\nالسنة | الرطب | من جناه\nالأولى | 40 | الجد\nالثانية | 55 | يوسف"),
    (
        N_("Footnote: a number after the word and its note below"),
        "نسقي النخلة من الفلج[1] كل صباح.\n[1] الفلج: قناة ماء.",
    ),
    (N_("Picture: file name and description"), "[صورة: palm.png | نخلة عالية في فناء بيت]"),
    (N_("Two texts: a line === before each"), "=== نخلة الدار\nغرسها جدي.\n\n=== نخلة السوق\nلا يعرف أحد من غرسها."),
)
"""Each mark in a few words, and its lines as they are written."""
