"""Invented people of a given number, some of them registered twice in one of the ways people are: the truth is known.

Families share surname, address and telephone; some are twins; names repeat as names do. A second record differs from
the first in one way of ``WAYS``, one in ten in two. Seeded: the same number gives the same people.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from norishiro.core.names import variants_of

SURNAMES = [tuple(one.split("/")) for one in ["佐藤/さとう", "鈴木/すずき", "高橋/たかはし", "田中/たなか", "伊藤/いとう", "渡辺/わたなべ", "山本/やまもと", "中村/なかむら", "小林/こばやし", "加藤/かとう", "吉田/よしだ", "山田/やまだ", "佐々木/ささき", "山口/やまぐち", "松本/まつもと", "井上/いのうえ", "木村/きむら", "林/はやし", "斎藤/さいとう", "清水/しみず", "山崎/やまざき", "森/もり", "池田/いけだ", "橋本/はしもと", "阿部/あべ", "石川/いしかわ", "山下/やました", "中島/なかじま", "石井/いしい", "小川/おがわ", "前田/まえだ", "岡田/おかだ", "長谷川/はせがわ", "藤田/ふじた", "後藤/ごとう", "近藤/こんどう", "村上/むらかみ", "遠藤/えんどう", "青木/あおき", "坂本/さかもと", "福田/ふくだ", "太田/おおた", "西村/にしむら", "藤井/ふじい", "岡本/おかもと", "金子/かねこ", "藤原/ふじわら", "三浦/みうら", "中野/なかの", "原田/はらだ", "松田/まつだ", "竹内/たけうち", "小野/おの", "田村/たむら", "中山/なかやま", "和田/わだ", "石田/いしだ", "森田/もりた", "上田/うえだ", "原/はら", "内田/うちだ", "柴田/しばた", "酒井/さかい", "宮崎/みやざき", "横山/よこやま", "高木/たかぎ", "安藤/あんどう", "宮本/みやもと", "大野/おおの", "小島/こじま", "谷口/たにぐち", "今井/いまい", "工藤/くどう", "高田/たかだ", "増田/ますだ", "丸山/まるやま", "杉山/すぎやま", "村田/むらた", "大塚/おおつか", "新井/あらい", "小山/こやま", "平野/ひらの", "藤本/ふじもと", "河野/こうの", "上野/うえの", "野口/のぐち", "武田/たけだ", "松井/まつい", "千葉/ちば", "岩崎/いわさき", "菅原/すがわら", "木下/きのした", "久保/くぼ", "佐野/さの", "野村/のむら", "松尾/まつお", "市川/いちかわ", "菊地/きくち", "杉本/すぎもと", "古川/ふるかわ", "大西/おおにし", "島田/しまだ", "水野/みずの", "桜井/さくらい", "高野/たかの", "吉川/よしかわ", "山内/やまうち", "西田/にしだ", "飯田/いいだ", "菊池/きくち", "西川/にしかわ", "小松/こまつ", "北村/きたむら", "安田/やすだ", "五十嵐/いがらし", "川口/かわぐち", "平田/ひらた", "関/せき", "中田/なかた", "久保田/くぼた", "服部/はっとり", "東/ひがし", "岩田/いわた", "土屋/つちや", "川崎/かわさき", "福島/ふくしま", "本田/ほんだ"]]  # fmt: skip
GIVEN = [tuple(one.split("/")) for one in ["浩/ひろし/M", "茂/しげる/M", "清/きよし/M", "勇/いさむ/M", "誠/まこと/M", "正/ただし/M", "実/みのる/M", "進/すすむ/M", "博/ひろし/M", "修/おさむ/M", "健一/けんいち/M", "和夫/かずお/M", "正雄/まさお/M", "秀樹/ひでき/M", "直樹/なおき/M", "健太/けんた/M", "大輔/だいすけ/M", "翔太/しょうた/M", "拓也/たくや/M", "一郎/いちろう/M", "次郎/じろう/M", "三郎/さぶろう/M", "太郎/たろう/M", "幸雄/ゆきお/M", "義男/よしお/M", "敏夫/としお/M", "武/たけし/M", "哲也/てつや/M", "学/まなぶ/M", "豊/ゆたか/M", "昭/あきら/M", "隆/たかし/M", "裕之/ひろゆき/M", "洋一/よういち/M", "光男/みつお/M", "英明/ひであき/M", "康弘/やすひろ/M", "達也/たつや/M", "亮/りょう/M", "蓮/れん/M", "陽翔/はると/M", "悠斗/ゆうと/M", "颯太/そうた/M", "大和/やまと/M", "和子/かずこ/F", "幸子/さちこ/F", "節子/せつこ/F", "洋子/ようこ/F", "恵子/けいこ/F", "京子/きょうこ/F", "久美子/くみこ/F", "由美子/ゆみこ/F", "明美/あけみ/F", "直美/なおみ/F", "智子/ともこ/F", "陽子/ようこ/F", "美咲/みさき/F", "愛/あい/F", "葵/あおい/F", "結衣/ゆい/F", "陽菜/ひな/F", "花子/はなこ/F", "千代/ちよ/F", "文子/ふみこ/F", "静子/しずこ/F", "光子/みつこ/F", "良子/よしこ/F", "敏子/としこ/F", "正子/まさこ/F", "春子/はるこ/F", "真由美/まゆみ/F", "香織/かおり/F", "裕子/ゆうこ/F", "典子/のりこ/F", "純子/じゅんこ/F", "桜/さくら/F", "凛/りん/F", "芽衣/めい/F", "莉子/りこ/F", "琴音/ことね/F", "千尋/ちひろ/F", "薫/かおる/F", "光/ひかる/M", "歩/あゆむ/M", "令子/れいこ/F", "澄江/すみえ/F", "富美/ふみ/F", "絹/きぬ/F", "梅/うめ/F", "菊/きく/F", "鶴/つる/F", "松男/まつお/M", "竹雄/たけお/M", "源太/げんた/M", "徳治/とくじ/M", "喜作/きさく/M", "栄吉/えいきち/M"]]  # fmt: skip
STEMS = [tuple(one.split("/")) for one in ["和/かず", "幸/ゆき", "節/せつ", "恵/けい", "久/ひさ", "由/よし", "明/あき", "智/とも", "美/み", "千/ち", "文/ふみ", "静/しず", "光/みつ", "良/よし", "敏/とし", "正/まさ", "春/はる", "夏/なつ", "秋/あき", "冬/ふゆ", "孝/たか", "信/のぶ", "義/よし", "忠/ただ", "弘/ひろ", "克/かつ", "勝/かつ", "昌/まさ", "晴/はる", "保/やす", "安/やす", "直/なお", "延/のぶ", "辰/たつ", "寅/とら", "亀/かめ", "富/とみ", "栄/えい", "重/しげ", "定/さだ", "照/てる", "輝/てる", "里/さと", "早/さ", "真/ま", "尚/なお", "英/ひで", "登/のり"]]  # fmt: skip
ENDS = {
    "M": [("男", "お"), ("一", "いち"), ("郎", "ろう"), ("彦", "ひこ"), ("之", "ゆき"), ("也", "や"), ("樹", "き"), ("治", "じ")],
    "F": [("子", "こ"), ("美", "み"), ("代", "よ"), ("江", "え"), ("枝", "え"), ("乃", "の"), ("恵", "え"), ("香", "か")],
}  # fmt: skip
TOWNS = (
    "みなと町",
    "見本町",
    "丘の上",
    "川ばた",
    "南台",
    "北の原",
    "大橋",
    "柳下",
    "桜坂",
    "松の木",
    "駅前",
    "新田",
)
ERA_FIRST = (1868, 1912, 1926, 1989, 2019)
SHARE_TWICE = 0.2
SHARE_OF_TWO_WAYS = 0.1


@dataclass(frozen=True)
class Made:
    """One record as somebody wrote it; ``who`` is the truth, ``ways`` how it differs from the person's first record."""

    id: str
    who: int
    name: str
    kana: str
    alias: str
    birth: str
    phone: str
    address: str
    sex: str
    ways: tuple[str, ...] = ()


