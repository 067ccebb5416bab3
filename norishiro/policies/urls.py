from django.urls import path

from norishiro.policies import views

app_name = "policies"
urlpatterns = [
    path("policies/", views.policies, name="policies"),
    path("policies/add/", views.open_policy, name="open_policy"),
    path("policies/compare/", views.compare, name="compare"),
    path("policies/polls/", views.polls, name="polls"),
    path("policies/polls/add/", views.add_poll, name="add_poll"),
    path("policies/polls/<uuid:poll_id>/", views.poll, name="poll"),
    path("policies/polls/<uuid:poll_id>/shares/", views.write_share, name="write_share"),
    path("policies/voices/", views.voices, name="voices"),
    path("policies/voices/add/", views.add_voice, name="add_voice"),
    path("policies/voices/<uuid:voice_id>/", views.reflect_voice, name="reflect_voice"),
    path("policies/<uuid:policy_id>/", views.policy, name="policy"),
    path("policies/<uuid:policy_id>/change/", views.change_policy, name="change_policy"),
    path("policies/<uuid:policy_id>/measures/add/", views.add_measure, name="add_measure"),
    path("policies/<uuid:policy_id>/table/", views.read_tree, name="read_tree"),
    path("policies/<uuid:policy_id>/file/", views.take_tree, name="take_tree"),
    path("policies/<uuid:policy_id>/evaluations/", views.evaluations, name="evaluations"),
    path("policies/places/<uuid:standing_id>/change/", views.change_measure, name="change_measure"),
    path("policies/places/<uuid:standing_id>/removal/", views.remove_measure, name="remove_measure"),
    path("policies/places/<uuid:standing_id>/progress/", views.write_progress, name="write_progress"),
    path("policies/places/<uuid:standing_id>/evaluation/", views.evaluation, name="evaluation"),
    path("policies/places/<uuid:standing_id>/evaluation/words/", views.write_review, name="write_review"),
    path("policies/places/<uuid:standing_id>/evaluation/fix/", views.fix_review, name="fix_review"),
    path("policies/places/<uuid:standing_id>/evaluation/file/", views.take_review, name="take_review"),
    path("policies/measures/<uuid:measure_id>/", views.measure, name="measure"),
    path("policies/measures/<uuid:measure_id>/projects/add/", views.add_project, name="add_project"),
    path("policies/measures/<uuid:measure_id>/efforts/add/", views.add_effort, name="add_effort"),
    path("policies/measures/<uuid:measure_id>/indicators/add/", views.add_indicator, name="add_indicator"),
    path("policies/measures/<uuid:measure_id>/grounds/add/", views.ground_measure, name="ground_measure"),
    path("policies/efforts/<uuid:effort_id>/deeds/add/", views.add_deed, name="add_deed"),
    path("policies/indicators/<uuid:indicator_id>/change/", views.change_indicator, name="change_indicator"),
    path("policies/indicators/<uuid:indicator_id>/years/", views.write_year, name="write_year"),
]
