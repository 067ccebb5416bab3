"""The verbs of the gate, one file per noun."""

from norishiro.sharing.operations.consents import (
    keep_wording,
    let_consent_reach,
    note_refusal,
    take_consent,
    withdraw_consent,
    withdraw_stopped_consent,
)
from norishiro.sharing.operations.exclusions import exclude_staff, readmit_staff
from norishiro.sharing.operations.grants import end_grants, grant, own_words, own_work
from norishiro.sharing.operations.provisions import (
    acknowledge_provision,
    end_provision,
    provide,
    review_provision,
)
from norishiro.sharing.operations.subjects import Recipient, Someone, Subject, agency, case, person, staff

__all__ = [
    "Recipient",
    "Someone",
    "Subject",
    "acknowledge_provision",
    "agency",
    "case",
    "end_grants",
    "end_provision",
    "exclude_staff",
    "grant",
    "keep_wording",
    "let_consent_reach",
    "note_refusal",
    "own_words",
    "own_work",
    "person",
    "provide",
    "readmit_staff",
    "review_provision",
    "staff",
    "take_consent",
    "withdraw_consent",
    "withdraw_stopped_consent",
]
