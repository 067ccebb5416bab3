"""Agencies, their staff, and on what appointment each acts. Dates tell what held when; nothing is overwritten."""

from norishiro.agencies.models.access import AccessHelp
from norishiro.agencies.models.area_maps import AreaMap, AreaOutline
from norishiro.agencies.models.areas import Area, AreaLayer, AreaTown
from norishiro.agencies.models.dated import ends_after_start, live_on
from norishiro.agencies.models.digest import Digest
from norishiro.agencies.models.duty import DutyChange, DutyRule
from norishiro.agencies.models.focus import FocusGroup, WindowFocus
from norishiro.agencies.models.organisation import (
    Agency,
    ProgrammeOperator,
    Window,
    WindowOperator,
    WindowTable,
)
from norishiro.agencies.models.people import Appointment, Cover, LoadLevel, Post, Role, Staff
from norishiro.agencies.models.places import (
    Base,
    BaseFunctionRow,
    BaseOperator,
    OnCall,
    OnCallHours,
    OpeningException,
    OpeningRule,
    WeeklyHours,
    WindowException,
    WindowHours,
)
from norishiro.agencies.models.reviews import ReviewedPost, RightsReview
from norishiro.agencies.models.transfers import TransferFile, TransferRow

__all__ = [
    "ReviewedPost",
    "RightsReview",
    "AccessHelp",
    "TransferFile",
    "TransferRow",
    "Agency",
    "Appointment",
    "Area",
    "AreaLayer",
    "AreaMap",
    "AreaOutline",
    "AreaTown",
    "Base",
    "BaseFunctionRow",
    "BaseOperator",
    "Cover",
    "Digest",
    "DutyChange",
    "DutyRule",
    "FocusGroup",
    "LoadLevel",
    "OnCall",
    "OnCallHours",
    "OpeningException",
    "OpeningRule",
    "Post",
    "ProgrammeOperator",
    "Role",
    "Staff",
    "WeeklyHours",
    "Window",
    "WindowException",
    "WindowFocus",
    "WindowHours",
    "WindowOperator",
    "WindowTable",
    "ends_after_start",
    "live_on",
]
