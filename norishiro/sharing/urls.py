from django.urls import path

from norishiro.sharing.views import consents, exclusions, gone, grounds, provisions, stopped

app_name = "sharing"
urlpatterns = [
    path("people/<uuid:person_id>/consents/", consents.consents, name="consents"),
    path("people/<uuid:person_id>/consents/add/", consents.take_consent, name="take_consent"),
    path("people/<uuid:person_id>/consents/refusal/", consents.note_refusal, name="note_refusal"),
    path("people/<uuid:person_id>/consents/form/", consents.consent_form, name="consent_form"),
    path("consents/dates/", consents.consent_dates, name="consent_dates"),
    path("consents/stopped/", stopped.stopped_consents, name="stopped_consents"),
    path(
        "consents/stopped/<uuid:consent_id>/withdrawal/",
        stopped.withdraw_stopped_consent,
        name="withdraw_stopped_consent",
    ),
    path("consents/wordings/", consents.wordings, name="wordings"),
    path("consents/wordings/add/", consents.keep_wording, name="keep_wording"),
    path("consents/form/", consents.blank_form, name="blank_form"),
    path("consents/<uuid:consent_id>/renewal/", consents.renew_consent, name="renew_consent"),
    path("consents/<uuid:consent_id>/copy/", consents.consent_copy, name="consent_copy"),
    path("consents/<uuid:consent_id>/withdrawal/", consents.withdraw_consent, name="withdraw_consent"),
    path("kept-words/", gone.kept_words, name="kept_words"),
    path("grounds/", grounds.list_grounds, name="grounds"),
    path("people/<uuid:person_id>/provisions/", provisions.list_provisions, name="provisions"),
    path("people/<uuid:person_id>/provisions/weigh/", provisions.weigh, name="weigh"),
    path("people/<uuid:person_id>/provisions/add/", provisions.provide, name="provide"),
    path("provisions/waiting/", provisions.waiting, name="waiting"),
    path("provisions/<uuid:provision_id>/", provisions.show_provision, name="show_provision"),
    path(
        "provisions/<uuid:provision_id>/receipt/",
        provisions.acknowledge_provision,
        name="acknowledge_provision",
    ),
    path("provisions/<uuid:provision_id>/end/", provisions.end_provision, name="end_provision"),
    path("provisions/<uuid:provision_id>/review/", provisions.review_provision, name="review_provision"),
    path("people/<uuid:person_id>/exclusions/", exclusions.exclusions, name="exclusions"),
    path("people/<uuid:person_id>/exclusions/add/", exclusions.exclude_staff, name="exclude_staff"),
    path(
        "people/<uuid:person_id>/exclusions/<uuid:exclusion_id>/end/",
        exclusions.readmit_staff,
        name="readmit_staff",
    ),
]
