"""Where names are hidden, none may be written."""

from __future__ import annotations

from collections.abc import Collection

from norishiro.core.verdict import Verdict, when


def anonymous_text(*, names_found: Collection[str]) -> Verdict:
    """A text that hides names may not contain one.

    根拠: 個人情報の保護に関する法律第69条（匿名で扱う会議に個人の情報を出さない）
    """
    found = "、".join(f"「{name}」" for name in sorted(names_found))
    return when(
        bool(names_found),
        "text",
        f"名前を伏せる議題に、{found}が書かれています。呼び方（本人・母・長男など）に書きかえてください。",
    )
