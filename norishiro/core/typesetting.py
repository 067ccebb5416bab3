"""A process of its own that turns one HTML text into one PDF: ``python -m norishiro.core.typesetting``.

Apart from the server for three reasons: the typesetter holds 250 MB once used, a hostile text can cost it only its
own life, and Pango may be missing on a machine where everything else works. It reads HTML from standard input and
writes the PDF to standard output. It fetches nothing: no file, no network, only ``data:`` inside the text.

Several texts go through one process (``… many``), because starting it takes as long as ten pages: a JSON list comes in,
and each PDF goes out after its length in eight bytes.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pylopdf_fonts_jp

STYLE = Path(__file__).parent / "static" / "core" / "sheet.css"
LETTERS = pylopdf_fonts_jp.sans_path().parent
# The machine's own letters, and ours beside them: a bare server has none for Japanese (docs/adr/0014).
LETTERS_FOUND_IN = f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{LETTERS}</dir></fontconfig>
"""

# What the caller understands (core.documents).
NO_ENGINE = 3
MANY = "many"
LENGTH = 8


def main() -> int:
    with TemporaryDirectory() as folder:
        settings = Path(folder) / "fonts.conf"
        settings.write_text(LETTERS_FOUND_IN, encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(settings)
        return set_in_type()


def set_in_type() -> int:
    """HTML from standard input, PDF to standard output."""
    try:
        # Loads Pango, which is Debian's and may not be there.
        from weasyprint import CSS, HTML, URLFetcher  # noqa: PLC0415
    except (ImportError, OSError) as missing:
        sys.stderr.write(str(missing).splitlines()[0])
        return NO_ENGINE
    inside_only = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    style = CSS(filename=str(STYLE))

    def set_type(text: str) -> bytes:
        page = HTML(string=text, url_fetcher=inside_only)
        return bytes(page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1"))

    given = sys.stdin.buffer.read().decode("utf-8")
    if sys.argv[1:] == [MANY]:
        _answer_many(json.loads(given), set_type)
    else:
        sys.stdout.buffer.write(set_type(given))
    return 0


def _answer_many(texts: list[str], set_type: Callable[[str], bytes]) -> None:
    for text in texts:
        sheet = set_type(text)
        sys.stdout.buffer.write(len(sheet).to_bytes(LENGTH, "big") + sheet)


if __name__ == "__main__":
    raise SystemExit(main())
