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
        f"write the name of a file in seeds/pictures/ and nothing else, one of {_TYPES}: [صورة: cat.png | وصفها]",
        f"يُكتب اسم ملف في seeds/pictures/ لا غير، بلا مسار، من الأنواع {_TYPES}: [صورة: cat.png | وصفها]",
    ),
    "missing": ("no such file in seeds/pictures/", "لا يوجد ملف بهذا الاسم في seeds/pictures/"),
    "large": (
        f"the picture is larger than {MAX_PICTURE_BYTES // 1024} KB: save it smaller",
        f"الصورة أكبر من {MAX_PICTURE_BYTES // 1024} كيلوبايت: تُحفظ بحجم أصغر",
    ),
    "active": (
        "this drawing runs or fetches something (script, onload, a link): save it as a plain svg, or as png",
        "في هذا الرسم ما يُنفَّذ أو يُجلب (script أو onload أو رابط): يُحفظ svg بسيطًا أو png",
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
        en=f'there is no note for [{number}]: write it on a line of its own below, "[{number}] …"',
        ar=f"لا توجد حاشية للرقم [{number}]: تُكتب في سطر مستقل أسفل الفقرة «[{number}] …»",
    )
    return line, "note-missing", message, "warning"


def _shared_note(line: int, number: int, first: int) -> Fault:
    message = both(
        en=f"[{number}] belongs to the paragraph of line {first}: give this word a number and a note of its own",
        ar=f"الرقم [{number}] لفقرة السطر {first}: يُجعل لهذه الكلمة رقم وحاشية",
    )
    return line, "note-shared", message, "warning"


def _spare_note(line: int, number: int, first: OutlineLine | None) -> Fault:
    if first:
        message = both(
            en=f"there is a note [{number}] on line {first.number} already: give this one another number",
            ar=f"للرقم [{number}] حاشية في السطر {first.number}: يُجعل لهذه رقم آخر",
        )
        return line, "note-twice", message, "warning"
    message = both(
        en=f"no word has the number of this note: write [{number}] right behind the word, «كلمة[{number}]»",
        ar=f"لا توجد كلمة تحمل رقم هذه الحاشية: يُكتب [{number}] بعد الكلمة بلا مسافة «كلمة[{number}]»",
    )
    return line, "note-unused", message, "warning"


def _pictures(lines: Sequence[OutlineLine], fault_of: PictureFault) -> Iterator[Fault]:
    for line in lines:
        picture = picture_of(line.text) if line.kind == "picture" else None
        if picture and not picture.description:
            message = both(
                en="the picture has no description: [صورة: cat.png | what is to be seen in it]",
                ar="الصورة بلا وصف: [صورة: cat.png | ما يُرى فيها]",
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
            message = both(en='write the title of the text behind "==="', ar="يُكتب عنوان النص بعد «===»")
            yield line.number, "part-untitled", message, "warning"


def _rows(group: Sequence[OutlineLine]) -> Iterator[Fault]:
    rows = [line for line in group if is_row(line.text) and not is_rule(line.text)]
    head = len(cells_of(rows[0].text)) if rows else 0
    for row in rows[1:]:
        count = len(cells_of(row.text))
        if count != head:
            message = both(
                en=f'{count} cells, and the head of the table has {head}: write " | " between the cells, also an '
                "empty one",
                ar=f"في هذا الصف {count} من الخانات وفي رأس الجدول {head}: يُكتب « | » بين كل خانتين، والفارغة أيضًا",
            )
            yield row.number, "table-cells", message, "warning"


def _bars(lines: Sequence[OutlineLine]) -> Iterator[Fault]:
    """Report lines with bars that are no table, because most of them have another number of cells."""
    for before, line in pairwise(lines):
        apart = {before.kind, line.kind} <= {"title", "heading", "paragraph"}
        if apart and line.number == before.number + 1 and is_row(before.text) and is_row(line.text):
            counts = len(cells_of(before.text)), len(cells_of(line.text))
            message = both(
                en=f"no table is made of this line and the one above: they have {counts[1]} cells and {counts[0]}",
                ar=f"لا يكوّن هذا السطر والذي فوقه جدولًا: في هذا {counts[1]} من الخانات وفي ذاك {counts[0]}",
            )
            yield line.number, "table-cells", message, "warning"


def _halves(group: Sequence[OutlineLine]) -> Iterator[Fault]:
    marked = [line for line in group if HALVES in line.text]
    for line in group if marked else ():
        if not has_halves(line.text):
            message = both(
                en='each verse has " *** " once, between its halves',
                ar="في كل بيت « *** » مرة واحدة بين الشطرين",
            )
            yield line.number, "verse-halves", message, "warning"
