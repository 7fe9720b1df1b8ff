"""The content files are compiled in a process of its own while the server loads."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from conftest import ROOT, SLUG
from suite_speedups import forget_the_compiled
from webapp.config import Config
from webapp.server.precompile import compile_ahead


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the server compiles for itself")
def test_what_is_waited_for_is_kept(tmp_path: Path) -> None:
    forget_the_compiled()  # what other tests have compiled is not kept again
    config = Config(content=ROOT, data=tmp_path / "data")
    compile_ahead(config)()
    assert sorted(file.name for file in config.kept.iterdir()) == [f"{SLUG}.json", f"{SLUG}.words.json"]


def test_a_folder_that_cannot_be_made_is_left_to_the_server_to_tell(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    compile_ahead(Config(content=ROOT, data=tmp_path / "file" / "data"))()
    assert capfd.readouterr() == ("", "")
