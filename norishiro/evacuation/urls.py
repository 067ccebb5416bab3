from django.urls import path

from norishiro.evacuation import views

app_name = "evacuation"
urlpatterns = [
    path("evacuation/lists/", views.listings, name="listings"),
    path("evacuation/lists/start/", views.start_listing, name="start_listing"),
    path("evacuation/lists/<uuid:listing_id>/", views.listing, name="listing"),
    path("evacuation/lists/<uuid:listing_id>/read/", views.read_source, name="read_source"),
    path(
        "evacuation/lists/<uuid:listing_id>/differences/", views.decide_differences, name="decide_differences"
    ),
    path("evacuation/lists/<uuid:listing_id>/fix/", views.fix_listing, name="fix_listing"),
    path("evacuation/lists/<uuid:listing_id>/drop/", views.drop_listing, name="drop_listing"),
    path("evacuation/lists/<uuid:listing_id>/changes/", views.changes, name="changes"),
    path(
        "evacuation/lists/<uuid:listing_id>/changes/explain/", views.explain_changes, name="explain_changes"
    ),
    path("evacuation/lists/<uuid:listing_id>/changes/file/", views.explain_by_file, name="explain_by_file"),
    path("evacuation/files/<uuid:source_file_id>/", views.source_file, name="source_file"),
    path("evacuation/people/<uuid:target_id>/", views.target, name="target"),
    path("evacuation/people/<uuid:target_id>/link/", views.link_target, name="link_target"),
    path("evacuation/notices/", views.mailings, name="mailings"),
    path("evacuation/notices/prepare/", views.prepare_mailing, name="prepare_mailing"),
    path("evacuation/notices/<uuid:mailing_id>/", views.mailing, name="mailing"),
    path("evacuation/notices/<uuid:mailing_id>/approve/", views.approve_mailing, name="approve_mailing"),
    path("evacuation/notices/<uuid:mailing_id>/paper/", views.letters_paper, name="letters_paper"),
    path("evacuation/notices/<uuid:mailing_id>/addresses/", views.addresses_file, name="addresses_file"),
    path("evacuation/notices/<uuid:mailing_id>/sent/", views.note_sent, name="note_sent"),
    path("evacuation/notices/<uuid:mailing_id>/visits/", views.visits, name="visits"),
    path("evacuation/notices/<uuid:mailing_id>/visits/assign/", views.assign_visits, name="assign_visits"),
    path("evacuation/letters/<uuid:notice_id>/answer/", views.note_answer, name="note_answer"),
    path("evacuation/visits/<uuid:task_id>/result/", views.note_visit, name="note_visit"),
    path("evacuation/forms/", views.plan_forms, name="plan_forms"),
    path("evacuation/forms/start/", views.start_form, name="start_form"),
    path("evacuation/people/<uuid:target_id>/plan/", views.write_plan, name="write_plan"),
    path("evacuation/plans/<uuid:evacuation_plan_id>/", views.plan, name="plan"),
    path("evacuation/plans/<uuid:evacuation_plan_id>/paper/", views.plan_paper, name="plan_paper"),
    path("evacuation/packs/", views.packs, name="packs"),
    path("evacuation/packs/phrase/", views.begin_phrase, name="begin_phrase"),
    path("evacuation/packs/phrase/second/", views.finish_phrase, name="finish_phrase"),
    path("evacuation/packs/<uuid:pack_id>/take/", views.take_pack, name="take_pack"),
    path("evacuation/packs/taken/<uuid:taking_id>/file/", views.pack_file, name="pack_file"),
    path("evacuation/zones/", views.zones, name="zones"),
    path("evacuation/zones/read/", views.read_zones, name="read_zones"),
]
