from django.urls import path

from norishiro.questions import views

app_name = "questions"
urlpatterns = [
    path("questions/", views.ask, name="ask"),
    path("questions/kept/", views.questions, name="questions"),
    path("questions/entries/", views.entries, name="entries"),
    path("questions/file/", views.take_answer, name="take_answer"),
    path("questions/board/", views.board, name="board"),
    path("questions/leaving/", views.leaving, name="leaving"),
    path("questions/leaving/file/", views.take_leaving, name="take_leaving"),
    path("questions/add/", views.save_question, name="save_question"),
    path("questions/<uuid:question_id>/edit/", views.change_question, name="change_question"),
    path("questions/<uuid:question_id>/drop/", views.drop_question, name="drop_question"),
]
