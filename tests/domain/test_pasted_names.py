"""Lists of names as teachers paste them: what is read as a name, and what is said of the rest."""

from __future__ import annotations

import pytest

from webapp.domain.pasted_names import MAX_CELLS, MAX_LINE, MAX_ROWS, PastedName, read_names
from webapp.domain.people import name_order, without_number
from webapp.domain.user_error import UserError

LONG = "عبد الرحمن " * 7


def names(pasted: str) -> list[str]:
    return [name.name for name in read_names(pasted).names]


@pytest.mark.parametrize(
    ("line", "name", "cut"),
    [
        ("يوسف عمر", "يوسف عمر", ()),
        ("1. يوسف عمر", "يوسف عمر", ("1.",)),
        ("1.يوسف عمر", "يوسف عمر", ("1.",)),
        ("١- يوسف عمر", "يوسف عمر", ("١-",)),
        ("٥ـ مريم", "مريم", ("٥ـ",)),
        ("٥ـمريم", "مريم", ("٥ـ",)),
        ("(٣) يوسف عمر", "يوسف عمر", ("(٣)",)),
        ("12 يوسف عمر", "يوسف عمر", ("12",)),
        ("سارة محمود,", "سارة محمود", (",",)),
        ("سارة محمود،", "سارة محمود", ("،",)),
        ("• سارة محمود", "سارة محمود", ("•",)),
        ("- سارة محمود", "سارة محمود", ("-",)),
        ("«سارة محمود»", "سارة محمود", ()),
        ('"سارة محمود"', "سارة محمود", ()),
        ("ريم علي r.ali@example.com", "ريم علي", ("r.ali@example.com",)),
        ("ريم علي <r.ali@example.com>", "ريم علي", ("<r.ali@example.com>",)),
        ("\u200fريم\u00a0 علي\u202c", "ريم علي", ()),
        ("ريم علي 20231144", "ريم علي", ("20231144",)),
        ("ليلى ٢", "ليلى ٢", ()),
        ("Anne-Marie O'Neil", "Anne-Marie O'Neil", ()),
        ("عليّ بن أبي طالب", "عليّ بن أبي طالب", ()),
    ],
)
def test_a_line_is_cleaned_and_says_what_was_cut(line: str, name: str, cut: tuple[str, ...]) -> None:
    assert read_names(line).names == (PastedName(1, name, cut),)


@pytest.mark.parametrize("line", ["12345", "r.ali@example.com", "—", "...", "1."])
def test_a_line_without_a_name_is_named(line: str) -> None:
    read = read_names(f"ليلى\n{line}\nعمر")
    assert [name.name for name in read.names] == ["ليلى", "عمر"]
    assert [(skipped.line, skipped.typed) for skipped in read.skipped] == [(2, line)]
    assert read.was_cut


def test_the_same_name_twice_and_a_long_one_are_told_by_their_lines() -> None:
    read = read_names(f"أحمد سالم\n\n{LONG}\nاحمد سالم")
    assert [(name.line, name.repeats) for name in read.repeated] == [(4, 1)]
    assert [name.line for name in read.too_long] == [3]
    assert read.too_long[0].name == LONG.strip()
    assert not read.was_cut


def test_names_of_a_class_are_known_however_they_are_written() -> None:
    assert [name.line for name in read_names("سلمى\nاحمد").known(["أحمد", "ليلى"])] == [2]


def test_several_names_in_one_line() -> None:
    assert names("ليلى، عمر، سلمى حدّاد") == ["ليلى", "عمر", "سلمى حدّاد"]
    assert names("ليلى, عمر, سلمى") == ["ليلى", "عمر", "سلمى"]
    assert names("ليلى حدّاد; عمر سالم") == ["ليلى حدّاد", "عمر سالم"]


def test_columns_of_a_spreadsheet() -> None:
    assert names("1\tليلى\tحدّاد\tl@example.com\n2\tعمر\tسالم\to@example.com") == ["ليلى حدّاد", "عمر سالم"]
    assert names("م\tالاسم الكامل\tالصفّ\n1\tليلى حدّاد\tخامس\n2\tعمر سالم\tخامس") == ["ليلى حدّاد", "عمر سالم"]


@pytest.mark.parametrize("shifted", ["6\tنور الدين سعيد\tn@example.com", "\tنور الدين سعيد\tn@example.com"])
def test_a_row_that_is_shifted_by_its_number_keeps_its_name(shifted: str) -> None:
    read = read_names(f"الاسم\tالبريد الإلكتروني\nليلى حدّاد\tl@example.com\n{shifted}\nعمر\to@example.com")
    assert [name.name for name in read.names] == ["ليلى حدّاد", "نور الدين سعيد", "عمر"]
    assert read.names[1].cut == tuple(shifted.split("\t")[0])
    assert not read.skipped
    assert names("الاسم\tالبريد\nليلى\tl@example.com\n6\tنور الدين\tn@example.com") == ["ليلى", "نور الدين"]


