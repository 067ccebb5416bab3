from django.urls import path

from norishiro.core import views

app_name = "core"

urlpatterns = [
    path("session/token/", views.session_token, name="session_token"),
    path("postal-codes/", views.complete_address, name="complete_address"),
    path("drafts/<str:form_key>/", views.keep_draft, name="keep_draft"),
    path("drafts/<str:form_key>/discard/", views.discard_draft, name="discard_draft"),
    path("style/", views.style, name="style"),
]
