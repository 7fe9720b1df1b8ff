"""Words that frame an answer without being one: a closed list, kept by grammar and not by question.

An answer says its key beside such words, words of the question and words of the evidence's sentence; any other word of
content makes it another answer, or one that the program is not sure of.
"""

from webapp.arabic.clitics import MIN_LETTERS_LEFT, strip_marks
from webapp.arabic.text_equality import fold_spelling
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS

_PREPOSITIONS = """
في من إلى على عن مع بين عند منذ خلال حتى لدى نحو حول عبر قرب أمام خلف وراء تحت فوق داخل خارج ضمن حسب بحسب وفق وفقا
بشأن بخصوص طوال طيلة بسبب لأجل بعد أثناء بواسطة حين حينما عندما لما إذا إن لأن لكي كي بفضل باسم مدار مدى
عشان علشان مشان منشان
بجانب بجوار جنب جوار بالقرب
"""
_PRONOUNS = """
هو هي هم هما هن أنا نحن هذا هذه هذان هذين هاتان هؤلاء ذلك تلك أولئك الذي التي اللذان اللذين اللتان اللتين الذين اللاتي
اللي ما من أي أية كل كلا كلتا كلاهما كلها كلهم جميع جميعا بعض أحد إحدى فيه فيها منه منها له لها لهم لهما به بها بهم
بهما إليه إليها إليهم إليهما عليه عليها عليهم عليهما عنه عنها عنهم عنهما معه معها معهم معهما لديه لديها عنده عندها
بعده بعدها
بينهما بينهم بذلك لذلك هكذا كذلك وفيه وهو وهي وهم وهما فهو فهي فهما فهم
"""
_PARTICLES = """
بأن بأنه بأنها
أن إن أنه أنها أنهم فيكون فتكون أنهما إنه إنها إنهم إنهما لأنه لأنها لأنهم لأنهما كأن لقد قد سوف ثم أيضا فقط كما إذ
بس برضه برضو كمان حيث لكن بل أو أم نعم أجل لا ما يا إلا غير ليس ليست أما إما كذلك حسنا طبعا بالطبع معا
"""
_COPULAS = """
جاؤوا قالوا ذكروا كان كانت كانا كانوا يكون تكون يكونان صار صارت أصبح أصبحت ظل ظلت بقي بقيت يعد تعد يعتبر تعتبر يسمى
تسمى يدعى تدعى يوجد توجد هناك هنالك يقع تقع وقع وقعت حدث حدثت يحدث تحدث حصل حصلت تم تمت يتم جرى جرت يجري تجري يبلغ
تبلغ
بلغ بلغت يعمل تعمل يشتغل تشتغل بيشتغل بتشتغل يساوي تساوي يعود تعود يرجع ترجع يعني تعني أعني يقصد نقصد أقصد
"""
_TIME_NOUNS = """
أمس البارحة امبارح مبارح النهارده فات مضى
ماض ماضي ماضية فائت منصرم موافق يوم اليوم يومه ليلة نهار عام سنة شهر تاريخ ساعة الساعة زمن الزمان وقت مدة
فترة موعد حدود غضون سابق
"""
_NAMING_NOUNS = """
وزن وزنه وزنها ارتفاع ارتفاعه ارتفاعها عرضه عرضها مساحة مساحته مساحتها سعر سعره سعرها ثمن ثمنه ثمنها
اسم اسمه اسمها اسمهم كلمة لفظة لفظ عبارة فعل حرف جملة جواب جوابه إجابة حل سؤال نص فقرة مقصود المقصود مراد المراد مطلوب
صحيح صحيحة صواب كاتب ذكر ذكرت ورد وردت جاء جاءت يقول تقول قال قالت مذكور مذكورة نوع عدد عدده عددها عددهم رقم نسبة
كاتبة راوي راوية
نسبته نسبتها قيمة مقدار مدينة دولة بلد بلاد قرية منطقة طابق دور مقدارها مقداره قدره قدرها طوله طولها عمره عمرها شخص
شيء مكان
"""
_AS_SAID = "ده دي دا هاد هاي هادا هذي دول هدول كده هيك"
_HEDGES = """
أظن أعتقد أرى يبدو أرجح لعل ربما رأيي ظني فهمي تقريبا حوالي قرابة زهاء بالضبط تحديدا بالتحديد فعلا أكيد تماما بلا شك
بد الله أعلم والله شاء واضح أعرف يظهر
"""
_EMPHASIS = """
كامل كاملا كاملة كاملين غير سوى لا أكثر أقل حصرا وحده وحدها وحدهم وحدهما
"""
_TITLES = """
سيد سيدة أستاذ أستاذة دكتور دكتورة شيخ إمام حاج ملك ملكة أمير أميرة قائد عالم شاعر أديب نبي رسول خليفة سلطان مهندس
طبيب مؤرخ رحالة فيلسوف سعادة معالي فضيلة سماحة جلالة فخامة حضرة
"""
_FORMULAS = """
شكرا شكر جزيلا لكم لك عفوا فضلك فضلكم سمحت سمحتم لو تعالى السلام عليكم ورحمة وبركاته تحياتي تحية مرحبا أهلا رحمه رحمها
رحمهم حفظه رضي صلى وسلم عز وجل رحمة جدا والله
"""
_VOCATIVES = "أستاذ أستاذة أستاذي أستاذتي معلم معلمة معلمي معلمتي سيدي سيدتي آنسة مس سيد سيدة"
_LABELS = "ج س جـ ه هه م هـ ميلادي ميلادية هجري هجرية للهجرة للميلاد الميلاد الهجرة ميلاديا هجريا د"
# Nouns that leave the noun behind them what it is: shares of it, groups of it, and the doing of it.
_TRANSPARENT_HEADS = """
صباح مساء ظهر عصر فجر ضحى
إبرام عقد توقيع إجراء قيام تنفيذ شراء بيع وجود وقوع حدوث كون رجال أهل أصحاب صاحب مجموعة عدد بعض أحد جميع أفراد أبرز
أهم برنامج برامج كلمة نفس عملية مرور مضي انقضاء سائر بقية نظير نظيره صيغة لفظ معنى فعل
"""


