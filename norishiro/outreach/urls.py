from django.urls import path

from norishiro.outreach import views

app_name = "outreach"
urlpatterns = [
    path("contacts/", views.list_contacts, name="list_contacts"),
    path("contacts/<uuid:contact_id>/", views.contact, name="contact"),
    path("contacts/<uuid:contact_id>/correction/", views.correct_contact, name="correct_contact"),
    path("contacts/<uuid:contact_id>/promise/", views.keep_promise, name="keep_promise"),
    path("cases/<uuid:case_id>/contacts/", views.case_contacts, name="case_contacts"),
    path("cases/<uuid:case_id>/contacts/add/", views.record_case_contact, name="record_case_contact"),
    path("districts/<uuid:area_id>/bulletins/add/", views.post_bulletin, name="post_bulletin"),
    path("bulletins/<uuid:bulletin_id>/end/", views.end_bulletin, name="end_bulletin"),
    path("districts/<uuid:area_id>/gatherings/add/", views.record_gathering, name="record_gathering"),
    path("gatherings/<uuid:gathering_id>/", views.change_gathering, name="change_gathering"),
    path("gatherings/<uuid:gathering_id>/visits/add/", views.count_visit, name="count_visit"),
    path("people/<uuid:person_id>/contacts/add/", views.record_person_contact, name="record_person_contact"),
]
