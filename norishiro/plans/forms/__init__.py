"""The forms of this room."""

from norishiro.plans.forms.plan import ChangeForm, PlanForm
from norishiro.plans.forms.small import (
    AgencyPlanForm,
    AppropriateForm,
    DecisionForm,
    EvaluationForm,
    MonitoringForm,
    ProgressForm,
    ReturnForm,
    ReviewForm,
    SubmitForm,
)

__all__ = [
    "AgencyPlanForm",
    "AppropriateForm",
    "ChangeForm",
    "DecisionForm",
    "EvaluationForm",
    "MonitoringForm",
    "PlanForm",
    "ProgressForm",
    "ReturnForm",
    "ReviewForm",
    "SubmitForm",
]
