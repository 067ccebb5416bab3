from django.urls import path

from norishiro.surveys import views

app_name = "surveys"
urlpatterns = [
    path("resources/surveys/", views.rounds, name="rounds"),
    path("resources/surveys/open/", views.open_round, name="open_round"),
    path("resources/surveys/booklet/", views.booklet_paper, name="booklet_paper"),
    path("resources/surveys/booklet-workbook/", views.booklet_file, name="booklet_file"),
    path("resources/surveys/<uuid:round_id>/", views.show_round, name="round"),
    path("resources/surveys/<uuid:round_id>/sheets/", views.sheets_paper, name="sheets_paper"),
    path("resources/surveys/<uuid:round_id>/changes/", views.changes, name="changes"),
    path("resources/surveys/<uuid:round_id>/visits/", views.assign_visits, name="assign_visits"),
    path("resources/surveys/<uuid:round_id>/unchanged/", views.accept_unchanged, name="accept_unchanged"),
    path("resources/surveys/<uuid:round_id>/reminder/", views.note_reminder, name="note_reminder"),
    path("resources/surveys/<uuid:round_id>/close/", views.close_round, name="close_round"),
    path("resources/surveys/places/<uuid:invitation_id>/", views.invitation, name="invitation"),
    path("resources/surveys/places/<uuid:invitation_id>/answer/", views.type_answer, name="type_answer"),
    path("resources/surveys/places/<uuid:invitation_id>/visit/", views.assign_visit, name="assign_visit"),
    path("resources/surveys/answers/<uuid:answer_id>/accept/", views.accept_answer, name="accept_answer"),
    path(
        "resources/surveys/answers/<uuid:answer_id>/aside/", views.set_answer_aside, name="set_answer_aside"
    ),
    path("tell/place/<uuid:sheet_key>/", views.sheet, name="sheet"),
]
