from django.urls import path

from norishiro.visits.views import going, planning, rounds, safety

app_name = "visits"
urlpatterns = [
    path("visits/", rounds.show_round, name="show_round"),
    path("visits/paper/", rounds.round_paper, name="round_paper"),
    path("visits/about/<uuid:subject_id>/", safety.show_safety, name="show_safety"),
    path("visits/about/<uuid:subject_id>/add/", planning.plan_visit, name="plan_visit"),
    path("visits/about/<uuid:subject_id>/safety/add/", safety.note_safety, name="note_safety"),
    path("visits/about/<uuid:subject_id>/way-in/", safety.keep_way_in, name="keep_way_in"),
    path("visits/promises/<uuid:contact_id>/", planning.plan_promise, name="plan_promise"),
    path("visits/promises/<uuid:contact_id>/add/", planning.plan_promised, name="plan_promised"),
    path("visits/<uuid:visit_id>/", going.show_visit, name="show_visit"),
    path("visits/<uuid:visit_id>/change/", planning.change_visit, name="change_visit"),
    path("visits/<uuid:visit_id>/move/", rounds.move_visit, name="move_visit"),
    path("visits/<uuid:visit_id>/cancel/", planning.cancel_visit, name="cancel_visit"),
    path("visits/<uuid:visit_id>/enter/", going.enter_visit, name="enter_visit"),
    path("visits/<uuid:visit_id>/leave/", going.leave_visit, name="leave_visit"),
    path("visits/<uuid:visit_id>/answer/", going.answer_overdue, name="answer_overdue"),
    path("visits/<uuid:visit_id>/alone/", going.see_alone, name="see_alone"),
    path("safety/<uuid:note_id>/review/", safety.review_safety, name="review_safety"),
    path("safety/<uuid:note_id>/end/", safety.end_safety, name="end_safety"),
]
