"""Input shapes of this room."""

from norishiro.policies.forms.bases import BaseGoalForm, BasePlanForm
from norishiro.policies.forms.measures import (
    ChangeMeasureForm,
    DeedForm,
    EffortForm,
    IndicatorForm,
    MeasureForm,
    ProgressForm,
    ProjectForm,
    ReviewForm,
    YearForm,
)
from norishiro.policies.forms.money import FundingForm, GrantForm, PopulationForm, StandardForm
from norishiro.policies.forms.plans import PolicyForm, TreeForm
from norishiro.policies.forms.polls import GroundForm, PollForm, ShareForm
from norishiro.policies.forms.voices import ReflectForm, VoiceForm

__all__ = [
    "BaseGoalForm",
    "BasePlanForm",
    "ChangeMeasureForm",
    "DeedForm",
    "EffortForm",
    "FundingForm",
    "GrantForm",
    "GroundForm",
    "IndicatorForm",
    "MeasureForm",
    "PolicyForm",
    "PollForm",
    "PopulationForm",
    "ProgressForm",
    "ProjectForm",
    "ReflectForm",
    "ReviewForm",
    "ShareForm",
    "StandardForm",
    "TreeForm",
    "VoiceForm",
    "YearForm",
]
