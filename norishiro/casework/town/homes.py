"""The households of an invented town: which kinds there are, who lives in them, and what is written of them.

Nobody's name can be a neighbour's: each surname says of itself that it is made up (見本川, 架空谷), and no telephone number
is one that can be given out.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from norishiro.casework.town.made_people import given_name
from norishiro.core import names

_HEADS = (("見本", "みほん"), ("架空", "かくう"), ("仮名", "かめい"), ("例題", "れいだい"), ("作話", "さくわ"), ("試作", "しさく"),
          ("練習", "れんしゅう"), ("空想", "くうそう"), ("物語", "ものがたり"), ("絵空", "えそら"), ("雛形", "ひながた"), ("紙上", "しじょう"))  # fmt: skip
_TAILS = (("川", "がわ"), ("山", "やま"), ("田", "だ"), ("野", "の"), ("谷", "や"), ("島", "じま"), ("浜", "はま"), ("森", "もり"),
          ("原", "はら"), ("沢", "ざわ"), ("崎", "ざき"), ("村", "むら"), ("井", "い"), ("木", "ぎ"), ("本", "もと"), ("尾", "お"))  # fmt: skip
SURNAMES = tuple((a + b, c + d) for b, d in _TAILS for a, c in _HEADS)
_WEIGHTS = tuple(1 / (place + 5) for place in range(len(SURNAMES)))


@dataclass(frozen=True)
class Member:
    """One place in a household: the relation to its head, between which ages, how often there is one, and which sex where the
    words say so."""

    relation: str
    youngest: int
    oldest: int
    often: float = 1.0
    sex: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of household: how many in a hundred are of it, who lives there, what troubles it, what gets written, and about whom
    (by place among the members)."""

    label: str
    share: int
    members: tuple[Member, ...]
    issues: tuple[str, ...]
    lines: tuple[str, ...]
    about: int = 0


KINDS = (
    Kind("8050", 14, (Member("HEAD", 76, 92, sex="F"), Member("CHILD", 46, 62)),
         ("親の介護と、子の長いひきこもり", "年金だけで二人が暮らしている", "子の受診が途絶えている"),
         ("玄関先で母と話した。", "本人は二階から下りてこなかった。", "手紙を机に置いてもらった。", "母の足がむくんでいる。",
          "本人が一度だけ顔を見せた。", "年金の支給日まで米がない。", "母の入浴を嫌がらなくなった。"), about=1),
    Kind("ヤングケアラー", 9, (Member("HEAD", 34, 52, sex="F"), Member("CHILD", 11, 17), Member("CHILD", 4, 10, 0.5)),
         ("子が家事と介護を担っている", "親の病気で収入が減った", "学校を休みがちである"),
         ("学校で本人と十五分話した。", "昨日も夕飯を作ったという。", "母は横になったまま話した。", "弟の送り迎えを本人がしている。",
          "担任から欠席の日数を聞いた。", "友だちと遊ぶ約束ができたと笑った。", "配食の話に母がうなずいた。"), about=1),
    Kind("ひとり暮らしの高齢", 16, (Member("HEAD", 68, 95),),
         ("近所とのつながりがない", "金銭の管理がむずかしくなった", "もの忘れが進んでいる"),
         ("戸を細くあけて話してくれた。", "新聞が四日分たまっていた。", "通帳を二度失くしている。", "民生委員と一緒に訪ねた。",
          "庭の花の話をした。", "薬が余っている。", "電話の声に元気がない。")),
    Kind("ひとり暮らしの現役", 9, (Member("HEAD", 24, 62),),
         ("仕事を辞めてから家を出ていない", "家賃の滞納", "相談する相手がいない"),
         ("昼と夜が逆になっているという。", "夜に短い返信があった。", "督促の封筒が開けられていない。", "ゲームの話を少しした。",
          "朝は起きられないという。", "見学の日を自分から尋ねた。", "窓口まで一緒に歩いた。")),
    Kind("ごみのある家", 8, (Member("HEAD", 52, 86), Member("SIBLING", 50, 84, 0.3)),
         ("家の中に物があふれている", "近隣から苦情がある", "片づけの話を拒んでいる"),
         ("玄関から先には入れなかった。", "におうと隣の人から電話があった。", "捨てる話はしないと約束した。", "猫の話をした。",
          "台所の床が見えるようになった。", "本人が袋を一つ出した。", "大家が次の更新を心配している。")),
    Kind("ひとり親", 17, (Member("HEAD", 22, 45, sex="F"), Member("CHILD", 0, 14), Member("CHILD", 0, 10, 0.5)),
         ("収入が不安定である", "子を預ける先がない", "前の配偶者との間で疲れている"),
         ("子を寝かせてから電話で話した。", "二つの仕事を続けている。", "保育園の書類を一緒に書いた。", "食品を届けた。",
          "子が熱を出して休んだ。", "実家には頼れないという。", "表情が少しゆるんだ。")),
    Kind("夫婦と子", 15, (Member("HEAD", 33, 58, sex="M"), Member("SPOUSE", 31, 56, sex="F"), Member("CHILD", 8, 24), Member("CHILD", 4, 18, 0.3)),
         ("子が学校に行けていない", "親の失業と借入れ", "夫婦の間で話ができない"),
         ("父と面談した。", "本人の部屋の前で声をかけた。", "母は仕事で会えなかった。", "返済の一覧を一緒に作った。",
          "本人が犬の散歩に出ている。", "学校との面談に同席した。", "食卓で三人で話せた。"), about=2),
    Kind("高齢の夫婦", 7, (Member("HEAD", 72, 94, sex="M"), Member("SPOUSE", 70, 92, sex="F")),
         ("互いに介護をしている", "受診を控えている", "子とは疎遠である"),
         ("夫が妻の食事を作っている。", "妻は同じ話を三度した。", "サービスはまだいらないという。", "坂道がつらいと話す。",
          "娘の電話番号を教えてくれた。", "夫が腰を痛めた。", "二人で集まりに来た。")),
    Kind("きょうだい", 5, (Member("HEAD", 54, 76, sex="F"), Member("SIBLING", 50, 74, sex="M")),
         ("親の死後、手続きが止まっている", "一人が働き、一人が家にいる", "医療を受けていない"),
         ("姉が応対した。", "弟は物音だけがした。", "相続の手紙を一緒に読んだ。", "水道が止まる前に窓口へ行った。",
          "弟が「今日はいい」と言った。", "姉の勤め先が変わった。", "二人分の弁当を受け取った。")),
)  # fmt: skip

