"""A content folder that tests may write into, and who works on it."""

from __future__ import annotations

import shutil
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from conftest import ROOT, Desk, Page
from store.helpers import Clock
from webapp.content import LibrarySnapshot
from webapp.store.protocols.content_versions import FileOfText, VersionEntry

SLUG = "river"


class Room:
    """The desk's rooms for one text, and its file."""

    def __init__(self, app: Flask, content: Path, clock: Clock) -> None:
        self.app, self.content, self.clock = app, content, clock
        self.path = content / "questions" / f"{SLUG}.yaml"
        self.address = f"/desk/texts/{SLUG}/yaml"

    @property
    def library(self) -> LibrarySnapshot:
        snapshot: LibrarySnapshot = self.app.extensions["fahm"].library.snapshot
        return snapshot

    def entries(self) -> list[VersionEntry]:
        services = self.app.extensions["fahm"]
        found: list[VersionEntry] = services.store.versions.entries(services.config.school, FileOfText(SLUG))
        return found

    def content_of(self, number: int) -> str:
        services = self.app.extensions["fahm"]
        raw: bytes = services.store.versions.content(services.config.school, FileOfText(SLUG), number)
        return raw.decode()

    def base(self, desk: Desk) -> str:
        """The name of the working copy, as the page of the file has it."""
        return desk.opens(self.address).field("base")

    def publishes(self, desk: Desk) -> Page:
        """Publish the working copy."""
        address = f"/desk/texts/{SLUG}/publish"
        return desk.posts(address, base=desk.opens(address).field("base"))

    def saves(self, desk: Desk, text: str, base: str | None = None, follow: bool = True, **more: str) -> Page:
        """Hand the page of the file in as a browser does."""
        base = self.base(desk) if base is None else base
        return desk.posts(self.address, follow, text=text.replace("\n", "\r\n"), base=base, **more)


def typed_in(page: Page) -> str:
    """What stands in the field of the file, as a browser reads it: without the newline after the tag."""
    return unescape(page.html.partition('id="text"')[2].partition(">")[2].partition("</textarea>")[0])[1:]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name in ("questions", "seeds"):
        (folder / name).mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "content" / "questions" / "river.yaml", folder / "questions")
    shutil.copy(ROOT / "tests" / "content" / "seeds" / "river.txt", folder / "seeds")
    return folder


@pytest.fixture
def texts(app: Flask, content: Path, clock: Clock) -> Room:
    return Room(app, content, clock)
