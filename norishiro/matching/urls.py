from django.urls import path

from norishiro.matching import views

app_name = "matching"
urlpatterns = [
    path("participations/", views.list_participations, name="list_participations"),
    path("cases/<uuid:case_id>/participations/", views.case_participations, name="case_participations"),
    path("cases/<uuid:case_id>/participations/places/", views.choose_place, name="choose_place"),
    path(
        "cases/<uuid:case_id>/participations/begin/<uuid:place_id>/",
        views.begin_participation,
        name="begin_participation",
    ),
    path("cases/<uuid:case_id>/participations/hope/<uuid:person_id>/", views.keep_hope, name="keep_hope"),
    path(
        "cases/<uuid:case_id>/participations/candidates/<uuid:person_id>/",
        views.candidates,
        name="candidates",
    ),
    path(
        "cases/<uuid:case_id>/participations/shortage/<uuid:person_id>/",
        views.note_shortage,
        name="note_shortage",
    ),
    path("participations/menu/", views.menu, name="menu"),
    path("participations/menu/add/<uuid:resource_id>/", views.add_doing, name="add_doing"),
    path("participations/menu/<uuid:doing_id>/change/", views.change_doing, name="change_doing"),
    path("shortages/", views.shortages, name="shortages"),
    path("shortages/<uuid:shortage_id>/", views.shortage, name="shortage"),
    path("shortages/<uuid:shortage_id>/bring/", views.bring_shortage, name="bring_shortage"),
    path("shortages/<uuid:shortage_id>/make/", views.make_place_for, name="make_place_for"),
    path("shortages/<uuid:shortage_id>/close/", views.close_shortage, name="close_shortage"),
    path("participations/<uuid:participation_id>/introduction/", views.introduction, name="introduction"),
    path("participations/<uuid:participation_id>/", views.participation, name="participation"),
    path("participations/<uuid:participation_id>/move/", views.move_stage, name="move_stage"),
    path("participations/<uuid:participation_id>/check/", views.check_settled, name="check_settled"),
    path("participations/<uuid:participation_id>/host/", views.note_host, name="note_host"),
    path("participations/<uuid:participation_id>/attendance/", views.note_attendance, name="note_attendance"),
    path("participations/<uuid:participation_id>/end/", views.end_participation, name="end_participation"),
]
