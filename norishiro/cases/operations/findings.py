"""What is found out about a household: issues, open questions, wishes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases import access, events, rules
from norishiro.cases.choices import Certainty, IssueScope
from norishiro.cases.models import Case, Issue, Unknown, Wish
from norishiro.cases.operations.cases import moved
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words
from norishiro.sharing.operations import person as person_subject

LIFE = int(Category.LIFE_HISTORY)


def _ask_basis(actor: Actor, *, subject_id: UUID, basis: str) -> None:
    rules.may_write_under(
        basis_open=access.writes_under(actor, subject_id=subject_id, basis=basis)
    ).or_refuse()


def _ask_own(actor: Actor, *, case: Case, person: Person | None, basis: str) -> None:
    """What is written on own work is opened by own work: the wall refuses the row without that grant."""
    if basis == Ground.OWN:
        own_words(
            actor,
            subjects=[person_subject(person.id) if person else case_subject(case.id)],
            source_id=case.id,
        )


@operation
def add_issue(
    actor: Actor, /, *, case: Case, scope: str, person: Person | None = None, title: str, detail: str = "",
    strength: str = "", source: str, certainty: str = Certainty.HEARD, found_on: date, basis: str = Ground.OWN,
    categories: int = LIFE, today: date,
) -> Issue:  # fmt: skip
    """Write down what troubles a person, the household or the supporting agencies; who said so, how sure it is.

    Records ``issue.added``; refused by ``may_add_issue`` and for a basis the actor does not hold.
    """
    member = person is None or person.id in access.member_ids(case)
    rules.may_add_issue(
        status=case.status,
        scope=scope,
        person=person is not None,
        member=member,
        found_on=found_on,
        today=today,
    ).or_refuse()
    subject_id = person.id if person else case.id
    _ask_basis(actor, subject_id=subject_id, basis=basis)
    _ask_own(actor, case=case, person=person, basis=basis)
    issue = Issue.objects.create(
        case=case, subject_id=subject_id, basis=basis, agency_id=actor.agency_id, categories=categories, scope=scope,
        person=person, title=title, detail=detail, strength=strength, source=source, certainty=certainty,
        found_on=found_on, staff_id=actor.staff_id,
    )  # fmt: skip
    moved(case, today=today)
    sign(
        actor,
        events.ISSUE_ADDED,
        subjects=[case.id, subject_id],
        ground=basis,
        changed_text=["title", "detail"],
    )
    return issue


@operation
def gather_issues(
    actor: Actor, /, *, case: Case, issues: Iterable[Issue], title: str, detail: str = "", today: date
) -> Issue:
    """Gather issues of several members under one issue of the household; each keeps who supplied it and when.

    Records ``issue.gathered``; refused by ``may_gather``. The household issue is born under the basis of its parts:
    支援会議 stays 支援会議.
    """
    parts = list(issues)
    bases = {one.basis for one in parts}
    rules.may_gather(
        issues=len(parts), same_case=all(one.case_id == case.id for one in parts), same_basis=len(bases) <= 1,
        already_gathered=any(one.under_id for one in parts),
    ).or_refuse()  # fmt: skip
    basis = bases.pop()
    _ask_own(actor, case=case, person=None, basis=basis)
    household = Issue.objects.create(
        case=case, subject_id=case.id, basis=basis, agency_id=actor.agency_id, categories=LIFE,
        scope=IssueScope.HOUSEHOLD, title=title, detail=detail, source="課題のまとめ", certainty=Certainty.CONFIRMED,
        found_on=today, staff_id=actor.staff_id,
    )  # fmt: skip
    Issue.objects.filter(id__in=[one.id for one in parts]).update(under=household)
    moved(case, today=today)
    sign(
        actor, events.ISSUES_GATHERED, subjects=[case.id], ground=basis, changes={"parts": (None, len(parts))}
    )
    return household


@operation
def change_issue(actor: Actor, /, *, issue: Issue, status: str, today: date) -> Issue:
    """Say that an issue goes on, eased or is solved. Going back is possible.

    Records ``issue.status_changed``; refused by ``may_change_issue``.
    """
    locked = Issue.objects.select_for_update(of=("self",)).select_related("case").get(pk=issue.pk)
    rules.may_change_issue(status=locked.case.status, same=locked.status == status).or_refuse()
    before, locked.status = locked.status, status
    locked.save(update_fields=["status"])
    moved(locked.case, today=today)
    sign(actor, events.ISSUE_CHANGED, subjects=[locked.case_id], changes={"status": (before, status)})
    return locked


@operation
def add_unknown(
    actor: Actor, /, *, case: Case, person: Person | None = None, question: str, finder_agency_id: UUID, due_on: date,
    basis: str = Ground.OWN, today: date,
) -> Unknown:  # fmt: skip
    """Write down what nobody knows yet, who finds out and by when.

    Records ``unknown.added``; refused by ``may_ask_unknown``.
    """
    rules.may_ask_unknown(
        status=case.status, due_on=due_on, today=today,
        finder_live=access.is_live(agency_id=finder_agency_id, on=today),
    ).or_refuse()  # fmt: skip
    _ask_basis(actor, subject_id=case.id, basis=basis)
    _ask_own(actor, case=case, person=None, basis=basis)
    unknown = Unknown.objects.create(
        case=case, subject_id=case.id, basis=basis, agency_id=actor.agency_id, categories=LIFE, person=person,
        question=question, finder_agency_id=finder_agency_id, due_on=due_on, staff_id=actor.staff_id,
    )  # fmt: skip
    sign(actor, events.UNKNOWN_ADDED, subjects=[case.id], ground=basis, changed_text=["question"])
    return unknown


@operation
def answer_unknown(actor: Actor, /, *, unknown: Unknown, answer: str, today: date) -> Unknown:
    """What was unknown is known now. Records ``unknown.answered``; refused by ``may_answer_unknown``."""
    locked = Unknown.objects.select_for_update(of=("self",)).select_related("case").get(pk=unknown.pk)
    rules.may_answer_unknown(answered=locked.answered_on is not None, answer=answer).or_refuse()
    locked.answer, locked.answered_on = answer, today
    locked.save(update_fields=["answer", "answered_on"])
    moved(locked.case, today=today)
    sign(actor, events.UNKNOWN_ANSWERED, subjects=[locked.case_id], changed_text=["answer"])
    return locked


@operation
def note_wish(
    actor: Actor,
    /,
    *,
    case: Case,
    person: Person,
    words: str,
    said_on: date,
    basis: str = Ground.OWN,
    today: date,
) -> Wish:
    """Keep a wish in the person's own words. Records ``wish.noted``; refused by ``may_note_wish`` and for a basis the
    actor does not hold."""
    rules.may_note_wish(
        status=case.status, member=person.id in access.member_ids(case), said_on=said_on, today=today
    ).or_refuse()
    _ask_basis(actor, subject_id=person.id, basis=basis)
    _ask_own(actor, case=case, person=person, basis=basis)
    wish = Wish.objects.create(
        case=case, subject_id=person.id, basis=basis, agency_id=actor.agency_id, categories=LIFE, person=person,
        words=words, said_on=said_on, staff_id=actor.staff_id,
    )  # fmt: skip
    moved(case, today=today)
    sign(actor, events.WISH_NOTED, subjects=[case.id, person.id], ground=basis, changed_text=["words"])
    return wish
