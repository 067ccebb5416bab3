"""Input shapes of this room."""

from norishiro.consultations.forms.common import PressForm, WithdrawForm
from norishiro.consultations.forms.examples import ExampleForm, HandExampleForm, KindForm, TakeDownForm
from norishiro.consultations.forms.follow_ups import EndFollowUpForm, FollowUpForm, FollowUpNoteForm
from norishiro.consultations.forms.intake import (
    CONCERNS,
    DETAILS,
    MORE,
    PERSON_FIELDS,
    URGENCY,
    WHO_CAME,
    CallForm,
    ChangeForm,
    ConsultationForm,
    EntriesForm,
    FocusFoundForm,
    KnownPersonForm,
    LookAtReporterForm,
    NoticeForm,
    OutsideForm,
    OwnFormForm,
    ReceiveForm,
    ScreeningForm,
)
from norishiro.consultations.forms.leads import EndLeadForm, NoteLeadForm, TakeLeadForm
from norishiro.consultations.forms.requests import AnswerRequestForm, ApplyForm, SortingForm
from norishiro.consultations.forms.services import NewServiceForm, ServiceForm
from norishiro.consultations.forms.sheets import (
    AnswerSheetForm,
    AssignForm,
    FirstContactForm,
    ReportForm,
    SheetForm,
    WriteSheetForm,
)
from norishiro.consultations.forms.worries import AnswerWorryForm, WorryForm

__all__ = [
    "EndLeadForm",
    "NoteLeadForm",
    "TakeLeadForm",
    "CONCERNS",
    "DETAILS",
    "MORE",
    "PERSON_FIELDS",
    "URGENCY",
    "WHO_CAME",
    "AnswerRequestForm",
    "AnswerSheetForm",
    "AnswerWorryForm",
    "ApplyForm",
    "AssignForm",
    "CallForm",
    "ChangeForm",
    "ConsultationForm",
    "EndFollowUpForm",
    "EntriesForm",
    "ExampleForm",
    "HandExampleForm",
    "FirstContactForm",
    "FocusFoundForm",
    "FollowUpForm",
    "FollowUpNoteForm",
    "KindForm",
    "KnownPersonForm",
    "LookAtReporterForm",
    "NewServiceForm",
    "NoticeForm",
    "OutsideForm",
    "OwnFormForm",
    "PressForm",
    "ReceiveForm",
    "ReportForm",
    "ScreeningForm",
    "ServiceForm",
    "SheetForm",
    "SortingForm",
    "TakeDownForm",
    "WithdrawForm",
    "WorryForm",
    "WriteSheetForm",
]
