"""What may be made public. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from norishiro.core.verdict import Verdict, when

MODEL = "ja"
LONGEST_TEXT = 10_000
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def names_nobody(*, names: Collection[str], field: str) -> Verdict:
    """What everybody can read names nobody who is known here.

    根拠: 個人情報の保護に関する法律第69条
    """
    return when(
        bool(names), field,
        f"登録されている人の名前が文の中にあります（{'、'.join(sorted(names))}）。だれでも読めるところなので、だれのことか分からないように書きなおしてください。",
    )  # fmt: skip


def may_keep_page(*, slug: str, taken: bool, topic_known: bool) -> Verdict:
    """May this page stand at this address?

    根拠: 社会福祉法第75条第2項（必要な情報を容易に得られるように）
    """
    return (
        when(
            not SLUG.fullmatch(slug), "slug", "番地は、半角の小文字・数字・ハイフン（-）だけで書いてください。例：hikikomori"
        )
        & when(taken, "slug", "この番地のページがもうあります。別の番地にするか、そのページを直してください。")
        & when(not topic_known, "topic", "この相談先は一覧にありません。選びなおしてください。")
    )  # fmt: skip


def may_publish(*, tongue: str, drafted: bool, waits: bool, model_is_live: bool) -> Verdict:
    """May the draft be made public? The Japanese first: whoever reads no other language then always finds a page.

    根拠: 社会福祉法第75条第2項（必要な情報を容易に得られるように）
    """
    return (
        when(not drafted, "text", "下書きがまだありません。先に書いてください。")
        & when(drafted and not waits, "text", "下書きは、公開しているものと同じです。")
        & when(
            drafted and tongue != MODEL and not model_is_live, "tongue",
            "先に、日本語を公開してください。ほかのことばがないところには、日本語が出ます。",
        )
    )  # fmt: skip


def may_withdraw(*, tongue: str, live: bool, others_live: int) -> Verdict:
    """May it be taken down? The Japanese last.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保。P：古い案内は下げる）
    """
    return when(not live, "text", "いまは公開していません。") & when(
        live and tongue == MODEL and others_live > 0,
        "tongue",
        "先に、ほかのことばを下げてください。日本語がなくなると、そのことばの頁も開けなくなります。",
    )


def may_add_place(*, found: bool, public: bool, there: bool) -> Verdict:
    """May this place stand on the page?

    根拠: 個人情報の保護に関する法律第66条（個人の家・公開しない場をのせない）
    """
    return (
        when(not found, "place", "この名前の居場所は台帳にありません。登録のとおりの名前を選んでください。")
        & when(
            found and not public, "place",
            "この居場所は公開の印がありません。台帳で「公開してよい」にしてから、のせてください。",
        )
        & when(found and there, "place", "この居場所は、もうのっています。")
    )  # fmt: skip
