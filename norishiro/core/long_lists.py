"""A process of its own that sets one long list in type: ``python -m norishiro.core.long_lists``.

What ``core.typesetting`` sets, it sets from the templates of the screens, and a list of thousands of people takes it hours. This one
reads a template of Typst (docs/adr/0085): twenty pages of it take as long as one of the other. Apart from the server because it keeps what it
once set. From standard input it reads where the template is and what it shall say (JSON), and writes the PDF to standard output.
It reads no other file and no network; without the structure for reading aloud, which joining many sheets to one would lose.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typst
from pylopdf_fonts_jp import sans_path

# The machine's own letters come after ours, for characters that ours lack.
LETTERS = ("Noto Sans JP", "Noto Sans CJK JP", "BIZ UDPGothic", "IPAexGothic")


def main() -> int:
    given = json.loads(sys.stdin.buffer.read())
    template = Path(given["template"])
    sheet = typst.compile(
        str(template), root=str(template.parent), font_paths=[str(sans_path().parent)], pdf_tags=False,
        sys_inputs={"data": json.dumps({**given["data"], "letters": LETTERS}, ensure_ascii=False)},
    )  # fmt: skip
    sys.stdout.buffer.write(sheet)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
