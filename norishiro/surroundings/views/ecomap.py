"""エコマップ: one day, two days side by side, and the ties one by one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, page
from norishiro.cases.views.parts import WHO_READS
from norishiro.core.form_pages import finish, open_form
from norishiro.core.forms.base import Form
from norishiro.sharing.queries import bases_open_to
from norishiro.surroundings import changes, forms, operations, queries
from norishiro.surroundings.choices import AroundKind, Direction, Strength
from norishiro.surroundings.operations import Around, State
from norishiro.surroundings.views import pictures
from norishiro.surroundings.views.parts import (
    LOOK,
    WORK,
    Act,
    case_seen,
    day_asked,
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
    from norishiro.surroundings.forms import TieForm
    from norishiro.surroundings.models import Tie
    from norishiro.surroundings.queries import Proposal

DAYS = 12


def drawn_on(
    actor: Actor, *, case: Case, ties: list[Tie], on: date, key: str, linked: bool, beside: date | None = None
) -> dict[str, Any]:
    """The drawing of one day with its list; ``beside`` another day, as far as possible with everybody in the same place."""
    members = queries.members_on(actor, case=case, on=on)
    live = pictures.live_on(ties, on=on)
    others = pictures.live_on(ties, on=beside) if beside else []
    drawing = pictures.ecomap_svg(
        case=case, members=members, ties=live, on=on, key=key, linked=linked, beside=others
    )
    return {
        "on": on,
        "members": members,
        "ties": [(one, pictures.in_words(one)) for one in live],
        "drawing": drawing,
        "ids": [*shown_of(case, members), *pictures.shown_around(live)],
    }


@page(needs=LOOK)
def ecomap(request: Any, case_id: UUID) -> HttpResponse:
    """エコマップ: a page of its own, or a part of the household's page."""
    case, on = case_seen(request, case_id), day_asked(request)
    ties = queries.ties(request.actor, case=case)
    drawn = drawn_on(request.actor, case=case, ties=ties, on=on, key="ecomap", linked=request.actor.may(WORK))
    if request.htmx:
        return answer(
            request, "surroundings/parts/ecomap_part.html", {**drawn, "case": case}, shown=drawn["ids"]
        )
    already = {one.other_agency_id or one.other_id for one, _words in drawn["ties"]}
    proposals = queries.proposals(request.actor, case=case, drawn={one for one in already if one})
    context = {
        **frame(request.actor, case=case, label="エコマップ"),
        **drawn,
        "is_today": on == today(),
        "days": pictures.days_of_change(ties)[:DAYS],
        "proposals": proposals,
        "team_waits": any(one.kind == AroundKind.AGENCY for one in proposals),
        "readers": WHO_READS[bases_open_to(request.actor, subject_id=case.id)[0]],
        "team_form": open_form(request, Form, subject=case.id),
        "past": [(one, pictures.in_words(one)) for one in reversed(ties) if one.until_on],
    }
    return answer(request, "surroundings/ecomap.html", context, shown=[*drawn["ids"], *_people(proposals)])


def _people(proposals: list[Proposal]) -> list[UUID]:
    return [one.key for one in proposals if one.kind == AroundKind.PERSON]


@page(needs=LOOK)
def compare_ecomaps(request: Any, case_id: UUID) -> HttpResponse:
    """二つの日をならべる: two drawings and what became of each tie, in words."""
    case = case_seen(request, case_id)
    ties = queries.ties(request.actor, case=case)
    days = pictures.days_of_change(ties)
    first = day_asked(request, "before") if request.GET.get("before") else days[-1] if days else today()
    last = day_asked(request, "after")
    before, after = min(first, last), max(first, last)
    earlier = drawn_on(
        request.actor, case=case, ties=ties, on=before, key="before", linked=False, beside=after
    )
    later = drawn_on(request.actor, case=case, ties=ties, on=after, key="after", linked=False, beside=before)
    context = {
        **frame(request.actor, case=case, label="エコマップをくらべる"),
        "earlier": earlier,
        "later": later,
        "differences": changes.differences(
            pictures.held(pictures.live_on(ties, on=before)), pictures.held(pictures.live_on(ties, on=after))
        ),
        "days": list(dict.fromkeys([today(), *days])),
    }
    return answer(
        request,
        "surroundings/compare_ecomaps.html",
        context,
        shown=dict.fromkeys([*earlier["ids"], *later["ids"]]),
    )


@require_POST
@page(needs=WORK)
def draw_team(request: Any, case_id: UUID) -> HttpResponse:
    """関わる機関をまとめて図に入れる: under the ground that would be proposed for writing."""
    case, actor = case_seen(request, case_id), request.actor
    agencies = [one.key for one in queries.proposals(actor, case=case) if one.kind == AroundKind.AGENCY]

    def draw() -> str:
        basis = bases_open_to(actor, subject_id=case.id)[0]
        operations.draw_team(actor, case=case, agency_ids=agencies, basis=basis, today=today())
        messages.success(
            request, "関わる機関を、図に入れました。線を選んで、いまのつながりの強さに直してください。"
        )
        return _back(case)

    return finish(request, open_form(request, Form, subject=case.id), do=draw)


