"""What was taken in, row by row; where a place came from; the lists that are no places."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.core.tables import PAGE_SIZE, Page, Place, Way, cut_page
from norishiro.opendata import lookups
from norishiro.opendata.choices import IntakeState, Outcome
from norishiro.opendata.datasets import datasets
from norishiro.opendata.models import Intake, IntakeRow, Listed
from norishiro.resources.models import Place as Resource

SHOWN = 30


def intakes(actor: Actor) -> list[Intake]:
    """The newest, with how many rows became what."""
    counts = {f"{one.value.lower()}_rows": Count("rows", filter=Q(rows__outcome=one)) for one in Outcome}
    return list(Intake.objects.select_related("staff").annotate(all_rows=Count("rows"), **counts)[:SHOWN])


def get_intake(actor: Actor, *, intake_id: UUID) -> Intake:
    found = Intake.objects.select_related("staff").filter(id=intake_id).first()
    if found is None:
        raise Unseen(intake_id)
    return found


def outcomes_of(actor: Actor, *, intake: Intake) -> dict[str, int]:
    """How many rows became what; together they are all rows."""
    found = intake.rows.order_by().values_list("outcome").annotate(number=Count("id"))
    return dict(found)


def rows_of(
    actor: Actor, *, intake: Intake, outcome: str, at: Place, size: int = PAGE_SIZE
) -> Page[IntakeRow]:
    """A page of the rows of one outcome, in the order of the file."""
    rows = intake.rows.filter(outcome=outcome).select_related("place").prefetch_related("notes")
    pivot = IntakeRow.objects.filter(id=at.row).values_list("line_no", flat=True).first() if at.row else None
    back = at.way is Way.BEFORE and pivot is not None
    if pivot is not None:
        rows = rows.filter(**{"line_no__lt" if back else "line_no__gt": pivot})
    fetched = list(rows.order_by("-line_no" if back else "line_no")[: size + 1])
    return cut_page(fetched, place=at if pivot is not None else Place(), id_of=lambda one: one.id, size=size)


def all_rows(actor: Actor, *, intake: Intake) -> list[IntakeRow]:
    return list(intake.rows.select_related("place").prefetch_related("notes"))


def origin_of(actor: Actor, *, place: Resource) -> Listed | None:
    """From which file and row this place came, or was last compared."""
    rows = Listed.objects.filter(place=place).select_related("row__intake")
    return rows.order_by("-row__intake__taken_at").first()


def listed(
    actor: Actor, *, dataset: str, words: str, from_on: date | None, at: Place, size: int = PAGE_SIZE
) -> Page[Listed]:
    """What was taken of a dataset that is no place of ours, by name; events from a day on."""
    rows = Listed.objects.filter(dataset=dataset).select_related("row__intake")
    if words:
        rows = rows.filter(Q(row__name__icontains=words) | Q(row__address__icontains=words))
    if from_on is not None:
        ends = Q(row__ends_on__gte=from_on) | Q(row__ends_on=None, row__starts_on__gte=from_on)
        rows = rows.filter(ends)
    pivot = rows.filter(id=at.row).values_list("row__name", "id").first() if at.row else None
    back = at.way is Way.BEFORE and pivot is not None
    if pivot is not None:
        step = "lt" if back else "gt"
        rows = rows.filter(
            Q(**{f"row__name__{step}": pivot[0]}) | Q(**{"row__name": pivot[0], f"id__{step}": pivot[1]})
        )
    order = ("-row__name", "-id") if back else ("row__name", "id")
    fetched = list(rows.order_by(*order)[: size + 1])
    return cut_page(fetched, place=at if pivot is not None else Place(), id_of=lambda one: one.id, size=size)


def gone_from(actor: Actor, *, intake: Intake) -> list[str]:
    """What the list before had and this one has not, of a list that is kept as it is; asked only while it is looked at."""
    if intake.state != IntakeState.READ or datasets().named(intake.dataset).place_kind:
        return []
    return lookups.gone_since(intake)


SHELTERS = "EVACUATION"


def shelters(actor: Actor, *, hazard: str = "", words: str = "") -> list[IntakeRow]:
    """Every row of the newest lists of evacuation places, of each source; two questions, however many lists."""
    lists = [one.id for one in lookups.newest_lists(SHELTERS).values()]
    rows = IntakeRow.objects.filter(intake__in=lists).exclude(outcome=Outcome.HELD).select_related("intake")
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(kana__icontains=word) | Q(address__icontains=word))
    found = list(rows.order_by("name", "id"))
    return [one for one in found if not hazard or hazard in one.hazard_codes]


def get_shelter(actor: Actor, *, row_id: UUID) -> IntakeRow:
    """A row that stands in a newest list."""
    found = next((one for one in shelters(actor) if one.id == row_id), None)
    if found is None:
        raise Unseen(row_id)
    return found


def as_it_stands(actor: Actor, *, rows: Collection[IntakeRow]) -> dict[UUID, IntakeRow | None]:
    """What the newest list of the same source says of each of these rows; None where it has left the list. Two questions."""
    if not rows:
        return {}
    lists = {one.id: source for source, one in lookups.newest_lists(SHELTERS).items()}
    found = lookups.rows_named(list(lists), {one.external_id for one in rows})
    by_key = {(lists[one.intake_id], one.external_id): one for one in found}
    return {one.id: by_key.get((one.intake.source, one.external_id)) for one in rows}


def waiting_number(actor: Actor) -> int:
    return Intake.objects.filter(state=IntakeState.READ).count()


def public_places(actor: Actor) -> list[Resource]:
    """All that may be handed out, by name, with all their parts. A private home is never public."""
    rows = Resource.objects.filter(is_public=True, private_home=False).select_related(
        "organisation", "location"
    )
    return list(rows.prefetch_related("opening", "traits", "stops").order_by("name", "id"))


def public_number(actor: Actor) -> int:
    return Resource.objects.filter(is_public=True, private_home=False).count()
