"""Faults in the marks of a text: footnotes without a note, short rows, halves, pictures, texts without words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from webapp.content.parsing.given_lines import TextMarks
from webapp.content.parsing.text_outline import OutlineLine, outline
from webapp.content.text_marks.line_marks import (
    HALVES,
    cells_of,
    has_halves,
    is_row,
    is_rule,
    note_marks,
    note_of,
    part_title,
    picture_of,
)
from webapp.content.text_marks.pictures import MAX_PICTURE_BYTES, PICTURE_TYPES, PictureFault, PictureState
from webapp.domain.problem import Problem, Severity, both

Fault = tuple[int, str, str, Severity]
"""Line, rule, message, severity."""
_TYPES = ", ".join(PICTURE_TYPES)
_PICTURE_FAULTS: dict[PictureState, tuple[str, str]] = {
    "name": (
        f"write only the name of a file in seeds/pictures/ ({_TYPES}): [صورة: cat.png | وصفها]",
        f"اكتب اسم الملف في seeds/pictures/ فقط، بلا مسار ({_TYPES}): [صورة: cat.png | وصفها]",
    ),
    "missing": ("file not found in seeds/pictures/", "لا يوجد ملف بهذا الاسم في seeds/pictures/"),
    "large": (
        f"the picture is larger than {MAX_PICTURE_BYTES // 1024} KB. Make it smaller.",
        f"الصورة أكبر من {MAX_PICTURE_BYTES // 1024} كيلوبايت. احفظها بحجم أصغر.",
    ),
    "active": (
        "this drawing runs or loads something (script, onload or a link). Save it as a plain SVG or as PNG.",
        "في هذا الرسم شيء يُنفّذ أو يُجلب (script أو onload أو رابط). احفظه بصيغة SVG بسيطة أو PNG.",
    ),
}


def mark_problems(content: str, marks: TextMarks, path: str, fault_of: PictureFault) -> list[Problem]:
    """Name each mark of a text that is not as it should be, with its line and what to write."""
    lines = [line for line in outline(content, *marks) if line.group]
    groups = [list(group) for _, group in groupby(lines, lambda line: line.group)]
    faults = [*_footnotes(groups), *_pictures(lines, fault_of), *_parts(groups), *_bars(lines)]
    for group in groups:
        faults += _rows(group) if group[-1].kind == "table" else ()
        faults += _halves(group) if group[-1].kind == "verse" else ()
    return [Problem(path, line, 1, rule, message, severity) for line, rule, message, severity in sorted(faults)]


def _footnotes(groups: Sequence[Sequence[OutlineLine]]) -> Iterator[Fault]:
    notes = {note.number: line for (line, *_) in groups if line.kind == "note" and (note := note_of(line.text))}
    owners: dict[int, OutlineLine] = {}
    for group in groups:
        bodies = [line for line in group if line.kind not in ("title", "heading", "part", "note", "picture")]
        for line in [] if note_of(group[0].text) else bodies:
            for _, number in note_marks(line.text):
                if number not in notes:
                    yield _no_note(line.number, number)
                elif owners.setdefault(number, group[0]) is not group[0]:
                    yield _shared_note(line.number, number, owners[number].number)
    for line in (line for group in groups for line in group if line.kind != "note") if notes else ():
        if note := note_of(line.text):
            yield _spare_note(line.number, note.number, notes.get(note.number))


def _no_note(line: int, number: int) -> Fault:
    message = both(
        en=f'footnote [{number}] is missing. Write it on its own line below: "[{number}] …"',
        ar=f"لا توجد حاشية للرقم [{number}]. اكتبها في سطر مستقل أسفل الفقرة: «[{number}] …»",
    )
    return line, "note-missing", message, "warning"


def _shared_note(line: int, number: int, first: int) -> Fault:
    message = both(
        en=f"[{number}] belongs to the paragraph on line {first}. Give this word its own number and footnote.",
        ar=f"الرقم [{number}] للفقرة التي في السطر {first}. أعطِ هذه الكلمة رقمًا وحاشية خاصين بها.",
    )
    return line, "note-shared", message, "warning"


def _spare_note(line: int, number: int, first: OutlineLine | None) -> Fault:
    if first:
        message = both(
            en=f"footnote [{number}] is already on line {first.number}. Give this one another number.",
            ar=f"للرقم [{number}] حاشية في السطر {first.number}. أعطِ هذه رقمًا آخر.",
        )
        return line, "note-twice", message, "warning"
    message = both(
        en=f"no word has this footnote’s number. Write [{number}] right after the word: «كلمة[{number}]»",
        ar=f"لا توجد كلمة تحمل رقم هذه الحاشية. اكتب [{number}] بعد الكلمة بلا مسافة: «كلمة[{number}]»",
    )
    return line, "note-unused", message, "warning"


def _pictures(lines: Sequence[OutlineLine], fault_of: PictureFault) -> Iterator[Fault]:
    for line in lines:
        picture = picture_of(line.text) if line.kind == "picture" else None
        if picture and not picture.description:
            message = both(
                en="the picture has no description: [صورة: cat.png | what it shows]",
                ar="الصورة بلا وصف: [صورة: cat.png | ما يظهر فيها]",
            )
            yield line.number, "picture-undescribed", message, "error"
        if picture and (fault := fault_of(picture.file)):
            english, arabic = _PICTURE_FAULTS[fault]
            message = both(en=f"{picture.file}: {english}", ar=f"{picture.file}: {arabic}")
            yield line.number, f"picture-{fault}", message, "error"


def _parts(groups: Sequence[Sequence[OutlineLine]]) -> Iterator[Fault]:
    """Report titles of texts with no paragraph below them, and a second text without a title."""
    begins = [at for at, group in enumerate(groups) if group[0].kind == "part"]
    for index, at in enumerate(begins):
        line, end = groups[at][0], begins[index + 1] if index + 1 < len(begins) else len(groups)
        below = [group for group in groups[at + 1 : end] if group[-1].kind not in ("title", "heading", "note")]
        if not below:
            message = both(en="there is no paragraph below this title", ar="لا توجد فقرة تحت هذا العنوان")
            yield line.number, "part-empty", message, "warning"
        elif not part_title(line.text):
            message = both(en='write the title of the text after "==="', ar="اكتب عنوان النص بعد «===»")
            yield line.number, "part-untitled", message, "warning"


def _rows(group: Sequence[OutlineLine]) -> Iterator[Fault]:
    rows = [line for line in group if is_row(line.text) and not is_rule(line.text)]
    head = len(cells_of(rows[0].text)) if rows else 0
    for row in rows[1:]:
        count = len(cells_of(row.text))
        if count != head:
            message = both(
                en=f'{count} cells, but the table header has {head}. Write " | " between all cells, including '
                "empty ones.",
                ar=f"عدد خانات هذا الصف {count}، وعددها في رأس الجدول {head}. اكتب « | » بين كل خانتين، حتى الفارغة.",
            )
            yield row.number, "table-cells", message, "warning"


def _bars(lines: Sequence[OutlineLine]) -> Iterator[Fault]:
    """Report lines with bars that are no table, because most of them have another number of cells."""
    for before, line in pairwise(lines):
        apart = {before.kind, line.kind} <= {"title", "heading", "paragraph"}
        if apart and line.number == before.number + 1 and is_row(before.text) and is_row(line.text):
            counts = len(cells_of(before.text)), len(cells_of(line.text))
            message = both(
                en=f"this line and the one above do not form a table: they have {counts[1]} and {counts[0]} cells",
                ar=f"لا يصلح هذا السطر والذي فوقه جدولًا: عدد خاناتهما {counts[1]} و{counts[0]}",
            )
            yield line.number, "table-cells", message, "warning"


def _halves(group: Sequence[OutlineLine]) -> Iterator[Fault]:
    marked = [line for line in group if HALVES in line.text]
    for line in group if marked else ():
        if not has_halves(line.text):
            message = both(
                en='each verse needs " *** " once, between its halves',
                ar="يلزم في كل بيت « *** » مرة واحدة بين الشطرين",
            )
            yield line.number, "verse-halves", message, "warning"
