from django.urls import path

from norishiro.exports import views

app_name = "exports"
urlpatterns = [
    path("exports/", views.exports, name="exports"),
    path("exports/add/", views.ask_export, name="ask_export"),
    path("exports/<uuid:export_id>/", views.show_export, name="export"),
    path("exports/<uuid:export_id>/decision/", views.decide_export, name="decide_export"),
    path("exports/<uuid:export_id>/withdrawal/", views.withdraw_export, name="withdraw_export"),
    path("exports/<uuid:export_id>/file/", views.take_export, name="take_export"),
]
