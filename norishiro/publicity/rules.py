"""What may be made public. Pure."""

from __future__ import annotations

import re
from datetime import date

from norishiro.core.verdict import Verdict, when

MODEL = "ja"
LONGEST_TEXT = 10_000
MOST_CODES = 50
AHEAD = "まだ来ていない日です。日付を確かめてください。"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


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


def may_keep_item(
    *, kind_known: bool, taken: bool, issued_on: date, until_on: date | None, part_of_gathering: bool
) -> Verdict:
    """May this be entered as made known?

    根拠: 社会福祉法第75条第2項（必要な情報を容易に得られるように）
    """
    return (
        when(not kind_known, "kind", "この種類は一覧にありません。選びなおしてください。")
        & when(taken, "title", "同じ題と版のものが、もうあります。版・号を変えるか、それに書き足してください。")
        & when(until_on is not None and until_on <= issued_on, "until_on", "終わりは、出した日より後にしてください。")
        & when(not part_of_gathering, "campaign", "まとめられるのは「周知の取り組み」だけです。選びなおしてください。")
    )  # fmt: skip


def may_keep_leave(*, given_on: date, until_on: date | None, today: date) -> Verdict:
    """May this be kept as somebody's leave to be shown?

    根拠: 個人情報の保護に関する法律第69条第2項第1号（本人の同意）
    """
    return when(given_on > today, "given_on", AHEAD) & when(
        until_on is not None and until_on <= given_on, "until_on", "終わりは、了承の日より後にしてください。"
    )


def may_publish_item(*, live: bool, shows_people: bool, leaves: int, lapsed: int, about: str) -> Verdict:
    """May this be told to everybody? With people or works in it, only with the leave of all of them.

    根拠: 個人情報の保護に関する法律第69条第2項第1号（本人の同意）
    """
    return (
        when(live, "publish", "もう公開しています。")
        & when(not about.strip(), "publish", "公開する文がまだありません。「直す」で、中身を書いてください。")
        & when(
            shows_people and not leaves, "publish",
            "人や作品がうつっています。「了承を残す」で、だれの了承をどのように受けたかを書くと、公開できます。",
        )
        & when(lapsed > 0, "publish", "期限のすぎた了承があります。もう一度了承を受けて、新しく残してください。")
    )  # fmt: skip


def may_hand_out(*, given_on: date, today: date, number: int, named: int, found: bool) -> Verdict:
    """May this be entered as brought to a place?

    根拠: 社会福祉法第75条第2項（必要な情報を容易に得られるように）
    """
    return (
        when(given_on > today, "given_on", AHEAD)
        & when(number < 1, "number", "1以上にしてください。")
        & when(named == 0, "agency", "どこに届けたかを、機関・居場所・そのほかの場所のどれか一つに書いてください。")
        & when(named > 1, "agency", "届けた先は、どれか一つだけにしてください。二か所なら、二回に分けて残します。")
        & when(named == 1 and not found, "place", "この名前の居場所は台帳にありません。「そのほかの場所」に書いてください。")
    )  # fmt: skip


def may_undo(*, undone: bool, why: str) -> Verdict:
    """May what was written wrongly be taken back?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(undone, "why", "もう取り消してあります。") & when(
        not why.strip(), "why", "取り消すわけを書いてください（例：部数をまちがえた）。"
    )


def may_note(*, noted_on: date, today: date, words: str = "-") -> Verdict:
    """May this be kept with what was made known?

    根拠: 社会福祉法第75条第2項（必要な情報を容易に得られるように）
    """
    return when(noted_on > today, "noted_on", AHEAD) & when(
        not words.strip(), "words", "ことばを書いてください。"
    )


def may_count_people(*, held: bool, issued_on: date, today: date) -> Verdict:
    """May it be written how many came?

    根拠: 社会福祉法第106条の4第2項第3号（地域の人が集まり、互いに知り合う場）
    """
    return when(not held, "came", "来た人を書くのは、説明会・フォーラム・催しだけです。") & when(
        held and issued_on > today, "came", "まだひらいていません。終わってから書いてください。"
    )


def may_make_code(*, page_live: bool, item_live: bool, codes: int) -> Verdict:
    """May a code be printed that leads there? Somebody who opens it must find something.

    根拠: 個人情報の保護に関する法律第66条（だれが開いたかを持たない）
    """
    return when(
        not page_live and not item_live, "page",
        "開く先がまだ公開されていません。公開のページを選ぶか、先にこの広報物を公開してください。",
    ) & when(codes >= MOST_CODES, "where", f"一つの広報物に付けられるコードは{MOST_CODES}までです。使わないものを終えてください。")  # fmt: skip
