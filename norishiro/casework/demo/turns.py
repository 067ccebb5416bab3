"""Longer turns that recur in the stories of every town: what is known, consent, a plan on its way, looking again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from norishiro.cases import operations as cases
from norishiro.cases.choices import CaseStatus, IssueScope
from norishiro.cases.models import Case
from norishiro.casework.demo.stage import Home, Stage
from norishiro.consultations.choices import LeadSide
from norishiro.meetings import operations as meetings
from norishiro.meetings.choices import ItemKind, ItemPurpose
from norishiro.plans import operations as plans
from norishiro.plans.choices import MonitoringResult, PlanKind
from norishiro.plans.models import Plan
from norishiro.sharing.choices import Ground

PlanTable = Iterable[tuple[str, str, str, str, date]]


@dataclass(frozen=True)
class PlanWay:
    """How plans go in this town: who drafts and tables, in which body, with whom, and who decides."""

    drafter: str
    body: str
    guests: tuple[str, ...]
    decider: str


def tell_of(stage: Stage, case: Case, home: Home, *, by: str) -> None:
    """What is known of the household on the first day: an issue each, a wish each, one thing nobody knows."""
    actor, on = stage.actor(by), case.opened_on
    for person, text in zip(home.everybody, (home.text["situation"], home.text["stuck"]), strict=False):
        cases.add_issue(
            actor, case=case, scope=IssueScope.PERSON, person=person, title=text.split("。")[0][:60], detail=text,
            source="本人・家族の話", found_on=on, today=on,
        )  # fmt: skip
    for key, person in home.people.items():
        words = home.text.get(f"wish_{key}")
        if words:
            cases.note_wish(actor, case=case, person=person, words=words, said_on=on, today=on)
    cases.add_unknown(
        actor, case=case, question="頼りにしている親せきや友人はいるか", finder_agency_id=actor.agency_id,
        due_on=on + timedelta(days=30), today=on,
    )  # fmt: skip


def consented(
    stage: Stage, home: Home, *, by: str, operator: str, on: date, to: Iterable[str], until: date
) -> Case:
    """A case of which everybody agreed, ten days after it began, that these agencies may know."""
    case = stage.open_case(home, by=by, operator=operator, lead=by, side=LeadSide.ADMINISTRATION, on=on)
    tell_of(stage, case, home, by=by)
    agreed = on + timedelta(days=10)
    for person in home.everybody:
        stage.consent(by, person, case=case, on=agreed, to=to, until=until)
    cases.change_status(
        stage.actor(by), case=case, status=CaseStatus.CONSENTED, reason="同意を受け取った", today=agreed
    )
    return case


def plan_found_sound(
    stage: Stage, case: Case, home: Home, *, at: PlanWay, found: date, until: date, rows: PlanTable
) -> Plan:
    """A draft is handed over, looked at in the meeting, and found appropriate on the day ``found``."""
    drafter, drafted = stage.actor(at.drafter), found - timedelta(days=8)
    plan = stage.draft(
        at.drafter,
        case,
        home,
        kind=PlanKind.MULTI_AGENCY,
        basis=Ground.CONSENT,
        on=drafted,
        until=until,
        rows=rows,
    )
    plans.submit_plan(
        drafter, plan=plan, comment="次の会議で見てください。", today=drafted + timedelta(days=1)
    )
    item, sitting = stage.call(
        at.drafter, case, body=at.body, kind=ItemKind.LAYERED, purpose=ItemPurpose.PLAN,
        reason="プランの適切性を見てほしい。", listed=drafted, held=found, guests=at.guests,
    )  # fmt: skip
    stage.come(sitting, [at.drafter], on=found)
    meetings.open_sitting(drafter, sitting=sitting, today=found)
    plans.mark_appropriate(
        drafter, plan=plan, item=item, comment="役割と期限がはっきりしている。", today=found
    )
    stage.finish(at.drafter, item, sitting, confirmed=found + timedelta(days=2))
    plan.refresh_from_db()
    return plan


def plan_decided(
    stage: Stage, case: Case, home: Home, *, at: PlanWay, decided: date, until: date, rows: PlanTable
) -> Plan:
    """The plan goes its whole way and is decided four days after the meeting."""
    plan = plan_found_sound(
        stage, case, home, at=at, found=decided - timedelta(days=4), until=until, rows=rows
    )
    plans.decide_plan(
        stage.actor(at.decider), plan=plan, decided_on=decided, agreed_on=decided, comment="", today=decided
    )
    plan.refresh_from_db()
    return plan


def monitor_until_today(stage: Stage, case: Case, *, by: str) -> None:
    """Every look that was due before today was taken on its day."""
    while waiting := case.monitorings.filter(done_on__isnull=True, due_on__lt=stage.today).first():
        plans.record_monitoring(
            stage.actor(by), monitoring=waiting, progress="少しずつ外に出る日が増えている。",
            result=MonitoringResult.CONTINUE, done_on=waiting.due_on, today=waiting.due_on,
        )  # fmt: skip
