from django.urls import path

from norishiro.exchange import views

app_name = "exchange"
urlpatterns = [
    path("bringing/", views.bringings, name="bringings"),
    path("bringing/read/", views.read_file, name="read_file"),
    path("bringing/<uuid:bringing_id>/", views.bringing, name="bringing"),
    path("bringing/<uuid:bringing_id>/layout/", views.lay_out, name="lay_out"),
    path("bringing/<uuid:bringing_id>/layout-file/", views.layout_file, name="layout_file"),
    path("bringing/<uuid:bringing_id>/report/", views.report_file, name="report_file"),
    path("bringing/<uuid:bringing_id>/choices/", views.settle_rows, name="settle_rows"),
    path("bringing/<uuid:bringing_id>/take/", views.take_rows, name="take_rows"),
    path("bringing/<uuid:bringing_id>/drop/", views.drop_bringing, name="drop_bringing"),
    path("bringing/<uuid:bringing_id>/undo/", views.ask_undo, name="ask_undo"),
    path("bringing/<uuid:bringing_id>/undo/agree/", views.agree_undo, name="agree_undo"),
    path("bringing/<uuid:bringing_id>/undo/refuse/", views.refuse_undo, name="refuse_undo"),
    path("bringing/<uuid:bringing_id>/undo/rows/", views.undo_rows, name="undo_rows"),
]
