"""``python -m tools.sbom``: what Fahm is made of, as a CycloneDX list and as a table of licences.

Everything is read off the packages that are installed here, beginning with Fahm's own requirements.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

OURS = "fahm"
LONGEST_NAME = 40
# Where the licence stands in a file and in no field.
KNOWN = {"pysqlite3": "Zlib"}
SPDX = {
    "Apache Software License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXPRESSION = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")


@dataclass(frozen=True)
class Component:
    """One installed package; ``needs`` are the names of those that it requires and that are installed too."""

    name: str
    version: str
    licence: str
    needs: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its address among packages."""
        return f"pkg:pypi/{self.name}@{self.version}"


def normalized(name: str) -> str:
    """A package's name as indexes write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def components() -> list[Component]:
    """Fahm first, then all that it runs on by name; what only another system or Python needs is not among them."""
    found: dict[str, Component] = {}
    waiting = [OURS]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _component(distribution(name))
            waiting += found[name].needs
    return sorted(found.values(), key=lambda one: (one.name != OURS, one.name))


def _component(package: Distribution) -> Component:
    name = normalized(package.metadata["Name"])
    return Component(name, package.version, licence_of(name, package.metadata), tuple(_needs(package)))


def _needs(package: Distribution) -> list[str]:
    names = set()
    for line in package.requires or ():
        requirement, _, marker = line.partition(";")
        found = _NAME.match(requirement.strip())
        if found and "extra" not in marker and _installed(normalized(found[0])):
            names.add(normalized(found[0]))
    return sorted(names)


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def licence_of(name: str, metadata: Any) -> str:
    """An SPDX expression where the package gives one or it can be told, else the words that it uses."""
    fields: Mapping[str, str] = {key: str(value) for key, value in metadata.items()}
    if fields.get("License-Expression"):
        return fields["License-Expression"]
    said = fields.get("License", "").strip()
    marks = [line.split(" :: ")[-1] for line in metadata.get_all("Classifier") or () if line.startswith("License :: ")]
    short = [said] if said and len(said) <= LONGEST_NAME and "\n" not in said else []
    words = (*short, *marks)
    return next((SPDX.get(word, word) for word in words if word != "OSI Approved"), KNOWN.get(name, "?"))


def bom(parts: list[Component]) -> dict[str, Any]:
    """The list as CycloneDX 1.5; the same for the same packages."""
    ours, *others = parts
    known = {one.name: one for one in parts}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": _entry(ours, "application")},
        "components": [_entry(one, "library") for one in others],
        "dependencies": [{"ref": one.purl, "dependsOn": [known[name].purl for name in one.needs]} for one in parts],
    }


def _entry(one: Component, kind: str) -> dict[str, Any]:
    spdx = _EXPRESSION.fullmatch(one.licence)
    licence = {"expression": one.licence} if spdx else {"license": {"name": one.licence}}
    named = {"type": kind, "bom-ref": one.purl, "name": one.name, "version": one.version}
    return {**named, "licenses": [licence], "purl": one.purl}


def row(one: Component) -> str:
    """One package in the table of licences."""
    return f"| {one.name} | {one.version} | {one.licence} |"


def table(parts: list[Component]) -> str:
    """The page docs/licences.md."""
    head = (
        "# Licences of what Fahm runs on",
        "",
        "Written by `python -m tools.sbom --licences docs/licences.md` from what the installed packages say",
        "of themselves; what only `make test` needs is not served to anybody and is not here. The fonts and their",
        "licence (SIL OFL 1.1) lie in `webapp/static/fonts/`. Where a package gives no SPDX expression, its own words",
        "stand here.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
    )
    return "\n".join([*head, *(row(one) for one in parts), ""])


def main(words: list[str]) -> int:
    """``[FILE] [--licences FILE]``: write the list (to standard output without FILE), the table, or both."""
    parts = components()
    if "--licences" in words:
        at = words.index("--licences")
        Path(words[at + 1]).write_text(table(parts), encoding="utf-8")
        words = words[:at] + words[at + 2 :]
        if not words:
            return 0
    made = json.dumps(bom(parts), ensure_ascii=False, indent=2) + "\n"
    if words:
        Path(words[0]).write_text(made, encoding="utf-8")
        sys.stdout.write(table(parts))
    else:
        sys.stdout.write(made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