def test_a_grade_is_not_the_name_of_a_row_without_one() -> None:
    read = read_names("م\tالاسم\tالصفّ\n1\tليلى حدّاد\tخامس\n2\t\tخامس")
    assert [name.name for name in read.names] == ["ليلى حدّاد"]
    assert [skipped.line for skipped in read.skipped] == [3]


MOODLE = """"First name","Last name","ID number","Email address",Groups
ليلى,حدّاد,4711,l@example.com,"أ, ب"
عمر,سالم,4712,o@example.com,
"""
MOODLE_GRADES = """"First name",Surname,"ID number",Institution,Department,"Email address","Quiz: Nile (Real)"
ليلى,حدّاد,4711,,,l@example.com,7.00
"""
MOODLE_UPLOAD = "username,firstname,lastname,email\nl.haddad,ليلى,حدّاد,l@example.com\n"
GOOGLE = """Last Name,First Name,Email Address,قصّة النيل
Date,,,2026-11-20
Points,,,100
حدّاد,ليلى,l@example.com,90
سالم,عمر,o@example.com,
"""


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (MOODLE, ["ليلى حدّاد", "عمر سالم"]),
        (MOODLE_GRADES, ["ليلى حدّاد"]),
        (MOODLE_UPLOAD, ["ليلى حدّاد"]),
        (GOOGLE, ["ليلى حدّاد", "عمر سالم"]),
        (GOOGLE.replace(",", "\t"), ["ليلى حدّاد", "عمر سالم"]),
        ("الاسم الأول;اسم العائلة;البريد الإلكتروني\nليلى;حدّاد;l@example.com", ["ليلى حدّاد"]),
    ],
    ids=["moodle", "moodle-grades", "moodle-upload", "google", "google-pasted", "arabic"],
)
def test_files_of_other_programs(file: str, expected: list[str]) -> None:
    assert names(file) == expected


def test_what_a_file_has_besides_names_is_told() -> None:
    assert read_names(MOODLE).left_out == ("ID number", "Email address", "Groups")
    assert [skipped.typed for skipped in read_names(GOOGLE).skipped] == ["Date,,,2026-11-20", "Points,,,100"]


def test_what_was_cleaned_is_clean() -> None:
    for pasted in (MOODLE, GOOGLE, "1. ليلى,\n- عمر"):
        cleaned = names(pasted)
        again = read_names("\n".join(cleaned))
        assert [name.name for name in again.names] == cleaned
        assert not again.was_cut


@pytest.mark.parametrize("pasted", ["", " \n\u200f\n", "\x00\x01"])
def test_nothing_pasted_is_no_name(pasted: str) -> None:
    assert read_names(pasted).names == ()


def test_a_list_is_in_the_order_of_its_language() -> None:
    listed = ["Zoe", "ليلى ١٠", "ليلى ٢", "بشرى", "إبراهيم", "أحمد", "٣ نجوم", "يوسف", "Adam", "هند"]
    assert sorted(listed, key=name_order) == [
        "٣ نجوم",
        "إبراهيم",
        "أحمد",
        "بشرى",
        "ليلى ٢",
        "ليلى ١٠",
        "هند",
        "يوسف",
        "Adam",
        "Zoe",
    ]


def test_a_name_without_the_number_that_was_given_to_it() -> None:
    assert without_number("ليان خالد ٢") == without_number("ليان خالد") == "ليان خالد"


# Lists that were made to cost


@pytest.mark.parametrize(
    "line",
    [
        "a" * 100_000,
        "a@" * 50_000,
        ";" * 100_000 + "a",
        '"' * 100_000 + "a",
        "1 " * 50_000,
        "x," * 100_000,
        "ا" + "\u0301" * 100_000,
    ],
)
def test_a_line_that_holds_too_much_is_told(line: str) -> None:
    read = read_names(f"Name,Email\nليلى حدّاد,layla@example.com\nx,{line}")
    assert [name.name for name in read.names] == ["ليلى حدّاد"]
    assert [skipped.line for skipped in read.skipped] == [3]


@pytest.mark.parametrize("piece", ['"', "“ ", "a@b.", "-", "12 ", "(3) ", "• ", "x@" * 3])
def test_the_longest_line_of_one_piece_is_read(piece: str) -> None:
    line = (piece * MAX_LINE)[:MAX_LINE]
    assert read_names("\n".join([line] * 200)).names or read_names(line).skipped


def test_cells_behind_those_of_a_class_are_told() -> None:
    read = read_names("\n".join(["ab c,d e"] * (MAX_CELLS // 2 - 1) + ["ليلى حدّاد,x y"]))
    assert len(read.names) <= MAX_CELLS


def test_a_list_of_a_whole_school_is_refused_in_words() -> None:
    with pytest.raises(UserError, match="Paste the names of one class"):
        read_names("ليلى حدّاد\n" * (MAX_ROWS + 1))
