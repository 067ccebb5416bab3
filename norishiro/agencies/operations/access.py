"""Somebody cannot log in any more: another one helps them in, the person says whether they asked, and a no is looked into."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from norishiro.agencies import events, rules
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import HelpAnswer, HelpKind, KnownBy
from norishiro.agencies.models import AccessHelp, Staff
from norishiro.core.operation import operation
from norishiro.core.verdict import when
from norishiro.ledger.events import Event
from norishiro.ledger.operations import sign


@operation
def renew_password(
    actor: Actor, /, *, staff: Staff, known_by: KnownBy, password: str, now: datetime
) -> AccessHelp:
    """パスワードを作り直す: a password for one log-in, after which the person chooses their own.

    Changes: the password, every open session of the person (ended), one help the person is asked about. Recorded: how the
    person was known; never the password. Refuses: oneself, a sleeping or closed account, and whoever took the second proof
    off lately.
    """
    locked = _helped(actor, staff)
    rules.may_renew_password(both_by_one=_gave(actor, locked, HelpKind.PROOF, now=now)).or_refuse()
    locked.set_password(password)
    locked.password_is_lent = True
    locked.save(update_fields=["password", "password_is_lent"])
    return _noted(actor, locked, HelpKind.PASSWORD, known_by, events.PASSWORD_RENEWED)


@operation
def take_proof_off(actor: Actor, /, *, staff: Staff, known_by: KnownBy, now: datetime) -> AccessHelp:
    """二段階目を外す: the lost telephone or key opens nothing any more; the person registers a new one after the log-in.

    Changes: every second proof of the person (gone, with the spare codes), every open session (ended), one help the person
    is asked about. Recorded: how the person was known. Refuses: oneself, a sleeping or closed account, where there is
    none, and whoever made the password anew lately.
    """
    locked = _helped(actor, staff)
    proofs = Authenticator.objects.filter(user=locked)
    rules.may_take_proof_off(
        has_proof=proofs.exists(), both_by_one=_gave(actor, locked, HelpKind.PASSWORD, now=now)
    ).or_refuse()
    proofs.delete()
    return _noted(actor, locked, HelpKind.PROOF, known_by, events.PROOF_TAKEN_OFF)


def _helped(actor: Actor, staff: Staff) -> Staff:
    locked = Staff.objects.select_for_update().get(id=staff.id)
    rules.may_help(
        own=locked.id == actor.staff_id, active=locked.is_active, asleep=locked.asleep_on is not None
    ).or_refuse()
    return locked


def _gave(actor: Actor, staff: Staff, kind: HelpKind, *, now: datetime) -> bool:
    """Whether this same hand gave the other half lately."""
    since = now - timedelta(days=rules.HELD_DAYS)
    return AccessHelp.objects.filter(
        staff=staff, helper_id=actor.staff_id, kind=kind, made_at__gte=since
    ).exists()


def _noted(actor: Actor, staff: Staff, kind: HelpKind, known_by: KnownBy, verb: Event) -> AccessHelp:
    for one in UserSession.objects.filter(user=staff):
        one.end()
    given = AccessHelp.objects.create(
        staff=staff, kind=kind, known_by=known_by, helper_id=actor.staff_id, helper_agency_id=actor.agency_id
    )
    sign(actor, verb, subjects=[staff.id], changes={"known_by": (None, known_by)})
    return given


@operation
def answer_access(actor: Actor, /, *, given: AccessHelp, answer: HelpAnswer, now: datetime) -> AccessHelp:
    """手助けに覚えがあるか: the person themselves says it, once.

    Changes: the answer; a no stands on 「今日」 of those who review looks at the person's agency. Recorded: the answer.
    Refuses: somebody else, and a second answer.
    """
    locked = AccessHelp.objects.select_for_update().get(id=given.id)
    when(locked.staff_id != actor.staff_id, "not_own", "ご本人だけが答えられます。").or_refuse()
    when(
        bool(locked.answer), "answered", "もう答えています。変わったことがあれば、所属長に伝えてください。"
    ).or_refuse()
    locked.answer, locked.answered_at = answer, now
    locked.save(update_fields=["answer", "answered_at"])
    sign(actor, events.HELP_ANSWERED, subjects=[locked.staff_id], changes={"answer": ("", answer)})
    return locked


@operation
def settle_access(actor: Actor, /, *, given: AccessHelp, finding: str, now: datetime) -> AccessHelp:
    """覚えのない手助けを確かめる: what was found, in words. What may have got out is told on its own page.

    Changes: the finding. Recorded: that it was settled. Refuses: one's own, one given by oneself, and what nobody denied
    or somebody settled.
    """
    locked = AccessHelp.objects.select_for_update().get(id=given.id)
    involved = actor.staff_id in (locked.staff_id, locked.helper_id)
    when(
        involved, "involved", "手助けした人と受けた人は、確かめる側になれません。別の所属長に頼んでください。"
    ).or_refuse()
    open_still = locked.answer == HelpAnswer.UNKNOWN and locked.settled_at is None
    when(not open_still, "settled", "確かめることは、もうありません。").or_refuse()
    locked.finding, locked.settled_by_id, locked.settled_at = finding, actor.staff_id, now
    locked.save(update_fields=["finding", "settled_by", "settled_at"])
    sign(actor, events.HELP_SETTLED, subjects=[locked.staff_id], changes={"finding": (None, "書いた")})
    return locked
