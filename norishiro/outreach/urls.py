from django.urls import path

from norishiro.outreach.views import contacts, districts, phrases, recording, round, stages

app_name = "outreach"
urlpatterns = [
    path("contacts/", contacts.list_contacts, name="list_contacts"),
    path("contacts/add/", round.start_contact, name="start_contact"),
    path("contacts/yesterday/", round.copy_round, name="copy_round"),
    path("contacts/about/<uuid:subject_id>/", recording.record_contact, name="record_contact"),
    path("contacts/<uuid:contact_id>/photos/<uuid:scan_id>/", contacts.read_photo, name="read_photo"),
    path("phrases/", phrases.list_phrases, name="list_phrases"),
    path("phrases/<uuid:phrase_id>/end/", phrases.end_phrase, name="end_phrase"),
    path(
        "households/<uuid:household_id>/contacts/add/",
        recording.record_household_contact,
        name="record_household_contact",
    ),
    path("contacts/<uuid:contact_id>/", contacts.contact, name="contact"),
    path("contacts/<uuid:contact_id>/correction/", recording.correct_contact, name="correct_contact"),
    path("contacts/<uuid:contact_id>/promise/", contacts.keep_promise, name="keep_promise"),
    path("cases/<uuid:case_id>/contacts/add/", recording.record_case_contact, name="record_case_contact"),
    path("districts/<uuid:area_id>/bulletins/add/", districts.post_bulletin, name="post_bulletin"),
    path("bulletins/<uuid:bulletin_id>/end/", districts.end_bulletin, name="end_bulletin"),
    path("gatherings/<uuid:gathering_id>/visits/add/", districts.count_visit, name="count_visit"),
    path("people/<uuid:person_id>/stages/", stages.list_stages, name="list_stages"),
    path("people/<uuid:person_id>/stages/add/", stages.note_stage, name="note_stage"),
    path(
        "people/<uuid:person_id>/contacts/add/", recording.record_person_contact, name="record_person_contact"
    ),
]
