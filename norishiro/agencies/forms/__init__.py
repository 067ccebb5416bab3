"""Input shapes of this room. The view offers the choices; nothing is fetched or saved here."""

from norishiro.agencies.forms.access import AnswerForm, HelpForm, SettleForm
from norishiro.agencies.forms.areas import AreaMapForm
from norishiro.agencies.forms.digest import AddressForm, CodeForm, DigestHourForm, ForgetForm
from norishiro.agencies.forms.duty import ChangeDutyForm, DutyForm, SwapDutyForm
from norishiro.agencies.forms.focus import FocusGroupForm, PressForm, WindowFocusForm, WindowForm
from norishiro.agencies.forms.office import OfficeForm
from norishiro.agencies.forms.registry import (
    AgencyForm,
    AppointmentForm,
    BaseForm,
    CoverForm,
    EndForm,
    EndOnCallForm,
    GuideForm,
    HoursForm,
    LoadLevelForm,
    MoveForm,
    OnCallForm,
    StaffForm,
)
from norishiro.agencies.forms.reviews import ReviewForm
from norishiro.agencies.forms.transfers import TransfersForm

__all__ = [
    "ReviewForm",
    "AnswerForm",
    "HelpForm",
    "SettleForm",
    "TransfersForm",
    "AddressForm",
    "AgencyForm",
    "AppointmentForm",
    "AreaMapForm",
    "BaseForm",
    "ChangeDutyForm",
    "CodeForm",
    "CoverForm",
    "DigestHourForm",
    "DutyForm",
    "EndForm",
    "EndOnCallForm",
    "FocusGroupForm",
    "ForgetForm",
    "GuideForm",
    "HoursForm",
    "LoadLevelForm",
    "MoveForm",
    "OfficeForm",
    "OnCallForm",
    "PressForm",
    "StaffForm",
    "SwapDutyForm",
    "WindowFocusForm",
    "WindowForm",
]
