from django.urls import path

from norishiro.publicity import views

app_name = "publicity"
urlpatterns = [
    path("publicity/", views.items, name="items"),
    path("publicity/add/", views.add_item, name="add_item"),
    path("publicity/handouts/", views.handouts, name="handouts"),
    path("publicity/handouts/<uuid:paper_id>/undo/", views.undo_handout, name="undo_handout"),
    path("publicity/leaves/<uuid:leave_id>/end/", views.end_leave, name="end_leave"),
    path("publicity/codes/<uuid:code_id>/", views.code, name="code"),
    path("publicity/codes/<uuid:code_id>/end/", views.end_code, name="end_code"),
    path("publicity/items/<uuid:told_id>/", views.item, name="item"),
    path("publicity/items/<uuid:told_id>/change/", views.change_item, name="change_item"),
    path("publicity/items/<uuid:told_id>/people/", views.count_people, name="count_people"),
    path("publicity/items/<uuid:told_id>/leaves/add/", views.keep_leave, name="keep_leave"),
    path("publicity/items/<uuid:told_id>/publication/", views.publish_item, name="publish_item"),
    path("publicity/items/<uuid:told_id>/withdrawal/", views.withdraw_item, name="withdraw_item"),
    path("publicity/items/<uuid:told_id>/handouts/add/", views.hand_out, name="hand_out"),
    path("publicity/items/<uuid:told_id>/unreached/", views.unreached, name="unreached"),
    path("publicity/items/<uuid:told_id>/channels/add/", views.note_channel, name="note_channel"),
    path("publicity/items/<uuid:told_id>/responses/add/", views.note_response, name="note_response"),
    path("publicity/items/<uuid:told_id>/codes/add/", views.make_code, name="make_code"),
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
