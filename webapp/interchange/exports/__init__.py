"""Export formats of recorded attempts, by the name that ``fahm answers --to`` takes.

A new format is a module here with a function ``write(attempts, out, context)``, and a line in the registry. The other
modules export something else: the saved words of a learner for Anki, and the whole record of one learner.
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
