"""Styles, scripts and fonts: compressed once, with a digest of the contents in the address, so fetched once."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import brotli
from flask import Flask, abort, current_app, request
from flask_compress import Compress
from rcssmin import cssmin
from rjsmin import jsmin
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

FOREVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
PACKED = {"text/css", "text/javascript", "image/svg+xml", "application/manifest+json", "application/json", "text/html"}
BUNDLES = {
    "reading/bundle.css": (
        "reading/questions.css",
        "reading/text_to_speech.css",
        "reading/word_help.css",
        "reading/reading_bar.css",
    ),
    "reading/bundle.js": (
        "reading/answer_form.js",
        "reading/order_question.js",
        "framework/keep_scroll_position.js",
        "reading/text_to_speech.js",
        "reading/arabic_keyboard_opener.js",
        "framework/ajax_forms.js",
        "reading/reading_bar.js",
    ),
}
"""Bundles: files that every paragraph needs, sent as one. A script of a bundle must not ``import``, because it runs in
a block."""
_DARK = re.compile(rb'\[data-theme="dark"\] (\{[^}]*\})')
_URL = re.compile(rb'url\("([^":?#]+)"\)')


@dataclass(frozen=True)
class Asset:
    """One static file. Its ``digest`` costs little; it is ``packed`` when first fetched."""

    digest: str
    mimetype: str
    plain: bytes

    @property
    def encodings(self) -> tuple[str, ...]:
        """Available content encodings, the best first."""
        return ("br", "gzip", "identity") if self.mimetype in PACKED else ("identity",)

    @cached_property
    def packed(self) -> dict[str, bytes]:
        """Bodies by content encoding."""
        if self.mimetype not in PACKED:
            return {"identity": self.plain}
        gzipped = gzip.compress(self.plain, 9, mtime=0)
        return {"br": brotli.compress(self.plain), "gzip": gzipped, "identity": self.plain}


class Assets:
    """Files of one folder, read at the first use and again when they change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, tuple[list[tuple[int, int]], Asset]] = {}
        self._lock = threading.Lock()

    def get(self, name: str) -> Asset | None:
        """File of this name, at any depth; None where there is none, or where it is outside the folder."""
        paths = [self._path(part) for part in BUNDLES.get(name, (name,))]
        if not all(path and path.is_file() for path in paths):
            return None
        stamp = [(status.st_mtime_ns, status.st_size) for path in paths if path for status in [path.stat()]]
        known = self._known.get(name)
        if known is None or known[0] != stamp:
            with self._lock:
                known = self._known[name] = (stamp, self._read([path for path in paths if path], name))
        return known[1]

    def digest(self, name: str) -> str:
        """Digest in the file's address."""
        asset = self.get(name)
        return asset.digest if asset else "0"

    def _path(self, name: str) -> Path | None:
        joined = safe_join(str(self.folder), name)
        return Path(joined) if joined else None

    def _read(self, paths: list[Path], name: str) -> Asset:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        parts = [path.read_bytes() for path in paths]
        body = b"".join(parts)
        if kind == "text/css":
            body = cssmin(_URL.sub(lambda url: self._stamped(url[1].decode(), name), _with_dark(body)))
        elif kind == "text/javascript":
            # Each in a separate block, so that two may use the same name.
            body = jsmin(body if len(parts) == 1 else b"".join(b"{\n%s\n}\n" % part for part in parts))
        return Asset(hashlib.sha256(body).hexdigest()[:10], kind, body)

    def _stamped(self, name: str, sheet: str) -> bytes:
        """Address of a font in a style sheet, with the same digest as the preload."""
        whole = (Path(sheet).parent / name).as_posix()
        path = self.folder / whole
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else "0"
        return f'url("{name}?v={digest}")'.encode()


def _with_dark(sheet: bytes) -> bytes:
    """Repeat the dark colours for devices that prefer dark, unless a theme was chosen.

    A style sheet can say "this theme or that medium" by ``light-dark()`` alone, which only browsers since 2024 have.
    """
    return _DARK.sub(rb"@media (prefers-color-scheme: dark) { :root:not([data-theme]) \1 }\n\g<0>", sheet)


def init_app(app: Flask) -> None:
    """Serve static files from memory, add a digest to their addresses, and compress pages."""
    assets = Assets(Path(str(app.static_folder)))
    app.extensions["assets"] = assets
    app.view_functions["static"] = _static
    # Fast levels: pages are compressed for each reader anew. Brotli's level 4 takes a tenth of a page's whole processor
    # time more than level 3, for 5 % fewer bytes.
    app.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_BR_LEVEL=3, COMPRESS_LEVEL=5, COMPRESS_MIMETYPES=["text/html"]
    )
    Compress(app)

    known: dict[str, str] = {}

    @app.url_defaults
    def stamp(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values:
            name = str(values.get("filename", ""))
            if name not in known or app.debug:  # a release's files do not change while it runs
                known[name] = assets.digest(name)
            values["v"] = known[name]


def _static(filename: str) -> Response:
    """Serve one file: immutable where its address has its digest, else revalidated at each use."""
    assets: Assets = current_app.extensions["assets"]
    asset = assets.get(filename)
    if asset is None:
        abort(404)
    encoding = next((name for name in ("br", "gzip") if _takes(asset, name)), "identity")
    reply = Response(asset.packed[encoding], mimetype=asset.mimetype)
    if encoding != "identity":
        reply.content_encoding = encoding
    if len(asset.encodings) > 1:
        reply.vary.add("Accept-Encoding")
    reply.headers["Cache-Control"] = FOREVER if request.args.get("v") == asset.digest else ASK_EACH_TIME
    reply.set_etag(f"{asset.digest}-{encoding}")
    return reply.make_conditional(request.environ)


def _takes(asset: Asset, encoding: str) -> bool:
    return encoding in asset.encodings and request.accept_encodings.quality(encoding) > 0
