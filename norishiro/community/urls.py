from django.urls import path

from norishiro.community import views

app_name = "community"
urlpatterns = [
    path("community/", views.activities, name="activities"),
    path("community/taking/", views.take_activities, name="take_activities"),
    path("community/record/", views.record_activity, name="record_activity"),
    path("community/activities/<uuid:gathering_id>/", views.activity, name="activity"),
    path("community/activities/<uuid:gathering_id>/change/", views.change_activity, name="change_activity"),
    path("community/works/", views.works, name="works"),
    path("community/areas/", views.areas, name="areas"),
    path("community/groups/", views.groups, name="groups"),
    path("community/groups/add/", views.add_group, name="add_group"),
    path("community/groups/<uuid:local_group_id>/", views.group, name="group"),
    path("community/groups/<uuid:local_group_id>/change/", views.change_group, name="change_group"),
    path("community/groups/<uuid:local_group_id>/supports/add/", views.note_support, name="note_support"),
    path("community/groups/<uuid:local_group_id>/requests/add/", views.ask_group_help, name="ask_group_help"),
    path("community/groups/<uuid:local_group_id>/parts/add/", views.share_part, name="share_part"),
    path("community/groups/<uuid:local_group_id>/open/", views.open_place, name="open_place"),
    path("community/parts/<uuid:local_part_id>/finish/", views.finish_part, name="finish_part"),
    path("community/requests/", views.requests, name="requests"),
    path(
        "community/requests/<uuid:local_request_id>/answer/",
        views.answer_group_help,
        name="answer_group_help",
    ),
    path("community/proposals/", views.proposals, name="proposals"),
    path("community/proposals/add/", views.raise_proposal, name="raise_proposal"),
    path("community/proposals/<uuid:proposal_id>/", views.proposal, name="proposal"),
    path("community/proposals/<uuid:proposal_id>/change/", views.change_proposal, name="change_proposal"),
    path("community/proposals/<uuid:proposal_id>/actions/add/", views.note_action, name="note_action"),
]
