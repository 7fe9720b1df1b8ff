"""What is generated is fresh, and what is stale would be named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import generated


def test_everything_that_is_generated_is_fresh() -> None:
    assert list(generated.stale()) == [], "run: make generated"


def test_what_is_missing_or_differs_is_stale(tmp_path: Path) -> None:
    files = {name: lambda: b"new" for name in ("missing", "old", "fresh")}
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "fresh").write_bytes(b"new")
    assert generated.stale(tmp_path, files) == {"missing": b"new", "old": b"new"}


def test_a_check_names_the_files_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generated, "ROOT", tmp_path)
    monkeypatch.setattr(generated, "stale", lambda: {"docs.md": b"new"})
    assert generated.main(check=True) == 1
    assert "docs.md" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
    assert generated.main(check=False) == 0
    assert (tmp_path / "docs.md").read_bytes() == b"new"


def test_one_folder_is_written_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generated, "ROOT", tmp_path)
    monkeypatch.setattr(generated, "stale", lambda: {"docs.md": b"new", "schema.json": b"new"})
    assert generated.main(check=False, folders=("schema",)) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["schema.json"]
