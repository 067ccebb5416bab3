"""Reads without an actor, for the verbs of this room; the wall narrows them to one office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection

from norishiro.core.addresses import address_key
from norishiro.core.names import name_key
from norishiro.core.withheld import COVER, covered
from norishiro.evacuation.choices import Heard, LeftOut, Matter, Said, Share, SupportState
from norishiro.evacuation.models import (
    Change,
    Entry,
    EvacuationPlan,
    GivingConsent,
    Letter,
    Listing,
    Need,
    PlanForm,
    PlanLine,
    Refuge,
    Support,
    Target,
    Visit,
)
from norishiro.evacuation.papers import PackArea, PackPerson
from norishiro.evacuation.rules import ConsentNow, Ordinance, Standing, Word, consent_now, left_out_because
from norishiro.opendata.datasets import datasets
from norishiro.people.choices import WithheldField
from norishiro.people.lookups import areas_of_addresses

Named = tuple[str, date]

# --- what is withheld today ------------------------------------------------------------------------

SAID = ("name", "kana", "address", "phone")


def withheld_now() -> dict[UUID, set[str]]:
    """Of the people on one's own lists, and of those one was asked to visit, what is withheld today. One question."""
    found: dict[UUID, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, field FROM evacuation_withheld()")
        for person_id, which in cursor.fetchall():
            found[person_id].add(which)
    return found


def homes_withheld() -> frozenset[UUID]:
    """Of whom nothing may be said that tells where they live."""
    return frozenset(one for one, fields in withheld_now().items() if fields - {WithheldField.PHONE})


def as_told(lines: Iterable[Entry]) -> list[Entry]:
    """The one door for lines of lists, with their targets: each as it may be shown, printed or handed over today. A list keeps
    what its file said; of whoever was withheld since, by person or by word, there is neither address nor where it lies.
    Two questions, however many lines."""
    entries = list(lines)
    _cover(entries, {one: one.target.person_id for one in entries})
    for one in entries:
        if COVER in one.address:
            one.postal_code, one.latitude, one.longitude = "", None, None
    return entries


def visits_as_told(visits: Sequence[Visit]) -> list[Visit]:
    """The same for what a contractor was told of each person."""
    _cover(visits, {one: one.subject_id for one in visits})
    return list(visits)


def _cover(rows: Sequence[Entry] | Sequence[Visit], whose: Mapping[Any, UUID | None]) -> None:
    """Covered in hand, never in the database: what was read stays as it was read."""
    if not rows:
        return
    withheld = withheld_now()
    covers = iter(covered([getattr(one, name) for one in rows for name in SAID]))
    for one in rows:
        person_id = whose[one]
        fields = withheld.get(person_id, set()) if person_id else set()
        for name in SAID:
            cover = next(covers)
            hidden = fields - {WithheldField.PHONE} if name == "address" else fields & {WithheldField.PHONE}
            if name in ("address", "phone") and hidden and getattr(one, name):
                setattr(one, name, COVER)
            elif cover is not None:
                setattr(one, name, cover)


@dataclass
class Known:
    """Everybody this office has ever listed: by number, and by name and day of birth."""

    by_number: dict[str, Target] = field(default_factory=dict)
    by_name: dict[Named, list[Target]] = field(default_factory=lambda: defaultdict(list))

    def add(self, target: Target) -> None:
        if target.number:
            self.by_number[target.number] = target
        self.by_name[target.name_key, target.birth].append(target)

    def find(self, *, number: str, key: str, birth: date) -> list[Target]:
        """By number; without one, or where the number is new, by name and day of birth (never somebody with another number)."""
        if number and number in self.by_number:
            return [self.by_number[number]]
        same = self.by_name.get((key, birth), [])
        return [one for one in same if not (number and one.number)]


def known_to(agency_id: UUID) -> Known:
    known = Known()
    for one in Target.objects.filter(agency_id=agency_id).order_by("made_at"):
        known.add(one)
    return known


def entries_by_target(listing: Listing) -> dict[UUID, Entry]:
    return {one.target_id: one for one in Entry.objects.filter(listing=listing)}


def needs_in(listing: Listing) -> dict[UUID, set[tuple[str, str]]]:
    """Of each entry, the kinds of file and their words."""
    found: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    for entry_id, kind, words in Need.objects.filter(entry__listing=listing).values_list(
        "entry_id", "kind", "words"
    ):
        found[entry_id].add((kind, words))
    return found


def standings_in(listing: Listing) -> tuple[dict[UUID, Standing], dict[UUID, UUID]]:
    """Everybody on a list as two lists are compared, and each one's entry."""
    needs = needs_in(listing)
    rows = Entry.objects.filter(listing=listing).values_list("target_id", "id", "name", "address")
    standings, entries = {}, {}
    for target_id, entry_id, name, address in rows:
        standings[target_id] = Standing(
            name_key(name), address_key(address), frozenset(needs.get(entry_id, ()))
        )
        entries[target_id] = entry_id
    return standings, entries


def listing_before(listing: Listing) -> Listing | None:
    return (
        Listing.objects.filter(agency_id=listing.agency_id, state="FIXED", base_on__lt=listing.base_on)
        .order_by("-base_on")
        .first()
    )


def last_letters(agency_id: UUID) -> dict[UUID, str]:
    """Of each target ever written to, where the newest notice stands."""
    rows = Letter.objects.filter(mailing__agency_id=agency_id).order_by("mailing__made_at")
    return dict(rows.values_list("entry__target_id", "state"))


def changes_of(listing: Listing) -> Iterable[Change]:
    return Change.objects.filter(listing=listing).select_related("entry__target")


def form_on(agency_id: UUID, day: date) -> PlanForm | None:
    """The form in which a plan of this day is written."""
    return PlanForm.objects.filter(agency_id=agency_id, from_on__lte=day).order_by("-from_on").first()


def newest_plan(target: Target) -> EvacuationPlan | None:
    return EvacuationPlan.objects.filter(target=target).order_by("-number").first()


def refuges_of(plan: EvacuationPlan) -> list[Refuge]:
    """Of each kind of disaster what was chosen last, with its steps; two questions."""
    rows = Refuge.objects.filter(plan=plan).order_by("hazard", "number").prefetch_related("steps")
    return list({one.hazard: one for one in rows}.values())


# --- handing out in ordinary times -----------------------------------------------------------------


def consents_now(agency_id: UUID, *, matter: str, target: Target | None = None) -> dict[UUID, ConsentNow]:
    """What everybody's answers come to; a no on the paper of the newest plan is an answer too. Two questions."""
    rows = GivingConsent.objects.filter(target__agency_id=agency_id, matter=matter)
    if target is not None:
        rows = rows.filter(target=target)
    words: dict[UUID, list[tuple[date, Word]]] = defaultdict(list)
    for one in rows.order_by("on", "made_at"):
        words[one.target_id].append(
            (one.on, Word(one.said, frozenset(one.receivers), one.heard, one.checked))
        )
    if matter == Matter.PLAN:
        for target_id, on in refusals_on_paper(agency_id, target=target).items():
            words[target_id].append((on, Word(Said.REFUSED, frozenset(), Heard.PLAN)))
    by_day = {who: sorted(said, key=lambda one: one[0]) for who, said in words.items()}
    return {who: consent_now([word for _on, word in said]) for who, said in by_day.items()}


def refusals_on_paper(agency_id: UUID, *, target: Target | None = None) -> dict[UUID, date]:
    """Whose newest plan says no to being handed out, and since when."""
    rows = EvacuationPlan.objects.filter(target__agency_id=agency_id)
    if target is not None:
        rows = rows.filter(target=target)
    newest = {
        who: (share, on)
        for who, share, on in rows.order_by("number").values_list("target", "share", "made_on")
    }
    return {who: on for who, (share, on) in newest.items() if share == Share.REFUSED}


@dataclass(frozen=True)
class Divided:
    """Everybody of a list and an area: who may be handed out, and how many may not for which reason."""

    entries: list[Entry]
    left_out: dict[str, int]

    @property
    def total(self) -> int:
        return len(self.entries) + sum(self.left_out.values())

    @property
    def rows(self) -> list[tuple[str, int]]:
        return [(str(one.label), self.left_out[one]) for one in LeftOut if self.left_out.get(one)]


def divided(
    listing: Listing, *, matter: str, receiver: str, area: str, ordinance: Ordinance | None
) -> Divided:
    """Whom of a list this receiver may be handed today. Five questions, however many people."""
    rows = Entry.objects.filter(listing=listing).select_related("target").order_by("kana", "name", "id")
    entries = as_told(list(rows.filter(address__contains=area) if area else rows))
    now = consents_now(listing.agency_id, matter=matter)
    planned = (
        set(
            EvacuationPlan.objects.filter(target__agency_id=listing.agency_id).values_list(
                "target", flat=True
            )
        )
        if matter == Matter.PLAN
        else None
    )
    found: list[Entry] = []
    left_out: dict[str, int] = defaultdict(int)
    for one in entries:
        why = left_out_because(
            now.get(one.target_id, consent_now([])), receiver=receiver, ordinance=ordinance,
            withheld=COVER in f"{one.name}{one.address}", planned=planned is None or one.target_id in planned,
        )  # fmt: skip
        if why is None:
            found.append(one)
        else:
            left_out[why.value] += 1
    return Divided(found, dict(left_out))


def helpers_of(targets: Any) -> dict[UUID, list[Support]]:
    """Of each of these people (ids, or a question that answers them), who agreed to help."""
    found: dict[UUID, list[Support]] = defaultdict(list)
    rows = Support.objects.filter(target__in=targets, state=SupportState.AGREED)
    for one in rows.select_related("supporter").order_by("answered_on", "made_at"):
        found[one.target_id].append(one)
    return found


HELPERS = "手伝うと引き受けた人・団体"


def helpers_in_words(supports: Iterable[Support]) -> str:
    """As it stands on paper: who, what for, and how to reach them."""
    return "\n".join(
        "　".join(part for part in (one.supporter.name, f"（{one.what}）", one.supporter.phone) if part)
        for one in supports
    )


# --- the pack for a disaster -----------------------------------------------------------------------

NO_AREA, HIDDEN_AREA = "地区の分からない人", "住所を伏せている人"


@dataclass(frozen=True)
class Gathered:
    """Everybody of a pack by area, and how many they are."""

    areas: list[PackArea]
    people: int
    planned: int
    withheld: int


def pack_areas(listing: Listing, *, ask: str, on: date) -> Gathered:
    """Everybody on a list by area and reading, with what their newest plan says. Of whoever's address is withheld there is
    neither address nor telephone nor plan nor area: where the evacuation place lies would tell. Whom to ask stands there."""
    rows = Entry.objects.filter(listing=listing).select_related("target").order_by("kana", "name", "id")
    entries = as_told(list(rows))
    areas = areas_of_addresses([one.address for one in entries], on=on)
    needs = needs_in(listing)
    plans, lines = plans_said(listing)
    helpers = helpers_told(listing)
    grouped: dict[str, list[PackPerson]] = defaultdict(list)
    order: dict[str, tuple[int, str]] = {HIDDEN_AREA: (2, ""), NO_AREA: (1, "")}
    for entry, area in zip(entries, areas, strict=True):
        home, hidden = entry.address, COVER in entry.address
        name = HIDDEN_AREA if hidden else area.name if area else NO_AREA
        if area and not hidden:
            order[name] = (0, area.code)
        plan = plans.get(entry.target_id)
        grouped[name].append(
            PackPerson(
                0, entry.name, entry.kana, entry.birth, entry.sex, f"{COVER}（{ask}に聞いてください）" if hidden else home,
                "" if hidden else entry.phone, "・".join(sorted({words for _kind, words in needs.get(entry.id, ()) if words})),
                plan.made_on if plan else None,
                () if hidden else [*(lines.get(plan.id, ()) if plan else ()), *helpers.get(entry.target_id, ())],
            )
        )  # fmt: skip
    numbers = count(1)
    found = [
        PackArea(name, [replace(one, number=next(numbers)) for one in grouped[name]])
        for name in sorted(grouped, key=lambda one: (order[one], one))
    ]
    return Gathered(found, len(entries), len(plans), len(grouped.get(HIDDEN_AREA, ())))


def plans_said(
    listing: Listing,
) -> tuple[dict[UUID, EvacuationPlan], dict[UUID, list[tuple[str, str]]]]:
    """Of each person on the list the newest plan, and its lines; what is withheld of anybody stands in none of them."""
    rows = EvacuationPlan.objects.filter(target__entries__listing=listing).order_by("number")
    plans = {one.target_id: one for one in rows}
    said = PlanLine.objects.filter(plan__in=[one.id for one in plans.values()]).order_by("item__order")
    rows_said = list(said.values_list("plan_id", "item__label", "text"))
    covers = covered([text for _plan, _label, text in rows_said])
    lines: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for (plan_id, label, text), cover in zip(rows_said, covers, strict=True):
        lines[plan_id].append((label, cover or text))
    chosen = _chosen_places([one.id for one in plans.values()])
    for (plan_id, label, text), cover in zip(chosen, covered([text for *_, text in chosen]), strict=True):
        lines[plan_id].append((label, cover or text))
    return plans, lines


def _chosen_places(plan_ids: list[UUID]) -> list[tuple[UUID, str, str]]:
    """The places chosen from the open lists, with the way there, as lines of the plan. Two questions, however many."""
    rows = Refuge.objects.filter(plan__in=plan_ids).order_by("hazard", "number").select_related("row")
    last = {(one.plan_id, one.hazard): one for one in rows.prefetch_related("steps")}
    names = datasets().hazard_names
    return [
        (
            plan_id, f"避難する所（{names.get(hazard, hazard)}）",
            "　".join([f"{one.row.name}（{one.row.address}）", *(step.words for step in one.steps.all())]),
        )
        for (plan_id, hazard), one in last.items()
    ]  # fmt: skip


def helpers_told(listing: Listing) -> dict[UUID, list[tuple[str, str]]]:
    """Of everybody on a list, who agreed to help; nobody who was only asked, said no, or left."""
    ids = Entry.objects.filter(listing=listing).values_list("target", flat=True)
    told = [(who, helpers_in_words(supports)) for who, supports in helpers_of(ids).items()]
    covers = covered([words for _who, words in told])
    return {who: [(HELPERS, cover or words)] for (who, words), cover in zip(told, covers, strict=True)}
