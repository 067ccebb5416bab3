from django.urls import path

from norishiro.attachments import views

app_name = "attachments"
urlpatterns = [
    path("consents/<uuid:consent_id>/scans/", views.keep_consent_scan, name="keep_consent_scan"),
    path("scans/<uuid:scan_id>/file/", views.read_scan, name="read_scan"),
    path("scans/<uuid:scan_id>/removal/", views.remove_scan, name="remove_scan"),
]
