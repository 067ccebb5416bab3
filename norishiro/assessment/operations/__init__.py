"""The verbs of this room, one file per noun."""

from norishiro.assessment.operations.districts import (
    add_finding,
    close_finding,
    study_district,
    take_up_finding,
)
from norishiro.assessment.operations.risks import decide_level, fill_risk
from norishiro.assessment.operations.sheets import (
    ask_item,
    attach_form,
    choose_parts,
    confirm_sheet,
    fill_section,
    invite_party,
    start_sheet,
    take_over,
)
from norishiro.assessment.operations.strengths import ease_refusal, note_acceptance, note_refusal

__all__ = [
    "add_finding", "ask_item", "attach_form", "choose_parts", "close_finding", "confirm_sheet", "decide_level", "ease_refusal",
    "fill_risk", "fill_section", "invite_party", "note_acceptance", "note_refusal", 
    "start_sheet", "study_district", "take_over", "take_up_finding",
]  # fmt: skip