# --- one tie -------------------------------------------------------------------------------------


def _back(case: Case) -> str:
    return reverse("surroundings:ecomap", args=[case.id])


@page(needs=WORK)
def add_tie(request: Any, case_id: UUID) -> HttpResponse:
    """つながりを書く."""
    case, actor = case_seen(request, case_id), request.actor
    form = open_form(
        request, forms.TieForm, subject=case.id,
        initial={
            "strength": Strength.NORMAL, "direction": Direction.NONE, "certainty": "HEARD", "from_on": today(),
            "kind": AroundKind.PERSON, "around": request.GET.get("around", ""),
        },
    )  # fmt: skip
    offer_people(form, actor, case=case)
    offer_basis(form, actor, subject_id=case.id)
    near = queries.proposals(actor, case=case)
    _offer_around(form, actor, near)
    act = Act(
        "つながりを書く", "つながりを図に入れる", "つながりを図に入れました。",
        (
            "世帯か、だれか一人から、まわりの人・機関・場への線を一本書きます。",
            "変わったら、消さずに書き改めます。前の図はいつでも開けます。",
        ),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        operations.add_tie(
            actor, case=case, person=person_of(actor, case=case, chosen=given["person"]),
            around=_around(given), state=_state(given), from_on=given["from_on"], basis=given["basis"], today=today(),
        )  # fmt: skip

    members = queries.members_on(actor, case=case, on=today())
    shown = [*shown_of(case, members), *_people(near)]
    return keep(request, form, act=act, do=do, back=_back(case), case=case, shown=shown)


def _offer_around(form: TieForm, actor: Actor, near: list[Proposal]) -> None:
    """Who is around already first, then the whole directory."""
    people = [one for one in near if one.kind == AroundKind.PERSON]
    team = [one for one in near if one.kind == AroundKind.AGENCY]
    known = {one.key for one in team}
    everybody = [one for one in agency_queries.agencies(actor, on=today()) if one.id not in known]
    form.fields["around"].choices = [
        ("", "選んでください"),
        ("この世帯に関わる機関", [(f"{AroundKind.AGENCY}:{one.key}", f"{one.name}（{one.why}）") for one in team]),
        ("世帯の外の人", [(f"{AroundKind.PERSON}:{one.key}", f"{one.name}（{one.why}）") for one in people]),
        ("そのほかの機関", [(f"{AroundKind.AGENCY}:{one.id}", one.name) for one in everybody]),
    ]  # fmt: skip


def _around(given: dict[str, Any]) -> Around:
    kind, _colon, key = given["around"].partition(":")
    if not key:
        return Around(given["kind"] or AroundKind.PERSON, name=given["name"])
    return (
        Around(kind, agency_id=UUID(key)) if kind == AroundKind.AGENCY else Around(kind, person_id=UUID(key))
    )


def _state(given: dict[str, Any]) -> State:
    return State(
        strength=given["strength"], strained=given["strained"], direction=given["direction"], words=given["words"],
        source=given["source"], certainty=given["certainty"],
    )  # fmt: skip


@page(needs=WORK)
def change_tie(request: Any, tie_id: UUID) -> HttpResponse:
    """つながりの変化を書く."""
    tie = queries.get_tie(request.actor, tie_id=tie_id)
    form = open_form(
        request, forms.ChangeTieForm, subject=tie.id,
        initial={
            "strength": tie.strength, "strained": tie.strained, "direction": tie.direction, "words": tie.words,
            "source": tie.source, "certainty": tie.certainty, "from_on": today(),
        },
    )  # fmt: skip
    act = Act(
        f"{pictures.who(tie)}と{tie.around}のつながり", "書き改める", "つながりの変化を書きました。",
        ("強くなっても、弱くなっても、そのまま書きます。逆戻りは失敗ではありません。", "前の線は、前の日までの図に残ります。"),
    )  # fmt: skip
    return keep(
        request, form, act=act, back=_back(tie.case), case=tie.case, shown=_shown(tie),
        do=lambda: operations.change_tie(
            request.actor, tie=tie, state=_state(form.cleaned_data), from_on=form.cleaned_data["from_on"], today=today()
        ),
        about={"tie": tie, "now": pictures.in_words(tie)},
    )  # fmt: skip


@page(needs=WORK)
def end_tie(request: Any, tie_id: UUID) -> HttpResponse:
    """つながりを終える."""
    tie = queries.get_tie(request.actor, tie_id=tie_id)
    form = open_form(request, forms.EndTieForm, subject=tie.id, initial={"until_on": today()})
    act = Act(
        f"{pictures.who(tie)}と{tie.around}のつながりを終える", "終える", "つながりを終えました。",
        ("線は、この日からの図に出なくなります。前の日までの図には残ります。",),
    )  # fmt: skip
    return keep(
        request, form, act=act, back=_back(tie.case), case=tie.case, shown=_shown(tie),
        do=lambda: operations.end_tie(request.actor, tie=tie, today=today(), **form.cleaned_data),
    )  # fmt: skip


def _shown(tie: Tie) -> list[UUID]:
    return [one for one in (tie.case_id, tie.person_id, tie.other_id) if one]
