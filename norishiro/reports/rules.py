"""When a month may be closed, how a yearly summary comes to be released, and which numbers it may not tell. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from norishiro.core.verdict import Verdict, when

LAW_ENTRUSTED = "地方自治法第234条の2第1項"
# Fewer than this many might be known by their number.
SMALL = 5


def may_close_month(
    *, entitled: bool, whole: bool, after: date, today: date, closed: bool, differs: bool
) -> Verdict:
    """May the month be closed: by somebody entitled who counts all of it, when it is over, and only if something is new?

    根拠: 地方自治法第234条の2第1項（委託した事業の履行の確認。出した数は、出したときのまま残す）
    """
    return (
        when(
            not entitled,
            "entitled",
            "月報を締められるのは、「月報を締める」の役割の人です。所属長か統括に頼んでください。",
            law=LAW_ENTRUSTED,
        )
        & when(
            not whole,
            "whole",
            "このまとまりは、あなたには自分の機関の記録しか数えられません。「件数を見る」の役割の人が締めます。",
            law=LAW_ENTRUSTED,
        )
        & when(
            after > today, "over", "月が終わっていません。月が変わってから締めてください。", law=LAW_ENTRUSTED
        )
        & when(
            closed and not differs,
            "same",
            "この月報はもう締めてあり、そのあと変わった記録はありません。",
            law=LAW_ENTRUSTED,
        )
    )


def may_decide_counted(*, entitled: bool, reason: str) -> Verdict:
    """May it be decided under which 事業 a visit counts that was written down under two: by whoever closes months, with a reason?

    根拠: 社会福祉法第106条の4第2項（事業ごとの実績）、地方自治法第234条の2第1項
    """
    return when(
        not entitled, "entitled",
        "どちらの事業で数えるかを決められるのは、「月報を締める」の役割の人です。所属長か統括に頼んでください。",
        law=LAW_ENTRUSTED,
    ) & when(not reason.strip(), "reason", "わけを書いてください。あとで数を見た人が、なぜかを読みます。")  # fmt: skip


# --- what a breakdown may not tell ------------------------------------------------------------------------------


def is_small(number: int) -> bool:
    """Might somebody be known by it?

    根拠: 個人情報の保護に関する法律第66条（5未満。仮の決まり）
    """
    return 0 < number < SMALL


def hidden_in(
    parts: Mapping[str, int], *, whole: int, whole_hidden: bool = False, told: Collection[str] = (),
    kept: Collection[str] = (),
) -> tuple[frozenset[str], bool]:  # fmt: skip
    """Which parts of a sum are not told, and whether the sum itself is not: the small ones, and one more where the small ones
    could be worked out. Where that would not do either, no part is told; with fewer than two unknown parts neither is the sum.

    ``told``: parts whose number stands in something released before. ``kept``: parts that were hidden there, and stay so.
    Whether it does is asked of what will stand on the paper alone (``_is_safe``): so whoever knows this rule, and asks which
    numbers would have led to this very paper, finds at least two answers for every hidden part (tested in all small worlds).

    根拠: 個人情報の保護に関する法律第66条（差し引きで一人が分かる数を出さない。仮の決まり）
    """
    everything, known, held = frozenset(parts), set(told), set(kept)
    small = {key for key, number in parts.items() if is_small(number)} | (everything & held)
    if whole_hidden or is_small(whole):
        return everything, True
    if not small:
        return frozenset(), False
    others = sorted((parts[key], key) for key in everything - small - known if parts[key])
    for more in (0, 1):
        hidden = small | {key for _number, key in others[:more]}
        left = min((number for number, _key in others[more:]), default=None)
        if _is_safe(parts, hidden - known, left=left, free=bool((hidden & held) - known)):
            return frozenset(hidden), False
    return everything, len(everything - known) < MOST_KNOWN


# As many parts at least must stay unknown together.
MOST_KNOWN = 2


def _is_safe(parts: Mapping[str, int], hidden: Collection[str], *, left: int | None, free: bool) -> bool:
    """Could every hidden part be at least two numbers? Told from how many are hidden, what they are together, and the least
    number that is shown (``left``); ``free``: one of them was hidden before, so it may be anything."""
    count, together = len(hidden), sum(parts[key] for key in hidden)
    if count < MOST_KNOWN or together < count + SMALL - 1:
        return False
    if free or together < count * (SMALL - 1):
        return True
    # Any one of them may be the one that was added, and the others small: with a sum that could not stand alone.
    fewest, most = count - 1, min(count + SMALL - 3, (count - 1) * (SMALL - 1))
    return any(
        together - rest >= SMALL and (left is None or together - rest < left)
        for rest in range(fewest, most + 1)
    )


# --- the yearly summary -----------------------------------------------------------------------------------------

LAW_TOLD = "社会福祉法第75条第2項"


def may_open_summary(*, entitled: bool, whole: bool, begun: bool, open_already: bool) -> Verdict:
    """May a year be summed up: by whoever writes for everybody and counts all of it, once at a time?

    根拠: 社会福祉法第75条第2項（必要な情報を容易に得られるように）
    """
    return (
        when(not entitled, "scope", "年度のまとめを書けるのは、「広報と公開のページを書く」役割の人です。", law=LAW_TOLD)
        & when(not whole, "scope", "このまとまりは、あなたには自分の機関の記録しか数えられません。自分の機関を選んでください。")
        & when(not begun, "year", "まだ始まっていない年度です。年度を選びなおしてください。")
        & when(open_already, "year", "このまとまりの、この年度の書きかけがもうあります。一覧から開いてください。")
    )  # fmt: skip


def may_write_summary(*, entitled: bool, mine: bool, draft: bool) -> Verdict:
    """May words and stories be changed: by the agency that writes it, while nobody is asked to approve it?

    根拠: 社会福祉法第75条第2項（必要な情報を容易に得られるように）
    """
    return (
        when(not entitled, "entitled", "書けるのは、「広報と公開のページを書く」役割の人です。", law=LAW_TOLD)
        & when(not mine, "mine", "書けるのは、このまとめを書いている機関の人です。")
        & when(
            not draft, "draft",
            "確認をたのんだあとは、書きかえられません。直すときは、たのむのをやめるか、次のまとめを作ってください。",
        )
    )  # fmt: skip


def may_ask_review(*, may_write: Verdict, empty: bool, reviewers: int) -> Verdict:
    """May somebody else be asked to approve it: when it says something, and somebody is there who may?

    根拠: 個人情報の保護に関する法律第66条（出す前に、ほかの人が確かめる）
    """
    return (
        may_write
        & when(
            empty, "empty", "数も文もまだありません。記録ができるか、「取組・声・来年度を書く」で書いてから、たのんでください。"
        )
        & when(
            reviewers == 0,
            "reviewers",
            "確認できる人（「月報を締める」役割の、ほかの人）がいません。所属長か統括の登録を頼んでください。",
        )
    )  # fmt: skip


def may_take_back(*, mine: bool, asked: bool) -> Verdict:
    """May the asking be taken back: by the agency that asked, until it is answered?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(not asked, "asked", "いまは、確認を待っていません。") & when(
        not mine, "mine", "やめられるのは、このまとめを書いている機関の人です。"
    )


