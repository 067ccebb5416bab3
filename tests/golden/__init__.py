"""Texts compared whole. Written anew with NORISHIRO_WRITE_GOLDEN=1, and then read before they are kept."""

from __future__ import annotations

import os
from pathlib import Path


def same_as_golden(path: Path, text: str, *, wrapped: bool = False) -> None:
    """The text is what stands in the file; with NORISHIRO_WRITE_GOLDEN set, the file is written instead and the test fails.

    ``wrapped``: set in type, where a line ends depends on the letters of the machine and is not compared.
    """
    if os.environ.get("NORISHIRO_WRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        raise AssertionError(f"{path.name} を書きました。読んでから、もう一度試してください。")
    kept = path.read_text(encoding="utf-8")
    if wrapped:
        text, kept = text.replace("\n", ""), kept.replace("\n", "")
    assert text == kept
