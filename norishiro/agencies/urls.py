from django.urls import path

from norishiro.agencies import views

app_name = "agencies"
urlpatterns = [
    path("hat/", views.choose_hat, name="choose_hat"),
]
