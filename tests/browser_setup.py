"""Find a Chromium for the browser tests; run as a program, also try to install one.

``find_browser()`` answers with the path of a browser, or None. ``python tests/browser_setup.py`` prints what it
found; where there is none it installs Debian's (as root) or Playwright's, and where that fails too it ends with 1
under CI=true and with a warning elsewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

COMMANDS = (
    "chromium-headless-shell",  # the same pages for two thirds of the processor's time: it draws no window around them
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
APPLICATIONS = (  # macOS
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
PROGRAMS = (  # Windows
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
BUNDLED = (  # inside Playwright's folder of browsers
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
    "chromium_headless_shell-*/*/*headless*shell*",
)
INSTALL_SECONDS = 900
MISSING = (
    "no Chromium, Chrome or Edge was found: install Chromium, or name a browser in FAHM_BROWSER.",
    "لم أجد متصفِّح Chromium أو Chrome أو Edge: ثبِّت Chromium أو اذكر مسار متصفِّح في FAHM_BROWSER.",
)


def find_browser() -> str | None:
    """The browser that FAHM_BROWSER names (that one or none), else the first of the usual ones that starts."""
    named = os.environ.get("FAHM_BROWSER")
    if named:
        return shutil.which(named)
    return next((path for path in _candidates() if _starts(path)), None)


def in_ci() -> bool:
    """Whether a missing browser is a failure rather than a reason to skip."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, COMMANDS))
    if sys.platform == "darwin":
        yield from _files((Path("/Applications"), Path.home() / "Applications"), APPLICATIONS)
    if sys.platform == "win32":
        folders = (os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))
        yield from _files((Path(folder) for folder in folders if folder), PROGRAMS)
    yield from _bundled()


def _files(folders: Iterator[Path] | tuple[Path, ...], names: tuple[str, ...]) -> Iterator[str]:
    for folder in folders:
        yield from (str(folder / name) for name in names if (folder / name).is_file())


def _bundled() -> Iterator[str]:
    """The browsers that Playwright downloaded for itself, newest first."""
    usual = {"darwin": "Library/Caches", "win32": "AppData/Local"}.get(sys.platform, ".cache")
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folder = Path(chosen) if chosen else Path.home() / usual / "ms-playwright"
    for pattern in BUNDLED:
        for path in sorted(folder.glob(pattern), reverse=True):
            if path.is_file() and os.access(path, os.X_OK):
                yield str(path)


def _starts(path: str) -> bool:
    """Ubuntu has a `chromium-browser` that only says how to install one. Elsewhere --version may open a window."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def run(*command: str) -> bool:
    """Show a command and run it, asking nothing; whether it went well."""
    print("→", *command, flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, env=quiet, timeout=INSTALL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  {error}", file=sys.stderr)
        return False
    return done.returncode == 0


def is_root() -> bool:
    """Whether packages of the system may be installed."""
    return sys.platform != "win32" and os.geteuid() == 0


def install_browser() -> str | None:
    """Install one from Debian's packages (as root), else Playwright's own; say so first."""
    print("→ No browser yet; installing Chromium | لا يوجد متصفِّح بعد؛ أُثبِّت Chromium", flush=True)
    if shutil.which("apt-get") and is_root():
        run("apt-get", "update", "-qq")
        for package in COMMANDS[:2]:
            if run("apt-get", "install", "-y", "-qq", "--no-install-recommends", package):
                break
    found = find_browser()
    if found is None:
        run(sys.executable, "-m", "playwright", "install", "chromium")
        found = find_browser()
    return found


def main() -> int:
    """Print the browser; 1 if there is none and this is CI."""
    found = find_browser()
    if found is None and not os.environ.get("FAHM_BROWSER"):
        found = install_browser()
    if found is not None:
        print(f"  {found}")
        return 0
    mark = "✗" if in_ci() else "⚠ browser-missing (the browser tests will be skipped | ستُتخطَّى اختبارات المتصفِّح):"
    named = os.environ.get("FAHM_BROWSER")
    for line in (f"FAHM_BROWSER names no program: {named}",) if named else MISSING:
        print(mark, line, file=sys.stderr)
    return 1 if in_ci() else 0


if __name__ == "__main__":
    sys.exit(main())
