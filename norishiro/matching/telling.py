"""Limits and points in words: なぜ, 確かでないこと, 足りないこと. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from norishiro.matching.fitting import Judged
from norishiro.resources.catalogue import catalogue, names
from norishiro.resources.choices import Role

WHY = {
    "INTEREST": "関心に近い：{}",
    "DOABLE": "ちょっとできることがある：{}",
    "AREA": "行ける圏域にある",
    "TIME": "行ける時間に開いている：{}",
    "WELCOME": "孤立している人を受け入れると答えている",
    "CONDITIONAL": "条件があれば受け入れると答えている",
    "ROLE": "その形で加われる：{}",
    "QUIET": "静かな場",
    "ALONE": "一人で過ごせる",
    "SILENT": "話さなくてよい",
    "STATE": "似た様子の人が来たことがある：{}",
    "ANYBODY": "だれでも来てよい",
    "TRIAL": "見学・お試しができる",
    "VACANT": "空きがある（あと{}人）",
    "FREE": "無料",
    "SMALL": "少人数",
}
UNSURE = {
    "STALE": "登録が古い（開く日・受け入れ・雰囲気などの答えは、数えていません。電話で確かめてください）",
    "TIME": "開いている時間が分からない",
    "FEE": "費用が分からない",
    "AREA": "どの圏域か分からない",
    "WELCOME_UNKNOWN": "孤立している人を受け入れるか、まだ聞いていない",
    "WELCOME_ASK": "受け入れは、そのつど相談",
    "ROLE": "その形で加われるか分からない",
    "QUIET": "静かかどうかは、日による・分からない",
    "ALONE": "一人で過ごせるか分からない",
    "SILENT": "話さなくてよいか分からない",
    "STATE": "似た様子の人が来たことがあるか分からない",
    "TRIAL": "見学・お試しができるか分からない",
    "VACANT": "いまの人数が分からない",
    "SMALL": "少人数かどうか分からない",
    "COMPANION": "一緒に行ってよいか分からない",
}
MISSING = {
    "AREA": "行ける圏域の外にある",
    "QUIET": "にぎやかな場",
    "ALONE": "一人で過ごすのはむずかしい",
    "SILENT": "話すことが多い",
    "TRIAL": "見学・お試しはできない",
    "SMALL": "人数が多い",
    "COMPANION_FIRST": "はじめは職員の同行がいる",
    "COMPANION_ALWAYS": "いつも同行がいる",
}


@dataclass(frozen=True)
class Told:
    """A candidate in words."""

    judged: Judged
    why: tuple[str, ...]
    unsure: tuple[str, ...]
    missing: tuple[str, ...]


def tell(one: Judged) -> Told:
    return Told(
        one,
        tuple(WHY[code].format(_detail(code, detail)) for code, detail in one.why),
        tuple(UNSURE[code] for code in one.unsure),
        tuple(_missing(one, code) for code in one.missing),
    )


def _detail(code: str, detail: str) -> str:
    known = {"ROLE": dict(Role.choices), "STATE": names(catalogue().states)}.get(code)
    return "、".join(known.get(part, part) for part in detail.split("/")) if known else detail


def _missing(one: Judged, code: str) -> str:
    if code == "CONDITIONS":
        return f"受け入れの条件：{one.place.conditions}"
    if code == "NEEDS":
        return f"受け入れる側が求める支え：{one.place.needs}"
    return MISSING[code]
