"""A process of its own that turns one HTML text into one PDF: ``python -m norishiro.core.typesetting``.

Apart from the server for three reasons: the typesetter holds 250 MB once used, a hostile text can cost it only its
own life, and Pango may be missing on a machine where everything else works. It reads HTML from standard input and
writes the PDF to standard output. It fetches nothing: no file, no network, only ``data:`` inside the text.
"""

from __future__ import annotations

import sys
from pathlib import Path

STYLE = Path(__file__).parent / "static" / "core" / "sheet.css"

# What the caller understands (core.documents).
NO_ENGINE = 3


def main() -> int:
    try:
        # Loads Pango, which is Debian's and may not be there.
        from weasyprint import CSS, HTML, URLFetcher  # noqa: PLC0415
    except (ImportError, OSError) as missing:
        sys.stderr.write(str(missing).splitlines()[0])
        return NO_ENGINE
    text = sys.stdin.buffer.read().decode("utf-8")
    inside_only = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    page = HTML(string=text, url_fetcher=inside_only)
    sys.stdout.buffer.write(page.write_pdf(stylesheets=[CSS(filename=str(STYLE))], pdf_variant="pdf/ua-1"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
