"""Compiled modules are kept, whatever the environment says: else each of the many processes that tests start has to
compile all of Fahm, which takes it longer than what it is started for, and the suite a quarter of its time."""

from __future__ import annotations

import os
import sys

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
