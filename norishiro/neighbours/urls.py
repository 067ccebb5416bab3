from django.urls import path

from norishiro.neighbours import views

app_name = "neighbours"
urlpatterns = [
    path("neighbours/", views.posts, name="posts"),
    path("neighbours/write/", views.write_post, name="write_post"),
    path("neighbours/readers/", views.readers, name="readers"),
    path("neighbours/posts/<uuid:post_id>/", views.post, name="post"),
    path("neighbours/posts/<uuid:post_id>/change/", views.change_post, name="change_post"),
    path("neighbours/posts/<uuid:post_id>/drop/", views.drop_post, name="drop_post"),
    path("neighbours/posts/<uuid:post_id>/send/", views.send_post, name="send_post"),
]
