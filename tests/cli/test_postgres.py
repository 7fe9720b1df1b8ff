"""Commands on a database that PostgreSQL keeps."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from postgres_store import emptied_database
from store.helpers import always, submission
from webapp.cli.main import fahm
from webapp.store import open_store


def run(*words: object) -> Result:
    return CliRunner().invoke(fahm, [str(word) for word in words])


@pytest.mark.parametrize(
    "words",
    [
        ("answers",),
        ("mark",),
        ("regrade", "x"),
        ("report", "x"),
        ("teacher", "invite"),
        ("backup", "copy.db"),
        ("tidy",),
    ],
)
def test_a_server_that_is_not_there_is_one_line_without_the_password(tmp_path: Path, words: tuple[str, ...]) -> None:
    result = run(*words, "--data", tmp_path, "--database", "postgresql://fahm:geheim@127.0.0.1:1/fahm")
    assert result.exit_code in (1, 2)
    assert "geheim" not in result.output
    assert len(result.stderr.splitlines()) == 1 or result.exit_code == 2
    assert result.stderr.startswith("fahm: ") or result.stderr.startswith("Error: "), result.stderr
    assert "Traceback" not in result.output


def test_what_is_recorded_there_is_what_commands_read(tmp_path: Path) -> None:
    with emptied_database() as url:
        with closing(open_store(url)) as store:
            store.record(submission("monday"), always())
        address = ("--data", tmp_path, "--database", url)
        assert "monday" in run("answers", "--to", "csv", *address).stdout
        diagnosis = run("doctor", *address).stdout
        assert "PostgreSQL" in diagnosis
        assert "tries 1" in diagnosis
        refused = run("backup", tmp_path / "copy.db", *address)
        assert refused.exit_code == 1
        assert "pg_dump" in refused.stderr
