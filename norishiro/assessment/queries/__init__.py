"""Reads of this room, for eyes."""

from norishiro.assessment.queries.districts import district_sheets, get_district_sheet, get_finding
from norishiro.assessment.queries.papers import paper_of
from norishiro.assessment.queries.proposals import proposals
from norishiro.assessment.queries.sheets import (
    MeetingSection,
    bodies_to_ask,
    cells,
    get_inquiries,
    get_sheet,
    meeting_parts,
    newest_sheet,
    own_forms,
    parts_for_meeting,
    sheets,
    standings,
    written_by_us,
)
from norishiro.assessment.queries.strengths import (
    acceptances,
    get_refusal,
    get_risk,
    refusals,
    reviews_due,
    risk_sheets,
    steps_to_offer,
    strengths_of,
)

__all__ = [
    "MeetingSection",
    "acceptances", "bodies_to_ask", "cells", "district_sheets", "get_district_sheet", "get_finding", "get_inquiries", "get_refusal",
    "get_risk", "get_sheet", "meeting_parts", "newest_sheet", "own_forms", "paper_of", "parts_for_meeting", "proposals", "refusals",
    "reviews_due", "risk_sheets", "sheets", "standings", "steps_to_offer", "strengths_of",
    "written_by_us",
]  # fmt: skip
