from django.urls import path

from norishiro.handbook import views

app_name = "handbook"
urlpatterns = [
    path("guides/", views.guides, name="guides"),
    path("guides/<slug:role>/", views.show_guide, name="show_guide"),
    path("guides/<slug:role>/<slug:task>/", views.show_task, name="show_task"),
    path("handbook/", views.pages, name="pages"),
    path("handbook/add/", views.write_page, name="write_page"),
    path("handbook/schemes/", views.schemes, name="schemes"),
    path("handbook/schemes/add/", views.list_scheme, name="list_scheme"),
    path("handbook/schemes/<uuid:scheme_id>/", views.show_scheme, name="show_scheme"),
    path("handbook/schemes/<uuid:scheme_id>/change/", views.change_scheme, name="change_scheme"),
    path("handbook/studies/", views.studies, name="studies"),
    path("handbook/studies/add/", views.open_study, name="open_study"),
    path("handbook/studies/<uuid:study_id>/", views.show_study, name="show_study"),
    path("handbook/studies/<uuid:study_id>/evidence/add/", views.add_evidence, name="add_evidence"),
    path("handbook/studies/<uuid:study_id>/decision/", views.decide_study, name="decide_study"),
    path("handbook/<uuid:page_id>/", views.show_page, name="show_page"),
    path("handbook/<uuid:page_id>/changes/", views.page_changes, name="page_changes"),
    path("handbook/<uuid:page_id>/revise/", views.revise_page, name="revise_page"),
    path("handbook/<uuid:page_id>/withdrawal/", views.withdraw_page, name="withdraw_page"),
    path("handbook/<uuid:page_id>/reading/", views.read_page, name="read_page"),
]
