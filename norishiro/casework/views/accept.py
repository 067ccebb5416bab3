"""要: answer a request for 多機関協働 and open the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.casework.forms.accept import NEW_HOUSEHOLD, NO_HOUSEHOLD, AcceptForm
from norishiro.casework.operations.accept import accept_request as accept
from norishiro.consultations import queries, rules
from norishiro.consultations.choices import RequestStatus
from norishiro.consultations.views.common import lead_guide
from norishiro.core.form_pages import carry_out, open_form
from norishiro.people import queries as people_queries
from norishiro.profiles.current import current_profile

if TYPE_CHECKING:
    from norishiro.consultations.models import SupportRequest
    from norishiro.people.models import Household, Person


@page(needs=Permission.ANSWER_REQUEST)
def accept_request(request: Any, request_id: UUID) -> HttpResponse:
    """要と回答して、ケースを開く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_request(actor, request_id=request_id)
    may = rules.may_answer_request(
        mine=found.operator_id in actor.agency_ids, waiting=found.status == RequestStatus.APPLIED, refuses=False,
        reason="（これから書く）", proposal="",
    )  # fmt: skip
    homes = [
        one.household for one in people_queries.households_of(actor, person=found.person) if not one.until_on
    ]
    form = _form(request, found, homes)
    back = reverse("consultations:show_request", args=[found.id])
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            given = form.cleaned_data
            home, people = _household(request, given["household"], homes)
            case = accept(
                actor, request=found, title=given["title"], household=home,
                household_label=given["household_label"] if given["household"] == NEW_HOUSEHOLD else "",
                people=people, newcomers=form.newcomers, lead_agency_id=UUID(given["lead_agency"]),
                lead_staff_id=UUID(given["lead_staff"]) if given["lead_staff"] else None,
                lead_side=given["lead_side"], lead_side_reason=given["lead_side_reason"], reason=given["reason"],
                flow_step=given["flow_step"], applicant_task=given["applicant_task"], today=today,
            )  # fmt: skip
            messages.success(request, f"「要」と回答し、ケースを開きました（{case.number}）。")
            return reverse("cases:show", args=[case.id])

        done = carry_out(request, form, do=act)
        if done is not None:
            return done
    status = 422 if form.is_bound and form.errors else 200
    flow = current_profile(today).flow
    operators = {one.id for one in agency_queries.operators_of_flow(actor, flow=flow, on=today)}
    source = queries.consultation_of(actor, record=found)
    context = {
        "lead_guide": lead_guide(today), "lead_reason": rules.lead_reason_of(source.urgency) if source else "",
        "form": form, "found": found, "person": found.person, "may": may, "back": back,
        "consultation": source, "strengths": current_profile(today).strengths,
        "leaders": agency_queries.leaders_for(actor, area=found.person.area, agency_ids=operators, on=today),
    }  # fmt: skip
    return answer(request, "casework/accept_request.html", context, shown=[found.person_id], status=status)


def _form(request: Any, found: SupportRequest, homes: list[Household]) -> AcceptForm:
    today = timezone.localdate()
    staff: dict[str, list[tuple[str, str]]] = {}
    for pick in agency_queries.pickable(request.actor, today):
        staff.setdefault(pick.agency_name, []).append(
            (str(pick.staff_id), f"{pick.staff_name}（{pick.roles}）")
        )
    return open_form(
        request, AcceptForm, subject=found.id,
        agencies=[(str(one.id), one.name) for one in agency_queries.agencies(request.actor, on=today)],
        staff=list(staff.items()),
        steps=[(one.code, one.label) for one in current_profile(today).flow.steps],
        households=[(str(one.id), one.label) for one in homes],
        initial={
            "lead_agency": str(found.operator_id),
            "household": str(homes[0].id) if homes else NO_HOUSEHOLD,
        },
    )  # fmt: skip


def _household(request: Any, chosen: str, homes: list[Household]) -> tuple[Household | None, list[Person]]:
    """The chosen household with its present members the actor may see."""
    home = next((one for one in homes if str(one.id) == chosen), None)
    if home is None:
        return None, []
    members = people_queries.members_of(request.actor, household=home, on=timezone.localdate())
    return home, [one.person for one in members]
