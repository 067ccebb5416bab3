from django.urls import path

from norishiro.public_site import views

app_name = "public_site"
urlpatterns = [
    path("tell/", views.front, name="front"),
    path("tell/find/", views.find, name="find"),
    path("tell/consult/", views.consult, name="consult"),
    path("tell/reply/", views.reply, name="reply"),
    path("tell/at/<uuid:entrance_id>/", views.enter, name="enter"),
    path("tell/own/<uuid:card_id>/", views.status, name="status"),
]
