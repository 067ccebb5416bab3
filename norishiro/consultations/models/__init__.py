"""相談の受付, つなぐシート and 多機関協働の利用申込. Each knows whom it is about; none ends without an answer."""

from norishiro.consultations.models.examples import Example, ExampleHanding
from norishiro.consultations.models.follow_ups import FollowUp
from norishiro.consultations.models.handing_on import SupportRequest, TsunaguSheet
from norishiro.consultations.models.intake import (
    Call,
    Concern,
    Consultation,
    FocusMark,
    Notice,
    Screening,
    Worry,
)
from norishiro.consultations.models.leads import Lead, LeadStep
from norishiro.consultations.models.services import PovertyService, PovertyServiceDetail

__all__ = [
    "Call",
    "Concern",
    "Consultation",
    "Example",
    "ExampleHanding",
    "FocusMark",
    "FollowUp",
    "Lead",
    "LeadStep",
    "Notice",
    "PovertyService",
    "PovertyServiceDetail",
    "Screening",
    "SupportRequest",
    "TsunaguSheet",
    "Worry",
]
