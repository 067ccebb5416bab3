from django.urls import path

from norishiro.rights import views

app_name = "rights"
ONE = "rights/<uuid:request_id>"
urlpatterns = [
    path("rights/", views.list_requests, name="requests"),
    path("rights/add/", views.receive_request, name="receive_request"),
    path(f"{ONE}/", views.show_request, name="request"),
    path(f"{ONE}/identity/", views.identify_requester, name="identify_requester"),
    path(f"{ONE}/person/", views.link_person, name="link_person"),
    path(f"{ONE}/extension/", views.extend_term, name="extend_term"),
    path(f"{ONE}/opinions/add/", views.ask_opinion, name="ask_opinion"),
    path("rights/opinions/<uuid:opinion_id>/", views.note_opinion, name="note_opinion"),
    path(f"{ONE}/records/", views.gather_records, name="gather_records"),
    path(f"{ONE}/package/", views.show_package, name="package"),
    path("rights/parts/<uuid:part_id>/", views.change_part, name="change_part"),
    path(f"{ONE}/corrections/search/", views.find_part, name="find_part"),
    path("rights/parts/<uuid:part_id>/correction/", views.add_correction, name="add_correction"),
    path("rights/corrections/<uuid:correction_id>/", views.judge_correction, name="judge_correction"),
    path(f"{ONE}/proposal/", views.propose_decision, name="propose_decision"),
    path(f"{ONE}/decision/", views.decide_request, name="decide_request"),
    path(f"{ONE}/proposal/return/", views.return_proposal, name="return_proposal"),
    path(f"{ONE}/delivery/", views.deliver_decision, name="deliver_decision"),
    path(f"{ONE}/withdrawal/", views.withdraw_request, name="withdraw_request"),
    path(f"{ONE}/letter/", views.letter, name="letter"),
    path(f"{ONE}/paper/", views.package_paper, name="package_paper"),
    path("rights/notices/", views.list_notices, name="notices"),
    path("rights/notices/<uuid:notice_id>/", views.acknowledge_notice, name="acknowledge_notice"),
    path("rights/stops/<uuid:order_id>/passes/add/", views.let_see, name="let_see"),
    path("rights/stops/<uuid:order_id>/end/", views.lift_stop, name="lift_stop"),
]
