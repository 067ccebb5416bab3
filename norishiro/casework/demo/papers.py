"""Members, oaths on paper, numbered papers and the plan in force, as the demo town knows them."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.utils import timezone

from norishiro.casework.demo.stage import OATH_WORDING, Stage, blank_page
from norishiro.meetings import operations as meetings
from norishiro.meetings.choices import CopyState, DesignationKind, RegulationKind
from norishiro.meetings.models import Body, Item, PaperCopy, Sitting

OUTLINE = (
    "会議の構成員は、区長が指定する。\n資料には番号をつけ、会議のあとで回収し、裁断して処分する。\n"
    "個人の情報は、指定された議題の話し合いのためだけに使う。"
)


def members_named(stage: Stage, *, by: str, body: Body) -> None:
    """Some are named for two years, one soon ends, one has ended; and the rules of the town in two versions."""
    ends = (
        (None, "suishin"),
        (stage.ahead(200), "csw"),
        (stage.ahead(25), "korei"),
        (stage.ago(20), "kokasen"),
    )
    for number, (until, login) in enumerate(ends, start=1):
        member = stage.actor(login)
        meetings.name_member(
            stage.actor(by), body=body, staff_id=member.staff_id, agency_id=member.agency_id,
            kind=DesignationKind.DUAL_ORDER if number == 1 else DesignationKind.NAMED, document=f"見本第{number}号",
            from_on=stage.ago(400), until_on=until,
        )  # fmt: skip
    for version, days in (("見本の初版", 400), ("見本の改正", 100)):
        meetings.add_regulation(
            stage.actor(by), kind=RegulationKind.OUTLINE, title="支援会議の運営要綱（見本）", version=version, text=OUTLINE,
            decided_on=stage.ago(days + 10), from_on=stage.ago(days),
        )  # fmt: skip


def papers_prepared(stage: Stage, *, by: str, item: Item, sitting: Sitting) -> None:
    """For a meeting to come: a guest without an account signed on paper, the scan is kept, and everybody has a copy."""
    guest = meetings.note_paper_oath(
        stage.actor(by), sitting=sitting, staff_id=None, name="見本の民生委員", agency_id=stage.agency("MINSEI"),
        wording=OATH_WORDING, signed_on=stage.ago(1), today=stage.today, scan=blank_page(),
    )  # fmt: skip
    _made(stage, by=by, item=item, oath_ids=[guest.id])


def papers_handed_out(stage: Stage, *, by: str, item: Item) -> list[PaperCopy]:
    """Everybody seated gets a printed copy."""
    _made(stage, by=by, item=item, oath_ids=[])
    copies = list(PaperCopy.objects.filter(about_id=item.id).select_related("sitting"))
    for one in copies:
        meetings.print_copy(stage.actor(by), copy=one, item=item, now=_noon(stage, item))
    return copies


def papers_collected(stage: Stage, copies: list[PaperCopy], *, by: str) -> None:
    """After the meeting most numbers came back and were shredded; one is not there, one has not come back yet."""
    actor, on = stage.actor(by), copies[0].sitting.held_on
    lost, *back, _still_out = copies
    meetings.settle_all(actor, sitting=lost.sitting, copy_ids=[one.id for one in back], on=on, today=on)
    for one in back:
        meetings.settle_copy(
            actor, copy=one, state=CopyState.DESTROYED, how="職員2人で裁断した", on=on, today=on
        )
    meetings.settle_copy(
        actor,
        copy=lost,
        state=CopyState.LOST,
        how="配った席に残っておらず、持ち帰った人もいない。",
        on=on,
        today=on,
    )


def _made(stage: Stage, *, by: str, item: Item, oath_ids: list[UUID]) -> None:
    seats = [one.id for one in item.seats.filter(ended_at__isnull=True)]
    meetings.make_papers(
        stage.actor(by), item=item, seat_ids=seats, oath_ids=oath_ids, open_until=None, now=_noon(stage, item),
        today=stage.today,
    )  # fmt: skip


def _noon(stage: Stage, item: Item) -> datetime:
    day = item.sitting.held_on if item.sitting else stage.today
    return timezone.make_aware(datetime.combine(day, time(12)))
