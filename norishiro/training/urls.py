from django.urls import path

from norishiro.training import views

app_name = "training"
urlpatterns = [
    path("training/", views.courses, name="courses"),
    path("training/add/", views.add_course, name="add_course"),
    path("training/never-came/", views.never_came, name="never_came"),
    path("training/<uuid:course_id>/", views.course, name="course"),
    path("training/<uuid:course_id>/sessions/add/", views.hold_session, name="hold_session"),
    path("training/sessions/<uuid:session_id>/", views.session, name="session"),
    path("training/sessions/<uuid:session_id>/attendance/", views.note_attendance, name="note_attendance"),
    path("training/sessions/<uuid:session_id>/lectures/add/", views.add_lecture, name="add_lecture"),
    path("training/sessions/<uuid:session_id>/materials/add/", views.add_material, name="add_material"),
    path("training/sessions/<uuid:session_id>/questions/add/", views.add_question, name="add_question"),
    path("training/questions/<uuid:question_id>/", views.reply_question, name="reply_question"),
    path(
        "training/attendances/<uuid:attendance_id>/removal/",
        views.remove_attendance,
        name="remove_attendance",
    ),
]
