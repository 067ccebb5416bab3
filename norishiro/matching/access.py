"""Gathers the facts the rules of this room ask for."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import live_on
from norishiro.carers.asking import age_span
from norishiro.cases.access import member_ids, writes_under
from norishiro.cases.models import Case
from norishiro.cases.rules import may_work_on, may_write_under
from norishiro.consultations.access import names_known_in, nobody_named
from norishiro.core.verdict import Verdict
from norishiro.matching import rules, tracks
from norishiro.matching.choices import HopeKind
from norishiro.matching.fitting import Wanted
from norishiro.matching.models import Doing, Hope, Participation, Shortage, ShortageFor
from norishiro.people.models import Person
from norishiro.resources.choices import TraitKind
from norishiro.resources.lookups import stopped_on
from norishiro.resources.models import Place
from norishiro.resources.rules import state_on


def standing_of(place: Place, *, on: date) -> str:
    """活動中, これから, 休止中 or 閉鎖 on a day."""
    stop = place.stops.filter(stopped_on(on)).order_by("-from_on").first()
    return state_on(day=on, opened_on=place.opened_on, stop_kind=stop.kind if stop else None)


def role_fits(place: Place, *, role: str) -> bool:
    """Whether the place takes people as that; where nothing is written of roles, nothing is known to speak against it."""
    offered = set(place.traits.filter(kind=TraitKind.ROLE).values_list("code", flat=True))
    return not offered or role in offered


def is_offered(doing: Doing, *, place: Place, on: date) -> bool:
    return Doing.objects.filter(live_on(on), id=doing.id, place=place).exists()


def may_keep_doing(
    actor: Actor, *, place: Place, what: str, about: str, from_on: date, until_on: date | None, doing: Doing | None,
    today: date,
) -> Verdict:  # fmt: skip
    same = Doing.objects.filter(place=place, what=what.strip(), until_on__isnull=True)
    taken = same.exclude(id=doing.id).exists() if doing else same.exists()
    return rules.may_keep_doing(
        what=what, names=names_known_in(actor, texts=[what, about]), taken=taken and until_on is None, from_on=from_on,
        until_on=until_on, today=today, closed=doing is None and standing_of(place, on=today) == "CLOSED",
    )  # fmt: skip


def may_begin(
    actor: Actor, *, case: Case, person: Person, place: Place, track: str, stage: str, role: str, eligibility: str,
    basis: str, on: date, today: date, doing: Doing | None = None,
) -> Verdict:  # fmt: skip
    way = tracks.track(track)
    already = Participation.objects.filter(
        person_id__in=person.all_ids,
        place=place,
        role=role,
        agency_id=actor.agency_id,
        basis=basis,
        ended_on__isnull=True,
    )
    return (
        may_work_on(status=case.status)
        & rules.may_begin(
            member=person.id in member_ids(case), on=on, today=today, standing=standing_of(place, on=today),
            already=already.exists(), role_fits=(doing is not None and doing.role == role) or role_fits(place, role=role),
            doing_fits=doing is None or is_offered(doing, place=place, on=today),
            stage_known=stage == tracks.CANDIDATE or way.stage(stage) is not None,
            asks_eligibility=bool(way.eligibility),
            eligible=eligibility in {one.code for one in way.eligibility},
        )
        & may_write_under(basis_open=writes_under(actor, subject_id=case.id, basis=basis))
    )  # fmt: skip


def may_write(actor: Actor, *, participation: Participation) -> Verdict:
    return rules.may_write(
        mine=participation.agency_id in actor.agency_ids, ended=participation.ended_on is not None
    )


def months_done(participation: Participation) -> set[int]:
    return set(participation.checks.values_list("months", flat=True))


def months_open(participation: Participation) -> list[int]:
    return rules.open_months(months=tracks.lists().settle_months, done=months_done(participation))


def attended(participation: Participation, *, on: date) -> bool:
    return participation.attendances.filter(on=on).exists()


def newest_hope(actor: Actor, *, case: Case, person: Person, basis: str) -> Hope | None:
    """The newest version the own agency wrote on this ground."""
    rows = Hope.objects.filter(
        case=case, person_id__in=person.all_ids, agency_id=actor.agency_id, basis=basis
    )
    return rows.prefetch_related("items").order_by("-number").first()


def may_keep_hope(
    actor: Actor, *, case: Case, person: Person, basis: str, told_on: date, today: date, says_something: bool, same: bool,
) -> Verdict:  # fmt: skip
    return (
        may_work_on(status=case.status)
        & rules.may_keep_hope(
            member=person.id in member_ids(case), told_on=told_on, today=today, says_something=says_something, same=same
        )
        & may_write_under(basis_open=writes_under(actor, subject_id=case.id, basis=basis))
    )  # fmt: skip


def wanted_of(*, hope: Hope | None, person: Person, today: date) -> Wanted:
    """A wish as the scoring asks it; without one, the age alone."""
    ages = age_span(earliest=person.birth_earliest, latest=person.birth_latest, today=today)
    if hope is None:
        return Wanted(ages=ages)
    ticked: defaultdict[str, list[str]] = defaultdict(list)
    for one in hope.items.all():
        ticked[one.kind].append(one.code)
    return Wanted(
        roles=frozenset(ticked[HopeKind.ROLE]), interests=tuple(sorted(ticked[HopeKind.INTEREST])),
        bands=frozenset(ticked[HopeKind.BAND]), weekdays=frozenset(int(one) for one in ticked[HopeKind.WEEKDAY]),
        areas=frozenset(ticked[HopeKind.AREA]), areas_only=hope.areas_only, states=frozenset(ticked[HopeKind.STATE]),
        ages=ages, fee_most=hope.fee_most, quiet=hope.quiet, alone=hope.alone, silent=hope.silent, small=hope.small,
        company=hope.company,
    )  # fmt: skip


def open_shortage(
    *, kind: str, role: str, area_id: UUID | None, band: str, lack: str = ""
) -> Shortage | None:
    """The same need that is still open, locked for the count."""
    rows = Shortage.objects.select_for_update(of=("self",)).filter(
        Q(area_id=area_id) if area_id else Q(area__isnull=True),
        kind=kind,
        role=role,
        band=band,
        lack=lack,
        closed_on__isnull=True,
    )
    return rows.order_by("raised_on", "made_at").first()


def may_note_shortage(
    actor: Actor, *, case: Case, person: Person, words: str, basis: str, found: Shortage | None
) -> Verdict:
    already = (
        found is not None
        and ShortageFor.objects.filter(shortage=found, person_id__in=person.all_ids).exists()
    )
    return (
        may_work_on(status=case.status)
        & rules.may_note_shortage(
            member=person.id in member_ids(case), words=words, names=names_known_in(actor, texts=[words]), already=already
        )
        & may_write_under(basis_open=writes_under(actor, subject_id=case.id, basis=basis))
    )  # fmt: skip


def may_touch_shortage(actor: Actor, *, shortage: Shortage) -> Verdict:
    making = {shortage.group.agency_id} if shortage.group else set()
    return rules.may_touch_shortage(
        mine=bool({shortage.agency_id, *making} & set(actor.agency_ids)),
        closed=shortage.closed_on is not None,
    )


def may_close_shortage(actor: Actor, *, shortage: Shortage, outcome: str) -> Verdict:
    return may_touch_shortage(actor, shortage=shortage) & nobody_named(actor, outcome, field="outcome")
