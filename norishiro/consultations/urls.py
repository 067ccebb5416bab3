from django.urls import path

from norishiro.consultations.views import (
    calls,
    consultations,
    counters,
    requests,
    sheet_steps,
    sheets,
    sorting,
    worries,
)

app_name = "consultations"
urlpatterns = [
    path(
        "consultations/<uuid:consultation_id>/reporter/",
        consultations.look_at_reporter,
        name="look_at_reporter",
    ),
    path("consultations/", consultations.list_consultations, name="list"),
    path("consultations/receive/", consultations.receive_consultation, name="receive_consultation"),
    path("consultations/notices/add/", consultations.note_notice, name="note_notice"),
    path("consultations/calls/", calls.note_call, name="note_call"),
    path("consultations/<uuid:consultation_id>/", consultations.show, name="show"),
    path(
        "consultations/<uuid:consultation_id>/change/",
        consultations.change_consultation,
        name="change_consultation",
    ),
    path("consultations/<uuid:consultation_id>/own-form/", consultations.attach_form, name="attach_form"),
    path(
        "consultations/<uuid:consultation_id>/screening/",
        consultations.screen_consultation,
        name="screen_consultation",
    ),
    path(
        "consultations/<uuid:consultation_id>/outside/",
        consultations.decide_outside,
        name="decide_outside",
    ),
    path(
        "consultations/<uuid:consultation_id>/sharing/",
        counters.share_consultation,
        name="share_consultation",
    ),
    path("consultations/<uuid:consultation_id>/entries/", counters.open_entries, name="open_entries"),
    path("counters/", counters.list_counters, name="counters"),
    path("counters/<uuid:window_id>/", counters.show_counter, name="counter"),
    path("worries/", worries.list_worries, name="worries"),
    path("worries/tell/", worries.tell_worry, name="tell_worry"),
    path("worries/<uuid:worry_id>/", worries.show_worry, name="show_worry"),
    path("worries/<uuid:worry_id>/take/", worries.take_worry, name="take_worry"),
    path("worries/<uuid:worry_id>/answer/", worries.answer_worry, name="answer_worry"),
    path("sheets/write/", sheets.write_sheet, name="write_sheet"),
    path("people/<uuid:person_id>/sheets/send/", sheets.send_sheet, name="send_sheet"),
    path("sheets/", sheets.list_sheets, name="sheets"),
    path("sheets/by-number/", sheets.find_sheet, name="find_sheet"),
    path("sheets/counts/", sheets.show_sheet_counts, name="sheet_counts"),
    path("sheets/<uuid:sheet_id>/", sheets.show_sheet, name="show_sheet"),
    path("sheets/<uuid:sheet_id>/take/", sheets.take_sheet, name="take_sheet"),
    path("sheets/<uuid:sheet_id>/owner/", sheet_steps.assign_sheet, name="assign_sheet"),
    path("sheets/<uuid:sheet_id>/answer/", sheet_steps.answer_sheet, name="answer_sheet"),
    path("sheets/<uuid:sheet_id>/reminder/", sheet_steps.remind_sheet, name="remind_sheet"),
    path("sheets/<uuid:sheet_id>/first-contact/", sheet_steps.note_first_contact, name="note_first_contact"),
    path("sheets/<uuid:sheet_id>/result/", sheet_steps.report_result, name="report_result"),
    path("sheets/<uuid:sheet_id>/paper/", sheet_steps.sheet_paper, name="sheet_paper"),
    path("sheets/<uuid:sheet_id>/withdrawal/", sheets.withdraw_sheet, name="withdraw_sheet"),
    path(
        "people/<uuid:person_id>/support-requests/apply/",
        requests.apply_for_support,
        name="apply_for_support",
    ),
    path("support-requests/", requests.list_requests, name="requests"),
    path("support-requests/sorting/", sorting.sorting, name="sorting"),
    path("support-requests/<uuid:request_id>/", requests.show_request, name="show_request"),
    path("support-requests/<uuid:request_id>/take/", requests.take_request, name="take_request"),
    path("support-requests/<uuid:request_id>/answer/", requests.answer_request, name="answer_request"),
    path("support-requests/<uuid:request_id>/answer-sheet/", requests.answer_page, name="answer_page"),
    path("support-requests/<uuid:request_id>/reapplication/", requests.reapply, name="reapply"),
    path(
        "support-requests/<uuid:request_id>/withdrawal/", requests.withdraw_request, name="withdraw_request"
    ),
]
