"""Input shapes of this room."""

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
from norishiro.policies.forms.plans import PolicyForm, TreeForm
from norishiro.policies.forms.polls import GroundForm, PollForm, ShareForm
from norishiro.policies.forms.voices import ReflectForm, VoiceForm

__all__ = [
    "ChangeMeasureForm",
    "DeedForm",
    "EffortForm",
    "GroundForm",
    "IndicatorForm",
    "MeasureForm",
    "PolicyForm",
    "PollForm",
    "ProgressForm",
    "ProjectForm",
    "ReflectForm",
    "ReviewForm",
    "ShareForm",
    "TreeForm",
    "VoiceForm",
    "YearForm",
]
