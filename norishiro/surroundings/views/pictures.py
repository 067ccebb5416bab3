"""From what the actor may see to what is drawn. The drawings themselves know no table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from norishiro.cases.choices import Certainty
from norishiro.core.calendar import wareki
from norishiro.surroundings.changes import Held
from norishiro.surroundings.choices import AroundKind, Direction, Strength
from norishiro.surroundings.drawing import ecomap, life_map
from norishiro.surroundings.rules import MOST_TIES

if TYPE_CHECKING:
    from norishiro.cases.models import Case, CaseMember
    from norishiro.surroundings.models import Place, Tie
    from norishiro.surroundings.queries import Home


def live_on(ties: Sequence[Tie], *, on: date) -> list[Tie]:
    """The ties that held on a day."""
    return [one for one in ties if one.from_on <= on and (one.until_on is None or one.until_on > on)]


def days_of_change(ties: Sequence[Tie]) -> list[date]:
    """The days on which something began, changed or ended, the newest first."""
    days = {one.from_on for one in ties} | {one.until_on for one in ties if one.until_on}
    return sorted(days, reverse=True)


def who(tie: Tie) -> str:
    return tie.person.called if tie.person else "世帯"


def in_words(tie: Tie) -> str:
    """One tie as it would be told aloud."""
    said = [Strength(tie.strength).label]
    if tie.strained:
        said.append("ストレス・対立あり")
    if tie.direction != Direction.NONE:
        said.append(Direction(tie.direction).label)
    if tie.certainty == Certainty.GUESSED:
        said.append("推測")
    return f"{who(tie)}と{tie.around}：{'、'.join(said)}"


def held(ties: Sequence[Tie]) -> list[Held]:
    return [
        Held(one.thread, who(one), one.around, one.strength, one.strained, one.direction, one.words)
        for one in ties
    ]


def _side(tie: Tie) -> str:
    return str(tie.other_agency_id or tie.other_id or f"{tie.kind}:{tie.name}")


def ecomap_svg(
    *, case: Case, members: Sequence[CaseMember], ties: Sequence[Tie], on: date, key: str, linked: bool,
    beside: Sequence[Tie] = (),
) -> SafeString:  # fmt: skip
    """The ties of one day. ``linked``: every tie and every member leads to its page; on paper nothing does. ``beside``:
    the ties of another day, for which places are kept."""
    drawn = list(ties)[:MOST_TIES]
    known = {one.person_id for one in members}

    def line(one: Tie) -> ecomap.Line:
        href = reverse("surroundings:change_tie", args=[one.id]) if linked and one.until_on is None else ""
        return ecomap.Line(
            inside=str(one.person_id) if one.person_id in known else "", outside=_side(one), strength=one.strength,
            strained=one.strained, direction=one.direction, words=in_words(one), href=href,
            guessed=one.certainty == Certainty.GUESSED,
        )  # fmt: skip

    ends = {_side(one): ecomap.Outside(_side(one), one.kind, one.around) for one in [*drawn, *beside]}
    order = list(AroundKind.values)
    picture = ecomap.Picture(
        key=key,
        title=f"エコマップ {wareki(on)}",
        words=f"世帯の{len(members)}人と、{len(drawn)}本のつながり。同じ内容の一覧が、図の下にあります。",
        household=case.household.label if case.household else case.title,
        inside=[
            ecomap.Inside(str(one.person_id), one.person.label, reverse("people:show", args=[one.person_id]) if linked else "")
            for one in members
        ],
        outside=sorted(ends.values(), key=lambda one: (order.index(one.kind), one.name, one.key)),
        lines=[line(one) for one in drawn], elsewhere=[line(one) for one in beside],
    )  # fmt: skip
    return mark_safe(ecomap.draw(picture))


def place_in_words(place: Place) -> str:
    whose = place.person.called if place.person else "世帯"
    said = [place.get_kind_display(), place.get_distance_display()]
    if place.compass:
        said.append(f"家の{place.get_compass_display()}")
    if place.how_often:
        said.append(place.how_often)
    return f"{whose}：{place.name}（{'、'.join(said)}）"


def life_map_svg(*, home: Home, places: Sequence[Place], key: str, linked: bool) -> SafeString:
    """The places of one day around the home, of which only the area is told."""
    drawn = life_map.Map(
        key=key, title="生活圏の図",
        words=f"家を中心に、{len(places)}か所の場。同じ内容の一覧が、図の下にあります。",
        home=home.area or "圏域は未登録",
        spots=[
            life_map.Spot(
                one.kind, one.name, one.distance, one.compass, place_in_words(one),
                reverse("surroundings:change_place", args=[one.id]) if linked else "",
            )
            for one in places
        ],
    )  # fmt: skip
    return mark_safe(life_map.draw(drawn))


def shown_around(ties: Sequence[Tie]) -> list[UUID]:
    """Persons outside the household who stand on the drawing."""
    return [one.other_id for one in ties if one.other_id]
