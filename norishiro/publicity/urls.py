from django.urls import path

from norishiro.publicity import views

app_name = "publicity"
urlpatterns = [
    path("publicity/pages/", views.public_pages, name="public_pages"),
    path("publicity/pages/add/", views.open_page, name="open_page"),
    path("publicity/pages/<uuid:public_page_id>/", views.public_page, name="public_page"),
    path("publicity/pages/<uuid:public_page_id>/address/", views.change_page, name="change_page"),
    path("publicity/pages/<uuid:public_page_id>/texts/<str:language>/", views.write_text, name="write_text"),
    path(
        "publicity/pages/<uuid:public_page_id>/texts/<str:language>/publication/",
        views.publish_text,
        name="publish_text",
    ),
    path(
        "publicity/pages/<uuid:public_page_id>/texts/<str:language>/withdrawal/",
        views.withdraw_text,
        name="withdraw_text",
    ),
    path("publicity/pages/<uuid:public_page_id>/places/add/", views.add_place, name="add_place"),
    path("publicity/page-places/<uuid:page_place_id>/removal/", views.remove_place, name="remove_place"),
]
