from django.urls import path

from norishiro.ledger import views

app_name = "ledger"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("ready/", views.ready, name="ready"),
]
