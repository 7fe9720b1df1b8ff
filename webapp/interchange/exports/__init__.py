"""Export formats of recorded attempts, by the name that ``fahm answers --to`` takes.

A new format is a module here with a function that takes ``(attempts, out, context)``, as ``write_csv`` does, and a
line in ``EXPORTERS``::

    Exporter("csv", CSV_TYPE, binary=False, write=write_csv)

``parquet_folder`` writes a folder in place of one file. The other modules export no list of attempts: one writes a
learner's saved words for Anki, one a learner's whole record.
"""

from webapp.interchange.exports.attempts_jsonl_csv import write_csv, write_jsonl
from webapp.interchange.exports.attempts_table import write_xlsx
from webapp.interchange.exports.exporter import ExportContext, Exporter
from webapp.interchange.exports.xapi import write_xapi
from webapp.interchange.spreadsheet import CSV_TYPE, XLSX_TYPE

__all__ = ["EXPORTERS", "ExportContext", "Exporter"]

EXPORTERS: dict[str, Exporter] = {
    exporter.name: exporter
    for exporter in (
        Exporter("jsonl", "application/jsonl", binary=False, write=write_jsonl),
        Exporter("csv", CSV_TYPE, binary=False, write=write_csv),
        Exporter("xlsx", XLSX_TYPE, binary=True, write=write_xlsx),
        Exporter("xapi", "application/jsonl", binary=False, write=write_xapi),
    )
}