def may_review(*, entitled: bool, whole: bool, own: bool, asked: bool) -> Verdict:
    """May it be approved or given back: by somebody else, who may close months and counts all of it?

    根拠: 個人情報の保護に関する法律第66条（書いた人とは別の人が確かめる）、地方自治法第234条の2第1項
    """
    return (
        when(not asked, "asked", "いまは、確認を待っていません。")
        & when(
            not entitled, "entitled", "確認できるのは、「月報を締める」役割の人です。所属長か統括に頼んでください。",
            law=LAW_ENTRUSTED,
        )
        & when(not whole, "whole", "このまとまりを全部数えられる人（「件数を見る」役割か、その機関の人）が確認します。")
        & when(own, "own", "書いた人・たのんだ人は、自分では承認できません。ほかの人に見てもらってください。")
    )  # fmt: skip


def may_return(*, may_review: Verdict, words: str) -> Verdict:
    """May it be given back: with a reason?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return may_review & when(not words.strip(), "words", "どこを直してほしいかを書いてください。")


def may_offer_summary(*, entitled: bool, released: bool, offered: bool) -> Verdict:
    """May it become the draft of a public page: released, and once?

    根拠: 社会福祉法第75条第2項（必要な情報を容易に得られるように）
    """
    return (
        when(not entitled, "entitled", "公開のページを作れるのは、「広報と公開のページを書く」役割の人です。", law=LAW_TOLD)
        & when(not released, "released", "公開のページにできるのは、承認されたまとめだけです。")
        & when(offered, "offered", "このまとめの公開のページは、もうあります。")
    )  # fmt: skip
