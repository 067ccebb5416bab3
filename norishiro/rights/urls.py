from django.urls import path

from norishiro.rights.views import corrections, decisions, package, register, stops

app_name = "rights"
ONE = "rights/<uuid:request_id>"
urlpatterns = [
    path("rights/", register.list_requests, name="requests"),
    path("rights/add/", register.receive_request, name="receive_request"),
    path(f"{ONE}/", register.show_request, name="request"),
    path(f"{ONE}/identity/", register.identify_requester, name="identify_requester"),
    path(f"{ONE}/person/", register.link_person, name="link_person"),
    path(f"{ONE}/extension/", register.extend_term, name="extend_term"),
    path(f"{ONE}/opinions/add/", register.ask_opinion, name="ask_opinion"),
    path("rights/opinions/<uuid:opinion_id>/", register.note_opinion, name="note_opinion"),
    path(f"{ONE}/records/", package.gather_records, name="gather_records"),
    path(f"{ONE}/package/", package.show_package, name="package"),
    path("rights/parts/<uuid:part_id>/", package.change_part, name="change_part"),
    path(f"{ONE}/corrections/search/", corrections.find_part, name="find_part"),
    path("rights/parts/<uuid:part_id>/correction/", corrections.add_correction, name="add_correction"),
    path("rights/corrections/<uuid:correction_id>/", corrections.judge_correction, name="judge_correction"),
    path(f"{ONE}/proposal/", decisions.propose_decision, name="propose_decision"),
    path(f"{ONE}/decision/", decisions.decide_request, name="decide_request"),
    path(f"{ONE}/proposal/return/", decisions.return_proposal, name="return_proposal"),
    path(f"{ONE}/delivery/", decisions.deliver_decision, name="deliver_decision"),
    path(f"{ONE}/withdrawal/", decisions.withdraw_request, name="withdraw_request"),
    path(f"{ONE}/letter/", decisions.letter, name="letter"),
    path(f"{ONE}/paper/", package.package_paper, name="package_paper"),
    path("rights/notices/", corrections.list_notices, name="notices"),
    path("rights/notices/<uuid:notice_id>/", corrections.acknowledge_notice, name="acknowledge_notice"),
    path("rights/stops/<uuid:order_id>/passes/add/", stops.let_see, name="let_see"),
    path("rights/stops/<uuid:order_id>/end/", stops.lift_stop, name="lift_stop"),
]
