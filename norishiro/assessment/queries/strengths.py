"""What is refused, how help is taken, and the ○/×/? sheets with what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from norishiro.agencies.actor import Actor
from norishiro.assessment.dictionary import acceptance_steps
from norishiro.assessment.models import Acceptance, Refusal, RiskDecision, RiskSheet
from norishiro.assessment.rules import may_assess
from norishiro.cases.choices import OPEN_STATUSES
from norishiro.cases.models import Case
from norishiro.cases.queries import issues_visible_to
from norishiro.core.records import Unseen
from norishiro.people.models import Person
from norishiro.sharing.choices import Depth, Ground
from norishiro.sharing.queries import through_gate

LIMIT = 50
MOST_STRENGTHS = 6


def refusals_visible_to(actor: Actor) -> QuerySet[Refusal]:
    return through_gate(Refusal.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def acceptances_visible_to(actor: Actor) -> QuerySet[Acceptance]:
    return through_gate(
        Acceptance.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )


def risks_visible_to(actor: Actor) -> QuerySet[RiskSheet]:
    return through_gate(RiskSheet.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def refusals(actor: Actor, *, case: Case) -> list[Refusal]:
    """Who refuses what, those that hold first."""
    rows = refusals_visible_to(actor).filter(case=case)
    return list(
        rows.select_related("person", "for_person", "agency").order_by("eased_on", "-noted_on")[:LIMIT]
    )


def get_refusal(actor: Actor, *, refusal_id: UUID) -> Refusal:
    found = refusals_visible_to(actor).select_related("case", "person").filter(id=refusal_id).first()
    if found is None:
        raise Unseen(refusal_id)
    return found


def acceptances(
    actor: Actor, *, case: Case | None = None, person_ids: Iterable[UUID] | None = None
) -> list[Acceptance]:
    """受援力 over time, the oldest first: of a case, or of these people (for whoever looks for a place for them)."""
    rows = acceptances_visible_to(actor)
    if case is not None:
        rows = rows.filter(case=case)
    if person_ids is not None:
        rows = rows.filter(person_id__in=list(person_ids))
    newest = list(rows.select_related("person", "agency", "staff").order_by("-seen_on", "-made_at")[:LIMIT])
    return newest[::-1]


def strengths_of(actor: Actor, *, case: Case, person: Person) -> list[str]:
    """What has been seen of a person's strengths, the newest first and each once: beside how they take help, beside an issue
    of theirs, and on a sheet of signs. What is known from a 支援会議 alone is left out, because it is not for other use."""
    outside = Q(person=person, case=case) & ~Q(basis=Ground.CONFERENCE)
    noted = [
        *acceptances_visible_to(actor).filter(outside).values_list("seen_on", "strength"),
        *issues_visible_to(actor).filter(outside).values_list("found_on", "strength"),
        *risks_visible_to(actor).filter(outside).values_list("filled_on", "answers__strength"),
    ]
    newest = sorted((one for one in noted if one[1]), key=lambda one: one[0], reverse=True)
    return list(dict.fromkeys(words for _on, words in newest))[:MOST_STRENGTHS]


def steps_to_offer(*, beside: Case | None = None) -> list[tuple[str, str]]:
    """The steps of 受援力 as a form offers them. Beside something else about a case: none where the case has ended."""
    if beside is not None and not may_assess(status=beside.status).allowed:
        return []
    return [(one.code, f"{one.label}（例：{one.example}）") for one in acceptance_steps()]


def _with_answers(rows: QuerySet[RiskSheet]) -> QuerySet[RiskSheet]:
    decisions = RiskDecision.objects.select_related("staff").order_by("-decided_on", "-made_at")
    return rows.select_related("case", "person", "agency", "staff").prefetch_related(
        "answers", Prefetch("decisions", queryset=decisions)
    )


def risk_sheets(actor: Actor, *, case: Case) -> list[RiskSheet]:
    """The ○/×/? sheets of the case, the newest first, with their answers and decisions."""
    return list(_with_answers(risks_visible_to(actor).filter(case=case))[:LIMIT])


def get_risk(actor: Actor, *, risk_id: UUID) -> RiskSheet:
    found = _with_answers(risks_visible_to(actor)).filter(id=risk_id).first()
    if found is None:
        raise Unseen(risk_id)
    return found


def reviews_due(actor: Actor, *, until: date, limit: int = LIMIT) -> list[RiskSheet]:
    """Sheets the actor's agencies wrote in open cases, whose level is to be looked at again; each with ``review_on``."""
    newest = RiskDecision.objects.filter(sheet=OuterRef("id")).order_by("-decided_on", "-made_at")
    known = through_gate(risks_visible_to(actor), actor, subject="case_id", depth=Depth.OUTLINE)
    rows = (
        known.annotate(review_on=Subquery(newest.values("review_on")[:1]))
        .filter(agency_id__in=actor.agency_ids, review_on__lte=until, case__status__in=OPEN_STATUSES)
        .select_related("case", "person")
        .only("case__title", "form_name", "case_id", "person__name", "person__alias", "subject_id")
    )
    return list(rows.order_by("review_on", "id")[:limit])
