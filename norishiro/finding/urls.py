from django.urls import path

from norishiro.finding import views

app_name = "finding"
urlpatterns = [path("finding/", views.find, name="find")]