def people(number: int, *, seed: int = 30) -> list[Made]:
    """So many records in all, of fewer people."""
    dice = random.Random(seed)
    made: list[Made] = []
    households = _households(dice)
    who = 0
    while len(made) < number:
        for one in next(households):
            made.append(replace(one, id=f"{len(made):08d}", who=who))
            if dice.random() < SHARE_TWICE:
                made.append(_again(made[-1], dice, id=f"{len(made):08d}"))
            who += 1
    return made[:number]


def pairs_that_are_one(made: list[Made]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The truth: each pair of records of one person, with the ways in which the second differs."""
    first: dict[int, Made] = {}
    truth = {}
    for one in made:
        if one.who in first:
            truth[first[one.who].id, one.id] = one.ways
        else:
            first[one.who] = one
    return truth


def _households(dice: random.Random) -> Iterator[list[Made]]:
    weights = [1 / (place + 5) for place in range(len(SURNAMES))]
    while True:
        surname = dice.choices(SURNAMES, weights)[0]
        address = (
            f"{dice.choice(TOWNS)}{dice.randint(1, 6)}丁目{dice.randint(1, 40)}番{dice.randint(1, 30)}号"
            if dice.random() < 0.96 else ""
        )  # fmt: skip
        shared = _number(dice) if dice.random() < 0.5 else ""
        born = date(1930, 1, 1) + timedelta(days=dice.randrange(0, 25_000))
        members: list[Made] = []
        for place in range(dice.choices((1, 2, 3, 4), (40, 30, 20, 10))[0]):
            birth = born if place == 0 else born + timedelta(days=dice.randrange(-9_000, 9_000))
            one = _person(dice, surname, address, shared or _number(dice), birth)
            # Nobody calls two of a family alike.
            if one.name not in {member.name for member in members}:
                members.append(one)
        if dice.random() < 0.01:
            members.append(_twin(dice, members[-1]))
        yield members


def _person(dice: random.Random, surname: tuple[str, ...], address: str, phone: str, birth: date) -> Made:
    given, reading, sex = given_name(dice)
    return Made(
        id="", who=0, name=f"{surname[0]} {given}",
        kana=f"{surname[1]} {reading}" if dice.random() < 0.97 else "", alias="",
        birth=birth.isoformat() if dice.random() < 0.97 else "", phone=phone if dice.random() < 0.8 else "",
        address=address, sex={"M": "MALE", "F": "FEMALE"}[sex] if dice.random() < 0.8 else "UNKNOWN",
    )  # fmt: skip


def given_name(dice: random.Random) -> tuple[str, str, str]:
    """A whole name of the list, or one put together as many are."""
    if dice.random() < 0.5:
        whole = dice.choice(GIVEN)
        return whole[0], whole[1], whole[2]
    sex = dice.choice("MF")
    (stem, stem_kana), (end, end_kana) = dice.choice(STEMS), dice.choice(ENDS[sex])
    return stem + end, stem_kana + end_kana, sex


def _twin(dice: random.Random, one: Made) -> Made:
    """The same birth, home and telephone, and another name."""
    surname, reading = (
        one.name.split()[0],
        next(kana for kanji, kana in SURNAMES if kanji == one.name.split()[0]),
    )
    given = dice.choice([given for given in GIVEN if given[0] != one.name.split()[1]])
    return replace(one, name=f"{surname} {given[0]}", kana=f"{reading} {given[1]}", sex="UNKNOWN")


def _number(dice: random.Random) -> str:
    return f"0{dice.choice((3, 70, 80, 90))}-{dice.randint(1000, 9999)}-{dice.randint(1000, 9999)}"


# --- how a second record comes about -------------------------------------------------------------


def _again(one: Made, dice: random.Random, *, id: str) -> Made:
    """The person once more. A way that changes nothing (no kanji with a variant) is not counted as one."""
    wanted = 2 if dice.random() < SHARE_OF_TWO_WAYS else 1
    ways: list[str] = []
    again = one
    for name in dice.sample(sorted(WAYS), len(WAYS)):
        changed = WAYS[name](again, dice)
        # Two ways that both take away what is left of the name would make another person of it.
        if changed != again and not (ways and name in OF_NAME and ways[0] in OF_NAME):
            again, ways = changed, [*ways, name]
        if len(ways) == wanted:
            break
    return replace(again, id=id, ways=tuple(ways))


def _old_kanji(one: Made, dice: random.Random) -> Made:
    for at, char in enumerate(one.name):
        others = sorted(variants_of(char) - {char})
        if others:
            return replace(one, name=one.name[:at] + dice.choice(others) + one.name[at + 1 :])
    return one


def _long_vowels(one: Made, dice: random.Random) -> Made:
    kana = (
        one.kana.replace("おう", "おお")
        .replace("ょう", "ょー")
        .replace("ゅう", "ゅー")
        .replace("けい", "けー")
    )
    return replace(one, kana=kana.replace("こう", "こお").replace("よう", "よー"))


def _small_kana(one: Made, dice: random.Random) -> Made:
    return replace(one, kana=one.kana.translate(str.maketrans("ゃゅょっ", "やゆよつ")))


def _typo(one: Made, dice: random.Random) -> Made:
    if not one.kana:
        return one
    at = dice.choice([place for place, char in enumerate(one.kana) if char != " "])
    near = dice.choice("あいうえおかきくけこさしすせそたちつてとなにぬねのまみむめもらりるれろ")
    return replace(one, kana=one.kana[:at] + near + one.kana[at + 1 :])


def _married(one: Made, dice: random.Random) -> Made:
    if not one.birth or not (one.phone or one.address):
        return one
    kanji, kana = dice.choice(SURNAMES)
    given, reading = one.name.split()[1], one.kana.split()[1] if one.kana else ""
    # Who has no telephone that goes with them is found at the old home only.
    moves = bool(one.phone) and dice.random() < 0.5
    return replace(
        one, name=f"{kanji} {given}", kana=f"{kana} {reading}" if reading else "",
        address=_elsewhere(dice) if moves else one.address,
    )  # fmt: skip


def _moved(one: Made, dice: random.Random) -> Made:
    if not one.birth:
        return one
    return replace(one, address=_elsewhere(dice), phone=_number(dice) if dice.random() < 0.3 else one.phone)


def _elsewhere(dice: random.Random) -> str:
    return f"{dice.choice(TOWNS)}{dice.randint(1, 6)}-{dice.randint(1, 40)}-{dice.randint(1, 30)}"


def _turned(one: Made, dice: random.Random) -> Made:
    return replace(one, name=" ".join(reversed(one.name.split())), kana=" ".join(reversed(one.kana.split())))


def _nickname(one: Made, dice: random.Random) -> Made:
    if not one.kana or not (one.birth or one.phone):
        return one
    kanji, reading = one.name.split()[0], one.kana.split()
    called = reading[1][:2] + dice.choice(("ちゃん", "さん", "っち", ""))
    return replace(one, name=f"{kanji} {called}", kana=f"{reading[0]} {called}")


def _wrong_era(one: Made, dice: random.Random) -> Made:
    if not one.birth:
        return one
    born = date.fromisoformat(one.birth)
    era = max(first for first in ERA_FIRST if first <= born.year)
    others = [
        first for first in ERA_FIRST if first != era and first - era + born.year <= 2026 and first > 1868
    ]
    year = born.year - era + dice.choice(others or [era])
    if not others:
        return one
    leap = (born.month, born.day) == (2, 29)
    return replace(one, birth=(date(year, 2, 28) if leap else born.replace(year=year)).isoformat())


def _spreadsheet(one: Made, dice: random.Random) -> Made:
    """As a spreadsheet hands it back: wide letters, no leading zero, the address in hyphens."""
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    return replace(one, phone=one.phone.lstrip("0").translate(wide), address=one.address.translate(wide))


WAYS: dict[str, Callable[[Made, random.Random], Made]] = {
    "異体字": _old_kanji,
    "長音": _long_vowels,
    "小書き": _small_kana,
    "打ちまちがい": _typo,
    "結婚で姓が変わった": _married,
    "引っ越し": _moved,
    "姓名が逆": _turned,
    "呼び名": _nickname,
    "元号ちがい": _wrong_era,
    "表計算の字": _spreadsheet,
}
OF_NAME = frozenset({"打ちまちがい", "結婚で姓が変わった", "姓名が逆", "呼び名"})
