"""Three fiscal years of a town's meetings, laid as they would have happened: nothing here is a total.

A town sat, talked about cases, monitored them three times a year and ended them; the table of the years must come out of
that by counting. Each case has its story, made by a small plan below and told through the same verbs as the pages. The
stories themselves are what the slow and obvious counter of the tests counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.cases.models import Case
from norishiro.cases.operations import open_case
from norishiro.casework.operations.adopt import adopt
from norishiro.casework.operations.closing import close_case
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.meetings import operations as meetings
from norishiro.meetings.choices import ItemKind
from norishiro.meetings.models import Body, Item, RosterSeat
from norishiro.people.models import Person
from norishiro.plans import operations as plans
from norishiro.plans.choices import CloseReason, MonitoringResult
from norishiro.plans.models import Monitoring
from norishiro.profiles.loader import PRESETS
from norishiro.sharing.choices import ALL_CATEGORIES, ConsentGiver, ConsentMethod
from norishiro.sharing.operations import take_consent
from tests.factories import agencies, people

BEGINNING = date(2021, 4, 1)
SUPPORT, CORE, LAYERED, COMMITTEE = "SUPPORT", "CORE", "LAYERED", "HIKIKOMORI"
MONITORED_ON = ((8, 25), (11, 25), (2, 24))
RESULTS_TALK = "実績報告、評価・分析、各主管部局との意見交換"

# How many cases came new to each sitting of the 支援会議, in order; and how many of a year's cases did not end in it.
NEW_AT = {
    2021: ((date(2021, 6, 18), 3), (date(2021, 9, 17), 3), (date(2021, 11, 19), 3), (date(2022, 2, 4), 4)),
    2022: tuple(zip((date(2022, month, 15) for month in (4, 5, 6, 7, 9, 10, 11, 12)), (2, 2, 2, 2, 2, 2, 2, 3), strict=True))
    + ((date(2023, 1, 13), 3), (date(2023, 2, 3), 3)),
    2023: tuple(zip((date(2023, month, 14) for month in (4, 5, 6, 7, 9, 10, 11, 12)), (2, 2, 2, 2, 2, 2, 2, 2), strict=True))
    + ((date(2024, 1, 12), 3), (date(2024, 2, 2), 3)),
}  # fmt: skip
CARRIED = {2021: 6, 2022: 7, 2023: 3}
WITHOUT_CASES = (
    (LAYERED, date(2021, 12, 10), "会議の進め方"), (LAYERED, date(2022, 3, 18), "試行のふりかえり"),
    (COMMITTEE, date(2022, 6, 10), "ひきこもり対策"), (COMMITTEE, date(2022, 9, 9), "ひきこもり対策"),
    (COMMITTEE, date(2022, 12, 9), "ひきこもり対策"), (COMMITTEE, date(2023, 3, 10), "ひきこもり対策"),
    (LAYERED, date(2024, 3, 27), RESULTS_TALK),
)  # fmt: skip


@dataclass
class Story:
    """One case: when it was talked about where, and when it ended."""

    title: str
    talks: list[tuple[str, date]]
    ended_on: date | None = None
    case: Case | None = None
    person: Person | None = None

    @property
    def first_on(self) -> date:
        return min(on for body, on in self.talks if body == SUPPORT)

    def days_at(self, body: str) -> list[date]:
        return [on for where, on in self.talks if where == body]


@dataclass
class ThreeYears:
    """The secretariat that did it all, the council beside it, and every story as it was lived."""

    secretariat: Actor
    council: Actor
    stories: list[Story]
    without_cases: tuple[tuple[str, date, str], ...] = WITHOUT_CASES
    bodies: dict[str, Body] = field(default_factory=dict)
    looked_until: date = BEGINNING


def stories() -> list[Story]:
    """The plan of every case. Written as days, so that what is counted from it is not written anywhere."""
    found = [
        Story(f"架空{number}さんの世帯", [(SUPPORT, on)])
        for number, on in zip(
            count(1), (on for year in NEW_AT for on, new in NEW_AT[year] for _one in range(new))
        )
    ]
    for year, left_over in CARRIED.items():
        own = [one for one in found if fiscal_year(one.first_on) == year]
        for number, one in enumerate(own):
            stays = number >= len(own) - left_over
            one.ended_on = _end_of_carried(year, number) if stays else _end_within(one.first_on, year)
    for one in (one for one in found if one.ended_on and one.ended_on >= date(2024, 4, 1)):
        one.ended_on = None
    _talk_again(found)
    return found


def _end_within(first_on: date, year: int) -> date:
    """The next monitoring three months on; else just before the year ends."""
    days = [date(year if month > 3 else year + 1, month, day) for month, day in MONITORED_ON]
    later = [day for day in days if day >= first_on + timedelta(days=90)]
    return later[0] if later else date(year + 1, 3, 15)


def _end_of_carried(year: int, number: int) -> date:
    """What is carried over ends at the monitoring in August or in November of the next year."""
    month, day = MONITORED_ON[number % 2]
    return date(year + 1, month, day)


def _talk_again(found: list[Story]) -> None:
    """Cases come back to the 支援会議, to meetings of their own, and one a year to the 重層的支援会議."""
    by_year: dict[int, list[Story]] = defaultdict(list)
    for one in found:
        by_year[fiscal_year(one.first_on)].append(one)
    for one in by_year[2021][-3:]:
        one.talks.append((SUPPORT, date(2022, 5, 15)))
    by_year[2021][0].talks.append((LAYERED, date(2021, 8, 6)))
    by_year[2022][0].talks += [(LAYERED, date(2022, 6, 3)), (LAYERED, date(2022, 7, 8))]
    by_year[2022][-1].talks.append((CORE, date(2023, 2, 14)))
    for number, one in enumerate(by_year[2022][-4:]):
        one.talks.append((CORE, date(2023, 5, 8 + number)))
    for number, one in enumerate(by_year[2023][:9]):
        one.talks.append((CORE, one.first_on + timedelta(days=10 + number % 2)))
    for number, one in enumerate(by_year[2023][:6]):
        one.talks.append((CORE, one.first_on + timedelta(days=50 + number % 2)))


def lay(preset: str = "sumida") -> ThreeYears:
    """The town with its three years."""
    adopt(
        (PRESETS / f"{preset}.toml").read_text(encoding="utf-8"),
        name=preset,
        today=BEGINNING,
        valid_from=BEGINNING,
    )
    bodies = {body.code: body for body in Body.objects.all()}
    told = ThreeYears(
        secretariat=agencies.actor("架空 事務", agency=bodies[SUPPORT].convener),
        council=agencies.actor("架空 社協", agency=Agency.objects.get(code="SHAKYO"), kinds=(RoleKind.CSW,)),
        stories=stories(),
        bodies=bodies,
    )
    _lay_first_rosters(bodies)
    announce(told.secretariat)
    for on, body in _sittings(told):
        _monitor_until(told, on)
        _sit(told, body=body, on=on)
    _monitor_until(told, date(2024, 3, 31))
    return told


def _lay_first_rosters(bodies: dict[str, Body]) -> None:
    """Whoever sat in the first year: the later roster without the departments that came with the second."""
    for code in (SUPPORT, LAYERED):
        seats = list(bodies[code].roster.order_by("order"))
        departments = list(dict.fromkeys(seat.department for seat in seats if seat.department))[:5]
        for seat in (one for one in seats if one.from_on > BEGINNING):
            if seat.department in departments or not seat.department:
                RosterSeat.objects.update_or_create(
                    body=seat.body, agency=seat.agency, label=seat.label, from_on=BEGINNING,
                    defaults={"department": seat.department, "order": seat.order, "until_on": date(2022, 4, 1)},
                )  # fmt: skip


def _sittings(told: ThreeYears) -> list[tuple[date, str]]:
    with_cases = {(on, body) for one in told.stories for body, on in one.talks}
    return sorted(with_cases | {(on, body) for body, on, _topics in told.without_cases})


def _sit(told: ThreeYears, *, body: str, on: date) -> None:
    items = [_listed(told, one, body=body, on=on) for one in told.stories if (body, on) in one.talks]
    topics = next((words for where, day, words in told.without_cases if (where, day) == (body, on)), "")
    sitting = meetings.call_meeting(
        told.secretariat, body=told.bodies[body], held_on=on, items=items, topics=topics, today=on,
        agency_ids=[told.council.agency_id],
    )  # fmt: skip
    sitting = meetings.open_sitting(told.secretariat, sitting=sitting, today=on)
    for item in Item.objects.select_related("sitting__body", "body").filter(sitting=sitting):
        meetings.end_item(told.secretariat, item=item, today=on)
    sitting.refresh_from_db()
    meetings.close_sitting(told.secretariat, sitting=sitting)


def _listed(told: ThreeYears, story: Story, *, body: str, on: date) -> Item:
    actor = told.secretariat
    if story.case is None:
        story.person = people.person(actor, story.title.removesuffix("さんの世帯"))
        story.case = open_case(
            actor, title=story.title, household=None, people=[story.person], operator_id=actor.agency_id,
            lead_agency_id=actor.agency_id, lead_staff_id=actor.staff_id, lead_side="GOVERNMENT", reason="調整役として",
            today=on,
        )  # fmt: skip
        plans.schedule_monitoring(actor, case=story.case, today=on)
    kind = ItemKind.LAYERED if body == LAYERED else ItemKind.SUPPORT
    if kind == ItemKind.LAYERED and story.days_at(LAYERED)[0] == on:
        _consent(told, story, on=on)
    return meetings.put_on_list(
        actor, case=story.case, body=told.bodies[body], kind=kind, reason="役割を分けたい", today=on
    )


def _consent(told: ThreeYears, story: Story, *, on: date) -> None:
    assert story.case is not None and story.person is not None
    take_consent(
        told.secretariat, person=story.person, case_id=story.case.id, categories=ALL_CATEGORIES, asked_on=on,
        recipient_ids=[told.secretariat.agency_id, told.council.agency_id], until_on=None,
        method=ConsentMethod.WRITTEN, witness="", giver=ConsentGiver.SELF, giver_name="", wording_version="1",
        purpose="支援の調整", today=on,
    )  # fmt: skip


def _monitor_until(told: ThreeYears, until: date) -> None:
    """Look at every running case on each monitoring day that has come, and end what ends."""
    for on in _days_to_look(told, until):
        for one in told.stories:
            if one.case is not None and (one.ended_on is None or one.ended_on >= on):
                _look(told, one, on=on)


def _days_to_look(told: ThreeYears, until: date) -> list[date]:
    since, told.looked_until = told.looked_until, until
    endings = {one.ended_on for one in told.stories if one.ended_on}
    monitored = {date(year, month, day) for year in range(2021, 2025) for month, day in MONITORED_ON}
    return sorted(day for day in endings | monitored if since <= day < until)


def _look(told: ThreeYears, story: Story, *, on: date) -> None:
    ends = story.ended_on == on
    due = Monitoring.objects.filter(case=story.case, done_on__isnull=True).first()
    if due is not None and (due.due_on.year, due.due_on.month) == (on.year, on.month):
        plans.record_monitoring(
            told.secretariat, monitoring=due, progress="落ち着いてきた" if ends else "訪問を続けている",
            result=MonitoringResult.END if ends else MonitoringResult.CONTINUE, done_on=on, today=on,
        )  # fmt: skip
    if ends and story.case is not None:
        story.case.refresh_from_db()
        close_case(
            told.secretariat, case=story.case, reason=CloseReason.ROLES_SET, comment="役割が決まり、見通しがついた",
            follow_up_agency_id=told.council.agency_id, watches=False, watcher="", check_on=None, today=on,
        )  # fmt: skip


def talked_in(stories: Iterable[Story], body: str, year: int) -> list[tuple[Story, date]]:
    """Every talk at the body in the year, one by one: for the slow counter."""
    return [(one, on) for one in stories for on in one.days_at(body) if fiscal_year(on) == year]