def _folded(*lists: str) -> frozenset[str]:
    """The words of the lists, folded; short ones with their conjunction too, which is not taken off them elsewhere."""
    words = {fold_spelling(strip_marks(word), TOLERANCE_LEVELS) for text in lists for word in text.split()}
    return frozenset(words | {joint + word for word in words if len(word) < MIN_LETTERS_LEFT for joint in "وف"})


ALONE = _folded("وحده وحدها وحدهم وحدهما")
FRAMING = _folded(
    *(_PREPOSITIONS, _PRONOUNS, _PARTICLES, _COPULAS, _TIME_NOUNS, _NAMING_NOUNS),
    *(_HEDGES, _EMPHASIS, _FORMULAS, _LABELS),
) | (AS_SAID := frozenset(_AS_SAID.split()))
"""All the framing words, folded."""
FRAME_NOUNS = _folded(_TIME_NOUNS, _NAMING_NOUNS)
TITLES = _folded(_TITLES)
"""They frame the name that follows."""
VOCATIVES = _folded(_VOCATIVES)
"""They frame where يا is before them."""
LIGHT = _folded(_PREPOSITIONS, _HEDGES, _FORMULAS, _LABELS, "فقط مرور مضي انقضاء")
"""The framing words that say nothing."""
PRESENTING = _folded("هو هي هم هما إنه إنها إنهم إنهما أنه أنها أنهم أنهما")
"""Pronouns that present an answer."""
PREPOSITIONS = _folded(_PREPOSITIONS)
GRAMMAR = _folded(_PREPOSITIONS, _PRONOUNS, _PARTICLES, _COPULAS)
"""The framing words without content."""
TRANSPARENT_HEADS = _folded(_TRANSPARENT_HEADS, _TITLES) | FRAMING
RELATIVES = _folded("الذي التي اللذان اللذين اللتان اللتين الذين اللاتي اللي")
COPULAR = _folded("هو هي هم هما فهو فهي كان كانت أي يعني تعني")

_UNITS = {
    "second": "ثانية ثوان ثواني",
    "minute": "دقيقة دقائق",
    "hour": "ساعة ساعات",
    "day": "يوم أيام يوما",
    "week": "أسبوع أسابيع",
    "month": "شهر أشهر شهور",
    "year": "سنة سنوات سنين عام أعوام عاما حول أحوال حولا حجة",
    "decade": "عقد عقود",
    "century": "قرن قرون قرنا",
    "gram": "غرام غرامات جرام جرامات غم جم",
    "kilogram": "كيلوغرام كيلوغرامات كيلوجرام كيلوجرامات كيلو كيلوات كغ كغم كجم",
    "metre": "متر أمتار مترا",
    "kilometre": "كيلومتر كيلومترات كم",
    "percent": "% بالمئة بالمائة",
}
WORDS_OF_UNITS = {unit: words.split() for unit, words in _UNITS.items()}
UNITS = {word: unit for unit, words in _UNITS.items() for word in _folded(words)}
"""Words of measure, folded, with the measure they name."""
_OF_TIME = ("second", "minute", "hour", "day", "week", "month", "year", "decade", "century")
TIME_UNITS = frozenset(word for word, unit in UNITS.items() if unit in _OF_TIME)
WHERE = _folded("أين وين فين")
WHICH = _folded("أي أية ما")
NAMING = _folded("هو هي اسم")
PLACES = _folded("مدينة بلد بلدة بلاد دولة قرية منطقة عاصمة قارة إقليم ولاية مكان موضع")
"""Words of a question that asks for a place: behind «أي» and «ما اسم»."""
POWERS = _folded("مربع مكعب")
"""They make another measure of the one before them."""
_ERAS = {"hijri": "هـ ه هجري هجرية هجريا للهجرة الهجرة", "common": "م ميلادي ميلادية ميلاديا للميلاد الميلاد"}
ERAS = {word: era for era, words in _ERAS.items() for word in _folded(words)}
"""Words behind a year, folded, with the era they name."""
DAYS = _folded("السبت الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة سبت أحد اثنين ثلاثاء أربعاء خميس جمعة")

# Words that change a key beside them.
LIMITS = _folded("قبل قبيل بعد دون ضد أقل أكثر")
SIDES = _folded("بين مع ضد")
BOTH_SIDES = _folded("بلدين بلدان طرفين جانبين دولتين زعيمين اثنين هما")
MOVED = _folded("قادم مقبل تالي موالي لاحق")
MOVED_BEFORE = _folded("غدا غد")
SHIFTS = _folded("قبل بعد")
BEFORE_VERBS = _folded("أن إن قد لقد سوف لم لن إذا الذي التي")
OF_REASONS = _folded("نتيجة جراء لوجود وجود سبب إثر")
"""They frame the answer to a question that asks why."""
HOW_MANY = _folded("كم بكم")
SHARES_OF_ONE = _folded("نصف نص ربع ثلث ونصف ونص وربع وثلث")
SHARES = _folded("نسبة نسبته نسبتها")
DAY_PARTS = {"ص": "صباح", "م": "مسا"}
CLAUSE_WORDS = (GRAMMAR | LIGHT | VOCATIVES | _folded(_NAMING_NOUNS)) - DAYS
"""Words without an answer of their own, in a stretch that is joined to another."""
