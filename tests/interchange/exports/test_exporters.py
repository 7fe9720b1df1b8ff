"""The registry of export formats."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from recorded_attempts import attempt
from webapp.cli.main import fahm
from webapp.interchange.exports import EXPORTERS, ExportContext, Exporter

ATTEMPT = attempt(
    id="f1.q1",
    learner="salma",
    text="putin",
    version="v1",
    response="بوتين",
    label="بوتين",
    seconds=12.5,
    at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
)


@pytest.mark.parametrize("exporter", EXPORTERS.values(), ids=EXPORTERS)
def test_each_format_writes_an_attempt_to_the_kind_of_stream_it_names(exporter: Exporter) -> None:
    out: io.BytesIO | io.StringIO = io.BytesIO() if exporter.binary else io.StringIO()
    exporter.write([ATTEMPT], out, ExportContext(ATTEMPT.at))
    assert out.getvalue()


def test_the_command_offers_the_formats_of_the_registry_and_refuses_others() -> None:
    shown = CliRunner().invoke(fahm, ["answers", "--help"])
    assert f"[{'|'.join((*EXPORTERS, 'parquet'))}]" in shown.output
    refused = CliRunner().invoke(fahm, ["answers", "--to", "pdf"])
    assert refused.exit_code == 2
    assert all(name in refused.stderr for name in EXPORTERS)