# Where nobody was met.
NOT_MET = ("留守だった。手紙を投函した。", "返事はなかった。郵便受けは空だった。", "明かりはついていたが、応答がない。", "次に来る日を書いた紙を入れた。",
           "自転車がなく、出かけている様子。")  # fmt: skip
COMMON = ("次の訪問の日を決めた。", "見守りを続ける。", "課内で共有した。", "急がず待つ。", "様子をもう少し見る。",
          "次は午後に行く。", "民生委員にも伝えた。", "次は別の職員と二人で行く。", "関係機関と日程を合わせる。")  # fmt: skip

SHARES = tuple(kind.share for kind in KINDS)


@dataclass(frozen=True)
class Someone:
    """One invented person as a record will hold them."""

    name: str
    kana: str
    name_key: str
    kana_key: str
    sex: str
    relation: str
    born_year: int
    born_day: int
    phone: str


class Homes:
    """Draws one household after the other. The keys of names are folded once a name, not once a person."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self._keys: dict[tuple[str, str], tuple[str, str]] = {}

    def draw(self, *, year: int) -> tuple[Kind, str, list[Someone]]:
        """A kind of household, its surname, and its members as old as they are in ``year``."""
        dice = self.dice
        kind = dice.choices(KINDS, SHARES)[0]
        surname = dice.choices(SURNAMES, _WEIGHTS)[0]
        phone = telephone(dice) if dice.random() < 0.6 else ""
        found: list[Someone] = []
        for member in kind.members:
            if member.often == 1.0 or dice.random() < member.often:
                found.append(
                    self._someone(surname, member, year=year, phone=phone, taken={one.name for one in found})
                )
        return kind, surname[0], found

    def _someone(
        self, surname: tuple[str, str], member: Member, *, year: int, phone: str, taken: set[str]
    ) -> Someone:
        dice = self.dice
        while True:
            given, reading, sex = given_name(dice)
            name = f"{surname[0]} {given}"
            if name not in taken and member.sex in ("", sex):
                break
        kana = f"{surname[1]} {reading}"
        keys = self._keys.get((name, kana))
        if keys is None:
            keys = self._keys[name, kana] = (names.name_key(name), names.kana_key(kana))
        return Someone(
            name=name, kana=kana, name_key=keys[0], kana_key=keys[1], relation=member.relation,
            sex={"M": "MALE", "F": "FEMALE"}[sex] if dice.random() < 0.9 else "UNKNOWN",
            born_year=year - dice.randint(member.youngest, member.oldest), born_day=dice.randrange(365),
            phone=phone or (telephone(dice) if dice.random() < 0.3 else ""),
        )  # fmt: skip


def telephone(dice: random.Random) -> str:
    """A number nobody can have: after 090 no number begins with a nought."""
    return f"090-0{dice.randrange(1000):03}-{dice.randrange(10_000):04}"
