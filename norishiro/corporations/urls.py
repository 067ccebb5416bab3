from django.urls import path

from norishiro.corporations import views

app_name = "corporations"
urlpatterns = [
    path("corporations/", views.corporations, name="corporations"),
    path("corporations/add/", views.add_corporation, name="add_corporation"),
    path("corporations/<uuid:corporation_id>/", views.corporation, name="corporation"),
    path("corporations/<uuid:corporation_id>/change/", views.change_corporation, name="change_corporation"),
    path("corporations/<uuid:corporation_id>/contacts/add/", views.add_contact, name="add_contact"),
    path("corporations/contacts/<uuid:corporation_contact_id>/end/", views.end_contact, name="end_contact"),
    path("corporations/<uuid:corporation_id>/networks/join/", views.join_network, name="join_network"),
    path(
        "corporations/memberships/<uuid:network_membership_id>/leave/",
        views.leave_network,
        name="leave_network",
    ),
    path("corporations/networks/", views.networks, name="networks"),
    path("corporations/networks/<uuid:local_group_id>/", views.network, name="network"),
    path("corporations/needs/", views.needs, name="needs"),
    path("corporations/needs/send/", views.send_need, name="send_need"),
    path("corporations/needs/<uuid:corporation_need_id>/", views.need, name="need"),
    path("corporations/needs/<uuid:corporation_need_id>/close/", views.close_need, name="close_need"),
    path("corporations/answers/<uuid:need_answer_id>/", views.answer_need, name="answer_need"),
    path("corporations/offers/", views.offers, name="offers"),
    path("corporations/<uuid:corporation_id>/offers/add/", views.add_offer, name="add_offer"),
    path("corporations/offers/<uuid:work_offer_id>/", views.offer, name="offer"),
    path("corporations/offers/<uuid:work_offer_id>/change/", views.change_offer, name="change_offer"),
    path("corporations/offers/<uuid:work_offer_id>/close/", views.close_offer, name="close_offer"),
    path("corporations/projects/", views.projects, name="projects"),
    path("corporations/projects/begin/", views.begin_project, name="begin_project"),
    path("corporations/projects/<uuid:proposal_id>/", views.project, name="project"),
    path("corporations/projects/<uuid:proposal_id>/members/", views.join_project, name="join_project"),
]
