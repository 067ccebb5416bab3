"""The rules of the gate, one file per noun: pure, each with every reason."""

from norishiro.sharing.rules.consents import (
    ConsentFact,
    Scope,
    StoppedConsentFact,
    is_soon_over,
    may_keep_wording,
    may_note_refusal,
    may_see_to_withdraw,
    may_take_consent,
    may_withdraw_consent,
    may_withdraw_stopped,
    narrower,
    narrowest,
    without,
)
from norishiro.sharing.rules.decisions import OWN, Decision, GrantFact, Looking, RecordFact, decide, may_grant
from norishiro.sharing.rules.exclusions import may_exclude_staff, may_readmit_staff
from norishiro.sharing.rules.provisions import (
    ConditionFact,
    ground_stands,
    may_acknowledge,
    may_end_provision,
    may_provide,
    may_review_provision,
)

__all__ = [
    "ConditionFact",
    "ConsentFact",
    "Decision",
    "GrantFact",
    "Looking",
    "OWN",
    "RecordFact",
    "Scope",
    "StoppedConsentFact",
    "decide",
    "ground_stands",
    "is_soon_over",
    "may_acknowledge",
    "may_end_provision",
    "may_exclude_staff",
    "may_grant",
    "may_keep_wording",
    "may_note_refusal",
    "may_provide",
    "may_readmit_staff",
    "may_review_provision",
    "may_see_to_withdraw",
    "may_take_consent",
    "may_withdraw_consent",
    "may_withdraw_stopped",
    "narrower",
    "narrowest",
    "without",
]
