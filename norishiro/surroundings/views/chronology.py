"""家族年表: what somebody told, and what the house knows already, on one line of years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, page
from norishiro.cases import queries as case_queries
from norishiro.cases.choices import Certainty
from norishiro.core.calendar import PartialDate
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import Form
from norishiro.surroundings import forms, operations, queries
from norishiro.surroundings.drawing import chronology as drawing
from norishiro.surroundings.views.parts import (
    LOOK,
    WORK,
    Act,
    case_seen,
    frame,
    keep,
    offer_basis,
    offer_people,
    person_of,
    shown_of,
    today,
)

if TYPE_CHECKING:
    from norishiro.cases.models import Case
    from norishiro.people.models import Person
    from norishiro.surroundings.models import LifeEvent

SPANS = (2, 5, 10, 20)


@dataclass(frozen=True)
class Happening:
    """One line of the chronology, whoever knows of it."""

    row: str
    whose: str
    at: PartialDate
    what: str
    told: bool = False
    source: str = ""
    certainty: str = ""
    words: str = ""
    href: str = ""
    number: int = 0

    @property
    def first(self) -> date:
        return self.at.first_day() or date.max

    @property
    def last(self) -> date:
        return self.at.last_day() or date.max


HOUSEHOLD = "household"


def happenings(actor: Actor, *, case: Case, people: Sequence[Person]) -> list[Happening]:
    """Everything the actor may know of when, the oldest first, each once and numbered."""
    names = {one.id: one.label for one in people}
    found = [
        *_told(queries.life_events(actor, case=case), names),
        *_known(actor, case=case, people=people, names=names),
    ]
    rows = [HOUSEHOLD, *(str(one.id) for one in people)]
    ordered = sorted(found, key=lambda one: (one.first, one.last, rows.index(one.row), one.what))
    return [replace(one, number=number) for number, one in enumerate(ordered, start=1)]


def _told(events: Sequence[LifeEvent], names: dict[UUID, str]) -> Iterator[Happening]:
    for one in events:
        yield Happening(
            row=str(one.person_id) if one.person_id in names else HOUSEHOLD,
            whose=names.get(one.person_id, "世帯") if one.person_id else "世帯",
            at=PartialDate.from_code(one.happened), what=one.what, told=True, source=one.source,
            certainty=one.certainty, words=one.words, href=reverse("surroundings:change_event", args=[one.id]),
        )  # fmt: skip


def _known(
    actor: Actor, *, case: Case, people: Sequence[Person], names: dict[UUID, str]
) -> Iterator[Happening]:
    for person in people:
        birth = PartialDate.from_code(person.birth) if person.birth else None
        if birth and birth.first_day():
            yield Happening(str(person.id), person.label, birth, "生まれた")
        if person.died_on:
            yield Happening(str(person.id), person.label, PartialDate.of_day(person.died_on), "亡くなった")
    for one in queries.moves(actor, case=case):
        if one.person_id not in names:
            continue
        yield _on(one.person_id, names, one.from_on, "この世帯に入ったと記録")
        if one.until_on:
            yield _on(one.person_id, names, one.until_on, "この世帯を離れた")
    for consent in queries.consents_told(actor, case=case):
        if consent.person_id in names:
            yield _on(consent.person_id, names, consent.asked_on, f"情報共有：{consent.get_state_display()}")
    for change in case_queries.status_changes(actor, case=case):
        yield Happening(
            HOUSEHOLD, "世帯", PartialDate.of_day(change.changed_on), f"支援：{change.get_status_display()}"
        )


def _on(person_id: UUID, names: dict[UUID, str], day: date, what: str) -> Happening:
    return Happening(str(person_id), names[person_id], PartialDate.of_day(day), what)


def told_of(actor: Actor, *, case: Case, span: int | None, key: str, linked: bool) -> dict[str, Any]:
    """The drawing of some years with its list. Without a span: from the first event on."""
    people = queries.people_of(actor, case=case)
    known = happenings(actor, case=case, people=people)
    until = max([today().year, *(one.last.year for one in known if one.last != date.max)])
    first = min((one.first.year for one in known), default=until)
    since = max(until - span + 1, first) if span else first
    inside = [one for one in known if one.last.year >= since]
    return {
        "people": people,
        "happenings": inside,
        "left_out": len(known) - len(inside),
        "since": since,
        "until": until,
        "span": span,
        "chronology": _svg(people, inside, since=min(since, until - 1), until=until, key=key, linked=linked),
        "ids": [case.id, *(one.id for one in people)],
    }


def _svg(
    people: Sequence[Person], known: Sequence[Happening], *, since: int, until: int, key: str, linked: bool
) -> SafeString:
    first = date(since, 1, 1)
    table = drawing.Table(
        key=key, title="家族年表",
        words=f"{since}年から{until}年までの{len(known)}のできごと。同じ内容の一覧が、図の下にあります。",
        rows=[drawing.Row(HOUSEHOLD, "世帯"), *(drawing.Row(str(one.id), one.label) for one in people)],
        marks=[
            drawing.Mark(
                row=one.row, number=one.number, earliest=max(one.first, first), latest=one.last, name=one.what,
                words=f"{one.at.label()} {one.whose}：{one.what}", told=one.told,
                sure=one.certainty in ("", Certainty.CONFIRMED), href=one.href if linked else "",
            )
            for one in known
        ],
        from_year=since, until_year=until,
    )  # fmt: skip
    return mark_safe(drawing.draw(table))


@page(needs=LOOK)
def chronology(request: Any, case_id: UUID) -> HttpResponse:
    """家族年表."""
    case = case_seen(request, case_id)
    asked = request.GET.get("years", "")
    span = int(asked) if asked in {str(one) for one in SPANS} else None
    told = told_of(request.actor, case=case, span=span, key="years", linked=request.actor.may(WORK))
    context = {**frame(request.actor, case=case, label="家族年表"), **told, "spans": SPANS}
    return answer(request, "surroundings/chronology.html", context, shown=told["ids"])


def _back(case: Case) -> str:
    return reverse("surroundings:chronology", args=[case.id])


@page(needs=WORK)
def add_event(request: Any, case_id: UUID) -> HttpResponse:
    """できごとを書く."""
    case, actor = case_seen(request, case_id), request.actor
    form = open_form(request, forms.EventForm, subject=case.id, initial={"certainty": Certainty.HEARD})
    offer_people(form, actor, case=case)
    offer_basis(form, actor, subject_id=case.id)
    act = Act(
        "できごとを書く", "年表に入れる", "年表に入れました。",
        (
            "生まれた年・世帯に入った日・支援の始まりは、登録から自動で出ます。ここには書きません。",
            "つらい出来事だけでなく、うれしかったこと、続いたことも書きます。",
        ),
    )  # fmt: skip

    def do() -> None:
        given = dict(form.cleaned_data)
        person = person_of(actor, case=case, chosen=given.pop("person"))
        operations.add_event(actor, case=case, person=person, today=today(), **given)

    shown = shown_of(case, queries.members_on(actor, case=case, on=today()))
    return keep(request, form, act=act, do=do, back=_back(case), case=case, shown=shown)


@page(needs=WORK)
def change_event(request: Any, event_id: UUID) -> HttpResponse:
    """できごとを書き改める."""
    event = queries.get_event(request.actor, event_id=event_id)

    def opened(now: LifeEvent) -> Form:
        initial = {
            "happened": PartialDate.from_code(now.happened), "what": now.what, "words": now.words,
            "source": now.source, "certainty": now.certainty,
        }  # fmt: skip
        return open_form(request, forms.ChangeEventForm, subject=now.id, version=now.version, initial=initial)

    form = opened(event)
    act = Act(
        f"「{event.what}」を書き改める", "書き改める", "できごとを書き改めました。",
        ("くわしく分かったとき、思いちがいに気づいたときに使います。",),
    )  # fmt: skip
    return keep(
        request, form, act=act, back=_back(event.case), case=event.case,
        shown=[one for one in (event.case_id, event.person_id) if one],
        do=lambda: operations.change_event(
            request.actor, event=event, version=form.version or 0, today=today(), **form.cleaned_data
        ),
        current=lambda: opened(queries.get_event(request.actor, event_id=event_id)),
    )  # fmt: skip
