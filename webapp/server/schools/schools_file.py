"""The file of ``fahm serve --schools``: which school is reached at which host or path, and where its data lies.

Schools share nothing: two with the same data folder, the same database, or paths inside one another are refused.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from webapp.config import Config
from webapp.content.parsing.source_tree import Node
from webapp.content.parsing.unknown_keys import unknown_key
from webapp.content.parsing.yaml_parser import read_tree
from webapp.domain.problem import Problem, both
from webapp.domain.user_error import UserError
from webapp.store import locate_database

KEYS = ("host", "path", "data", "database", "content", "name", "id")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_PATH = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
NO_SCHOOLS = both(
    en='there must be "schools:", under it the name of each school, and under that "host" or "path", and "data"',
    ar="يجب أن يكون في الملف المفتاح schools، وتحته اسم كل مدرسة، وتحت الاسم host أو path، ثم data",
)


@dataclass(frozen=True)
class School:
    """A school of the file: its name there, the name that people call it, its settings, and where readers reach it.

    It has hosts, or the path ``config.prefix`` of any other host.
    """

    name: str
    title: str
    config: Config
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Entry:
    """A school as it stands in the file."""

    name: str
    node: Node
    reader: _Reader

    def text(self, key: str) -> str:
        """The value of a key; empty where there is none. A list or a table is reported."""
        value = self.node.step(key)
        if value is None or value.value is None:
            return ""
        if isinstance(value.value, str):
            return value.value.strip()
        self.report(key, "type", en=f'"{key}" must be one value', ar=f"يجب أن تكون للمفتاح {key} قيمة واحدة")
        return ""

    def texts(self, key: str) -> list[str]:
        """The values of a key that may be a list."""
        value = self.node.step(key)
        if value is None or not isinstance(value.value, list):
            return [text for text in (self.text(key),) if text]
        return [item.value.strip() for item in value.value if isinstance(item.value, str)]

    def report(self, key: str, rule: str, *, en: str, ar: str) -> None:
        self.reader.report(self.node.at([key]), rule, both(en=f"{self.name}: {en}", ar=f"{self.name}: {ar}"))


def read_schools(file: Path, base: Config) -> tuple[list[School], list[Problem]]:
    """Read the schools of a file, in its order, and its faults; with a fault there are no schools.

    ``base`` has the settings that are the same for all. A path in the file is looked for beside the file.
    """
    _refuse_settings_of_one(base)
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UserError(
            en=f"{file} cannot be read: {error.strerror} (--schools)", ar="تعذرت قراءة ملف المدارس", code=2
        ) from error
    tree, problems = read_tree(raw, str(file))
    reader = _Reader(file, base, [problem for problem in problems if problem.severity == "error"])
    schools = reader.schools(tree) if tree else []
    return ([] if reader.problems else schools), sorted(reader.problems, key=lambda problem: problem.line)


def _refuse_settings_of_one(base: Config) -> None:
    """UserError for settings that would be shared by all schools, or that the file takes the place of."""
    given = {"FAHM_SECRET": base.secret, "FAHM_DATABASE": base.database, "FAHM_PREFIX": base.prefix}
    for name, value in given.items():
        if value:
            raise UserError(
                en=f"{name} is of one school. Unset it: with --schools, each school has its own in the file.",
                ar=f"المتغير {name} لمدرسة واحدة. ألغه، فلكل مدرسة قيمتها في ملف المدارس.",
                code=2,
            )


class _Reader:
    """Reads the entries one after the other, and keeps what must not come twice."""

    def __init__(self, file: Path, base: Config, problems: list[Problem]) -> None:
        self.problems = problems
        self._file, self._base = file, base
        self._taken: dict[tuple[str, str], str] = {}

    def report(self, place: tuple[int, int], rule: str, message: str) -> None:
        self.problems.append(Problem(str(self._file), *place, rule, message))

    def problems_of(self, entry: _Entry, key: str) -> bool:
        """Tell whether a value was reported already."""
        return any((problem.line, problem.column) == entry.node.at([key]) for problem in self.problems)

    def schools(self, tree: Node) -> list[School]:
        """All schools; those with faults are left out."""
        listed = tree.step("schools")
        if listed is None or not isinstance(listed.value, dict) or not listed.value:
            self.report((tree.line, tree.column), "schools", NO_SCHOOLS)
            return []
        self._unknown_keys(tree, ("schools",))
        schools = [self._school(name, node, listed.keys[name]) for name, node in listed.value.items()]
        sound = [school for school in schools if school]
        folders = Counter(school.config.content for school in sound)
        return [_kept_by_files(school) if folders[school.config.content] > 1 else school for school in sound]

    def _school(self, name: str, node: Node, place: tuple[int, int]) -> School | None:
        if not _NAME.fullmatch(name):
            self.report(
                place,
                "name",
                both(
                    en=f'"{name}" is no name of a school: use a-z, digits and hyphens, such as north-1',
                    ar=f"لا يصلح «{name}» اسمًا هنا. استعمل حروفًا لاتينية صغيرة وأرقامًا، مثل north-1.",
                ),
            )
            return None
        if not isinstance(node.value, dict):
            self.report(place, "schools", NO_SCHOOLS)
            return None
        self._unknown_keys(node, KEYS)
        entry = _Entry(name, node, self)
        hosts, path = tuple(map(str.lower, entry.texts("host"))), entry.text("path").rstrip("/")
        self._reached(entry, hosts, path)
        config = replace(
            self._base,
            data=self._data(entry),
            content=self._content(entry),
            database=self._database(entry),
            school=entry.text("id") or "default",
            prefix=path,
            hosts=frozenset(hosts) or self._base.hosts,
        )
        if config.database or self._taken.get(("data", str(config.data))) == name:
            self._once(entry, "database", locate_database(config.database_url).absolute_url())
        return School(name, entry.text("name"), config, hosts)

    def _unknown_keys(self, node: Node, known: tuple[str, ...]) -> None:
        for key, place in node.keys.items():
            if key not in known:
                self.report(place, "unknown-key", unknown_key(key, known))

    def _reached(self, entry: _Entry, hosts: tuple[str, ...], path: str) -> None:
        if bool(hosts) == bool(path):
            entry.report(
                "host",
                "address",
                en='give it "host: north.example.org" or "path: /north", and only one of them',
                ar="اكتب host: north.example.org أو path: /north، أحدهما فقط",
            )
        for host in hosts:
            if not _HOST.fullmatch(host):
                entry.report(
                    "host",
                    "host",
                    en=f'"{host}" is no host name. Write it without http:// and without a port.',
                    ar=f"لا يصلح «{host}» اسم مضيف. اكتبه بلا http:// وبلا رقم منفذ.",
                )
            self._once(entry, "host", host)
        if path and not _PATH.fullmatch(path):
            entry.report(
                "path",
                "path",
                en=f'"{path}" is no plain path such as /north',
                ar=f"لا يصلح «{path}» مسارًا. اكتب مثلًا ‎/north",
            )
        for (kind, other), owner in self._taken.items():
            if path and kind == "path" and _lie_in_one_another(path, other):
                entry.report(
                    "path",
                    "path",
                    en=f'"{path}" and "{other}" of {owner} lie in one another: browsers would mix their cookies',
                    ar=f"أحد المسارين «{path}» و«{other}» (مدرسة {owner}) داخل الآخر، فتختلط ملفات الارتباط في المتصفح",
                )
        if path:
            self._once(entry, "path", path)

    def _once(self, entry: _Entry, key: str, value: str) -> None:
        """Report what another school has already."""
        owner = self._taken.setdefault((key, value), entry.name)
        if owner != entry.name:
            entry.report(
                key,
                "shared",
                en=f'"{key}" is the same as that of {owner}. Schools share nothing: give each its own.',
                ar=f"قيمة {key} هي نفسها عند المدرسة {owner}. لا تشترك المدارس في شيء؛ أعطِ كل مدرسة قيمتها.",
            )

    def _data(self, entry: _Entry) -> Path:
        typed = entry.text("data")
        if not typed and not self.problems_of(entry, "data"):
            entry.report(
                "data",
                "data",
                en='"data" is missing: the folder of its key and records, such as data: schools/north',
                ar="المفتاح data ناقص، وهو مجلد مفتاح المدرسة وسجلاتها، مثل data: schools/north",
            )
        if not typed:
            return self._base.data / entry.name
        folder = self._beside(typed)
        self._once(entry, "data", str(folder))
        return folder

    def _content(self, entry: _Entry) -> Path:
        typed = entry.text("content")
        folder = self._beside(typed) if typed else self._base.content.resolve()
        if not (folder / "questions").is_dir() or not (folder / "seeds").is_dir():
            entry.report(
                "content",
                "content",
                en=f"{folder} has no seeds/ and questions/. Name the folder that holds both.",
                ar="لا يوجد في مجلد المحتوى المجلدان seeds و questions. اكتب المجلد الذي يضمهما.",
            )
        return folder

    def _database(self, entry: _Entry) -> str | None:
        typed = entry.text("database")
        if not typed:
            return None
        try:
            return locate_database(typed).absolute_url()
        except UserError as error:
            entry.report("database", "database", en=error.en, ar=error.ar)
            return None

    def _beside(self, typed: str) -> Path:
        return (self._file.parent / Path(typed).expanduser()).resolve()


def _lie_in_one_another(one: str, other: str) -> bool:
    return one.startswith(f"{other}/") or other.startswith(f"{one}/")


def _kept_by_files(school: School) -> School:
    """The school without editing at the desk: what one school changes would change in another."""
    return replace(school, config=replace(school.config, web_editing=False))
