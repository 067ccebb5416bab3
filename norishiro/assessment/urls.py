from django.urls import path

from norishiro.assessment.views import districts, paper, risks, sections, sheets, strengths, together

SECTION = "assessments/<uuid:sheet_id>/sections/<str:section>/"

app_name = "assessment"
urlpatterns = [
    path("cases/<uuid:case_id>/assessment/", sheets.case_assessment, name="case_assessment"),
    path("cases/<uuid:case_id>/assessment/start/", sheets.start_sheet, name="start_sheet"),
    path("assessments/<uuid:sheet_id>/", sheets.show_sheet, name="show_sheet"),
    path("assessments/<uuid:sheet_id>/earlier/", sheets.earlier_answers, name="earlier_answers"),
    path(SECTION, sections.fill_section, name="fill_section"),
    path(f"{SECTION}people/<uuid:person_id>/", sections.fill_section, name="fill_section"),
    path(f"{SECTION}take-over/", sections.take_over, name="take_over"),
    path(f"{SECTION}people/<uuid:person_id>/take-over/", sections.take_over, name="take_over"),
    path("assessments/<uuid:sheet_id>/unknown/<str:item>/", together.ask_item, name="ask_item"),
    path(
        "assessments/<uuid:sheet_id>/unknown/<str:item>/people/<uuid:person_id>/",
        together.ask_item,
        name="ask_item",
    ),
    path("assessments/<uuid:sheet_id>/parties/add/", together.invite_party, name="invite_party"),
    path("assessments/<uuid:sheet_id>/confirmation/", together.confirm_sheet, name="confirm_sheet"),
    path("assessments/<uuid:sheet_id>/meeting/", together.choose_parts, name="choose_parts"),
    path("assessments/<uuid:sheet_id>/own-forms/add/", together.attach_form, name="attach_form"),
    path("assessments/<uuid:sheet_id>/paper/", paper.sheet_paper, name="sheet_paper"),
    path("assessments/<uuid:sheet_id>/workbook/", paper.sheet_workbook, name="sheet_workbook"),
    path("cases/<uuid:case_id>/refusals/add/", strengths.note_refusal, name="note_refusal"),
    path("refusals/<uuid:refusal_id>/eased/", strengths.ease_refusal, name="ease_refusal"),
    path("cases/<uuid:case_id>/acceptance/", strengths.note_acceptance, name="note_acceptance"),
    path("cases/<uuid:case_id>/risks/<str:form>/", risks.fill_risk, name="fill_risk"),
    path("risks/<uuid:risk_id>/", risks.show_risk, name="show_risk"),
    path("risks/<uuid:risk_id>/decision/", risks.decide_level, name="decide_level"),
    path("districts/assessments/", districts.district_sheets, name="district_sheets"),
    path("districts/assessments/add/", districts.study_district, name="study_district"),
    path("districts/assessments/<uuid:district_sheet_id>/", districts.district_sheet, name="district_sheet"),
    path("districts/assessments/<uuid:district_sheet_id>/add/", districts.add_finding, name="add_finding"),
    path("districts/findings/<uuid:finding_id>/meeting/", districts.take_up_finding, name="take_up_finding"),
    path("districts/findings/<uuid:finding_id>/close/", districts.close_finding, name="close_finding"),
]
