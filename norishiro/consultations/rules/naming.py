"""What whole agencies or everybody can read names nobody. Pure."""

from __future__ import annotations

from collections.abc import Collection

from norishiro.core.verdict import Verdict, when


def names_nobody(*, names: Collection[str], field: str) -> Verdict:
    """May this text stand where people read it who may not know of whoever is named?

    根拠: 個人情報の保護に関する法律第66条、個人情報の保護に関する法律第69条
    """
    return when(
        bool(names), field,
        f"登録されている人の名前が文の中にあります（{'、'.join(sorted(names))}）。だれのことか分からないように書きなおしてください。",
    )  # fmt: skip
