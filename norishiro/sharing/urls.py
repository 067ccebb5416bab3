from django.urls import path

from norishiro.sharing import views

app_name = "sharing"
urlpatterns = [
    path("people/<uuid:person_id>/consents/", views.consents, name="consents"),
    path("people/<uuid:person_id>/consents/add/", views.take_consent, name="take_consent"),
    path("people/<uuid:person_id>/consents/refusal/", views.note_refusal, name="note_refusal"),
    path("consents/<uuid:consent_id>/withdrawal/", views.withdraw_consent, name="withdraw_consent"),
    path("people/<uuid:person_id>/exclusions/", views.exclusions, name="exclusions"),
    path("people/<uuid:person_id>/exclusions/add/", views.exclude_staff, name="exclude_staff"),
    path(
        "people/<uuid:person_id>/exclusions/<uuid:exclusion_id>/end/",
        views.readmit_staff,
        name="readmit_staff",
    ),
]
