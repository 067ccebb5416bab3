"""Who plays whom in each of the eight cities, and through which bodies the case goes. All else the story asks the preset.

A post names an agency of the preset, the town's own roles by code, and kinds of role the preset has no name for.
"""

from __future__ import annotations

from dataclasses import dataclass

from norishiro.agencies.choices import RoleKind as Kind


@dataclass(frozen=True)
class Post:
    """One person of the story: where they work and what they are there."""

    name: str
    agency: str
    roles: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True)
class Cast:
    """受ける窓口, 多機関の担い手, 招集する人 where somebody else is, 構成員, 決める人, and somebody who has nothing to do with it."""

    window: Post
    carrier: Post
    members: tuple[Post, Post]
    decider: Post
    stranger: Post
    way: tuple[str, ...]
    convener: Post | None = None


MEMBER, WINDOW, COORDINATOR = (Kind.MEMBER,), (Kind.WINDOW,), (Kind.COORDINATOR,)


def member(agency: str, name: str) -> Post:
    return Post(name, agency, kinds=MEMBER)


def decider(agency: str) -> Post:
    return Post("架空 決子", agency, roles=("DECIDER",))


CASTS: dict[str, Cast] = {
    "sumida": Cast(
        window=Post("架空 統子", "SHAKYO", roles=("CSW", "CSW_LEADER")),
        carrier=Post("架空 厚生", "KOSEI", roles=("SECRETARIAT",)),
        members=(member("JUTAKU", "架空 住子"), member("SEIKATSU_FUKUSHI", "架空 福太")),
        decider=decider("KOSEI"),
        stranger=Post("架空 よそ", "MIMAMORI", kinds=COORDINATOR),
        way=("SUPPORT", "CORE", "LAYERED"),
    ),
    "toshima": Cast(
        window=Post("架空 広場", "KUMIN_HIROBA", roles=("CSW",), kinds=WINDOW),
        carrier=Post("架空 推子", "FUKUSHI_SOMU", roles=("COORDINATOR",)),
        members=(
            Post("架空 高齢", "KOREI_FUKUSHI", roles=("COORDINATOR",)),
            Post("架空 自立", "JIRITSU", roles=("COORDINATOR",)),
        ),
        decider=decider("FUKUSHI_SOMU"),
        stranger=Post("架空 よそ", "HOIKU", roles=("COUNSELLOR",)),
        way=("CONCERNED", "SECTION"),
    ),
    "setagaya": Cast(
        window=Post("架空 安子", "ANSUKO", kinds=WINDOW),
        carrier=Post("架空 保健", "B1_HOKEN", roles=("OPERATOR_R6",)),
        members=(member("B1_KENKO", "架空 健子"), Post("架空 若人", "MERCMAL", roles=("PSW",))),
        decider=decider("B1_HOKEN"),
        stranger=Post("架空 よそ", "JIDOKAN", kinds=COORDINATOR),
        way=("SUPPORT",),
    ),
    "hachioji": Cast(
        window=Post("架空 丸子", "HACHIMARU", roles=("BASE_CSW",), kinds=WINDOW),
        carrier=Post("架空 支恵", "SASAEAI", roles=("MULTI_CSW",)),
        convener=Post("架空 政策", "FUKUSHI_SEISAKU", roles=("CITY_OFFICER",)),
        members=(
            Post("架空 安心", "KOREI_ANSHIN", kinds=(Kind.WINDOW, Kind.MEMBER)), member("GOMI", "架空 減量"),
        ),
        decider=decider("FUKUSHI_SEISAKU"),
        stranger=Post("架空 よそ", "SHOHI", kinds=COORDINATOR),
        way=("SUPPORT", "LAYERED"),
    ),
    "tachikawa": Cast(
        window=Post("架空 暮子", "KURASHI", kinds=WINDOW),
        carrier=Post("架空 推太", "CHIIKI_FUKUSHI", roles=("COORDINATOR_CITY",)),
        members=(Post("架空 協子", "SHAKYO", roles=("COORDINATOR_SHAKYO",)), member("KOREI_FUKUSHI", "架空 高子")),
        decider=decider("SHI"),
        stranger=Post("架空 よそ", "ZAITAKU", kinds=COORDINATOR),
        way=("POVERTY_SORTING", "SUPPORT", "LAYERED"),
    ),
    "nakano": Cast(
        window=Post("架空 健子", "SUKOYAKA", kinds=WINDOW),
        carrier=Post("架空 訪子", "OUTREACH_TEAM", roles=("OUTREACH_TEAM",)),
        members=(
            Post("架空 地担", "SHAKYO", roles=("AREA_DUTY",)),
            Post("架空 包子", "HOKATSU", kinds=(Kind.WINDOW, Kind.MEMBER)),
        ),
        decider=decider("OUTREACH_TEAM"),
        stranger=Post("架空 よそ", "VOLUNTEER", kinds=COORDINATOR),
        way=("SUPPORT", "LAYERED", "LIAISON"),
    ),
    "nishitokyo": Cast(
        window=Post("架空 包子", "HOKATSU", roles=("APPLICANT",)),
        carrier=Post("架空 協太", "SHAKYO", kinds=COORDINATOR),
        convener=Post("架空 共生", "CHIIKI_KYOSEI", kinds=(Kind.SECRETARIAT,)),
        members=(Post("架空 網子", "HOTNET", roles=("CSW",)), member("KOKASEN", "架空 子太")),
        decider=decider("CHIIKI_KYOSEI"),
        stranger=Post("架空 よそ", "YOJI", kinds=COORDINATOR),
        way=("SUPPORT", "LAYERED"),
    ),
    "komae": Cast(
        window=Post("架空 包子", "HOKATSU_AITOPIA", kinds=WINDOW),
        carrier=Post("架空 推子", "SODAN_SHIEN", roles=("COORDINATOR_CITY",)),
        members=(
            Post("架空 総太", "CHIIKI_SOMU", roles=("COORDINATOR_SHAKYO",)), member("KOREI_SHOGAI", "架空 高太"),
        ),
        decider=decider("SODAN_SHIEN"),
        stranger=Post("架空 よそ", "HOIKU", kinds=COORDINATOR),
        way=("ELDER", "ELDER"),
    ),
}  # fmt: skip
