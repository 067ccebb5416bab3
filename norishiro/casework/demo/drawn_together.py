"""What is drawn around 白波家 in the meetings: ties that grew, places, years, and nine cells in two versions."""

from __future__ import annotations

from dataclasses import dataclass

from norishiro.cases.choices import Certainty
from norishiro.cases.models import Case
from norishiro.casework.demo.carers import son_cares
from norishiro.casework.demo.stage import Home, Stage
from norishiro.core.calendar import parse_date
from norishiro.people.models import Person
from norishiro.profiles.current import current_profile
from norishiro.sharing.choices import Ground
from norishiro.surroundings import operations as surroundings
from norishiro.surroundings.choices import AroundKind, Compass, Direction, Distance, PlaceKind, Strength
from norishiro.surroundings.models import Tie
from norishiro.surroundings.operations import Around, State


@dataclass(frozen=True)
class Team:
    """Which agencies stand around the household here."""

    elderly: str
    poverty: str
    field: str


def draw_together(stage: Stage, case: Case, home: Home, *, by: str, team: Team) -> None:
    """All four drawings, written under the consent of the household."""
    _ties(stage, case, home, by=by, team=team)
    _places(stage, case, home, by=by)
    _years(stage, case, home, by=by)
    _nine_cells(stage, case, by=by)
    son_cares(stage, home, by=by)


def _ties(stage: Stage, case: Case, home: Home, *, by: str, team: Team) -> None:
    actor, father, son = stage.actor(by), home.people["a"], home.people["b"]
    first = stage.ago(85)

    def tie(
        person: Person | None, around: Around, strength: str, words: str, *, direction: str = Direction.NONE,
        strained: bool = False,
    ) -> Tie:  # fmt: skip
        state = State(strength=strength, source="本人", words=words, direction=direction, strained=strained)
        return surroundings.add_tie(
            actor, case=case, person=person, around=around, state=state, from_on=first, basis=Ground.CONSENT,
            today=first,
        )  # fmt: skip

    def agency(code: str) -> Around:
        return Around(AroundKind.AGENCY, agency_id=stage.agency(code))

    tie(father, agency(team.elderly), Strength.STRONG, "受診に付き添う", direction=Direction.INWARD)
    money = tie(son, agency(team.poverty), Strength.WEAK, "一度だけ相談に来た", direction=Direction.OUTWARD)
    hall = tie(None, agency(team.field), Strength.WEAK, "お便りを受け取るだけ", direction=Direction.INWARD)
    tie(
        father,
        Around(AroundKind.PERSON, name="となりの部屋の人"),
        Strength.NORMAL,
        "朝のあいさつ",
        direction=Direction.BOTH,
    )
    work = tie(
        son,
        Around(AroundKind.PLACE, name="勤め先"),
        Strength.NORMAL,
        "早退が続き、言い出しにくい",
        strained=True,
    )
    tie(
        son,
        Around(AroundKind.PERSON, name="学生のころの友人"),
        Strength.CUT,
        "介護が始まってから会っていない",
    )
    tie(
        son,
        Around(AroundKind.PERSON, name="父のきょうだい"),
        Strength.WEAK,
        "電話のたびに責められる",
        strained=True,
    )
    for changed, strength, words, on in (
        (money, Strength.NORMAL, "月に一度、家計の表を一緒に見る", 40),
        (hall, Strength.STRONG, "介護をする人の集まりに、二人で来た", 12),
        (work, Strength.NORMAL, "短い勤務にして、話しやすくなった", 8),
    ):
        surroundings.change_tie(
            actor, tie=changed, from_on=stage.ago(on), today=stage.ago(on),
            state=State(strength=strength, source="本人", words=words, direction=Direction.BOTH, certainty=Certainty.CONFIRMED),
        )  # fmt: skip


def _places(stage: Stage, case: Case, home: Home, *, by: str) -> None:
    father, son = home.people["a"], home.people["b"]
    for person, kind, name, distance, compass, often in (
        (father, PlaceKind.MEDICAL, "もの忘れ外来", Distance.RIDE, Compass.E, "月に一度の通院"),
        (father, PlaceKind.GATHERING, "木曜の体操の会", Distance.WALK, Compass.NW, "見学に一度"),
        (father, PlaceKind.SHOP, "角の豆腐屋", Distance.NEAR, Compass.S, "ほぼ毎日"),
        (son, PlaceKind.LEARN, "勤め先", Distance.RIDE, Compass.SW, "週に四日"),
        (None, PlaceKind.SHOP, "駅前のスーパー", Distance.WALK, Compass.SW, "週に二度"),
        (None, PlaceKind.SUPPORT, "介護をする人の集まり", Distance.WHEELS, "", "月に一度"),
        (son, PlaceKind.CLOSE, "学生のころの友人の家", Distance.FAR, Compass.N, ""),
    ):
        surroundings.add_place(
            stage.actor(by), case=case, person=person, kind=kind, name=name, distance=distance, compass=compass,
            how_often=often, source="本人", certainty=Certainty.HEARD, from_on=stage.ago(60), basis=Ground.CONSENT,
            today=stage.ago(60),
        )  # fmt: skip


def _years(stage: Stage, case: Case, home: Home, *, by: str) -> None:
    father, son = home.people["a"], home.people["b"]
    for person, happened, what, certainty in (
        (father, "昭和43年", "家具の工房に勤める", Certainty.CONFIRMED),
        (father, "昭和55年ごろ", "この町に越してきた", Certainty.HEARD),
        (None, "平成24年3月", "母が亡くなった", Certainty.CONFIRMED),
        (father, "平成22年", "工房をやめ、家具の修理を続ける", Certainty.HEARD),
        (son, "平成20年4月", "印刷の会社に入る", Certainty.CONFIRMED),
        (son, "令和6年ごろ", "介護のため、仕事を減らした", Certainty.HEARD),
        (father, "令和5年ごろ", "道に迷うことが増えた", Certainty.HEARD),
    ):
        surroundings.add_event(
            stage.actor(by), case=case, person=person, what=what, source="本人と次男", certainty=certainty,
            happened=parse_date(happened, today=stage.today, must_be_past=True), basis=Ground.CONSENT,
            today=stage.ago(50),
        )  # fmt: skip


CELLS = {
    1: "手先が器用。いまも椅子の修理ができる。",
    2: "木の手ざわり。朝のラジオ体操。",
    4: "父を一人にしないという次男の思い。",
    5: "父の物忘れが進み、次男が仕事と介護のあいだで動けない。",
    6: "となりの部屋の人が、朝のあいさつをしてくれる。",
}
LATER = {
    7: "木曜の体操の会。介護をする人の集まり。",
    8: "もの忘れ外来。家計の相談。",
    9: "二人とも、この家で暮らしつづけたい。",
}


def _nine_cells(stage: Stage, case: Case, *, by: str) -> None:
    around = current_profile(stage.today).nine_cells.headings
    headings = [*around[:4], "課題", *around[4:]]
    for on, texts in ((stage.ago(55), CELLS), (stage.ago(10), LATER)):
        sheet = surroundings.start_nine(
            stage.actor(by), case=case, headings=headings, basis=Ground.CONSENT, today=on
        )
        for cell in sheet.cells.filter(position__in=texts):
            surroundings.fill_cell(
                stage.actor(by), cell=cell, version=cell.version, text=texts[cell.position], today=on
            )
