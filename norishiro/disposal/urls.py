from django.urls import path

from norishiro.disposal import views

app_name = "disposal"
urlpatterns = [
    path("disposal/", views.candidates, name="candidates"),
    path("disposal/count/", views.list_due, name="list_due"),
    path("disposal/terms/", views.schedule, name="schedule"),
    path("disposal/terms/change/", views.change_term, name="change_term"),
    path("disposal/holds/", views.holds, name="holds"),
    path("disposal/holds/add/", views.hold_case, name="hold_case"),
    path("disposal/holds/<uuid:holding_id>/end/", views.end_hold, name="end_hold"),
    path("disposal/candidates/<uuid:candidate_id>/hold/", views.hold_back, name="hold_back"),
    path("disposal/batches/add/", views.make_batch, name="make_batch"),
    path("disposal/batches/<uuid:batch_id>/", views.batch, name="batch"),
    path("disposal/batches/<uuid:batch_id>/take-out/", views.take_out, name="take_out"),
    path("disposal/batches/<uuid:batch_id>/review/", views.review_batch, name="review_batch"),
    path("disposal/batches/<uuid:batch_id>/drop/", views.drop_batch, name="drop_batch"),
    path("disposal/batches/<uuid:batch_id>/dispose/", views.dispose, name="dispose"),
    path("disposal/batches/<uuid:batch_id>/certificate/", views.certificate, name="certificate"),
]
