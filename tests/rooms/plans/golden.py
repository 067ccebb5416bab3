"""What a form says, word for word, against what somebody has read and found good (``tests/golden/plans``).

``NORISHIRO_GOLDEN=write`` writes the files anew; read what changed before it is committed.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from pypdf import PdfReader

FOLDER = Path(__file__).resolve().parents[2] / "golden" / "plans"


def words_of_pdf(content: bytes) -> str:
    """Page by page, without the blanks, which differ with the letters a machine has."""
    pages = PdfReader(BytesIO(content)).pages
    return "\n".join("".join(page.extract_text().split()) for page in pages) + "\n"


def words_of_workbook(content: bytes) -> str:
    """Row by row, cell by cell."""
    rows = load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    lines = [" | ".join(str(cell).replace("\n", "⏎") for cell in row if cell is not None) for row in rows]
    return "\n".join(lines) + "\n"


def is_as_found_good(name: str, words: str) -> bool:
    file = FOLDER / name
    if os.environ.get("NORISHIRO_GOLDEN") == "write":
        file.write_text(words, encoding="utf-8")
    return file.read_text(encoding="utf-8") == words
