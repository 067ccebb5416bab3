"""Screens that cross rooms. One block per process."""

from django.urls import path

from norishiro.casework.views import (
    accept,
    closing,
    districts,
    gatherings,
    hall,
    held,
    letters,
    merging,
    offline,
    takeovers,
    today,
    workload,
)

app_name = "casework"
urlpatterns = [
    path("", today.today, name="today"),
    path("support-requests/<uuid:request_id>/acceptance/", accept.accept_request, name="accept_request"),
    path("letter-box/<uuid:letter_id>/receive/", letters.receive_letter, name="receive_letter"),
    path("casework/cases/<uuid:case_id>/close/", closing.close_case, name="close_case"),
    path("casework/cases/<uuid:case_id>/coordination/", closing.coordinate_case, name="coordinate_case"),
    path("casework/cases/<uuid:case_id>/interruption/", closing.interrupt_case, name="interrupt_case"),
    path("casework/cases/<uuid:case_id>/reopening/", closing.reopen_case, name="reopen_case"),
    path("casework/closures/<uuid:closure_id>/watch/", closing.record_watch, name="record_watch"),
    path("bases/<uuid:base_id>/people-and-consultations/", hall.show_hall, name="show_hall"),
    path("districts/", districts.districts, name="districts"),
    path("districts/<uuid:area_id>/", districts.district, name="district"),
    path("gatherings/", gatherings.gatherings, name="gatherings"),
    path(
        "gatherings/<uuid:gathering_id>/receive/",
        gatherings.receive_at_gathering,
        name="receive_at_gathering",
    ),
    path("takeovers/", takeovers.takeovers, name="takeovers"),
    path("takeovers/of/<uuid:staff_id>/", takeovers.hand_over, name="hand_over"),
    path("takeovers/<uuid:takeover_id>/withdrawal/", takeovers.withdraw_takeover, name="withdraw_takeover"),
    path("held/", held.held, name="held"),
    path("offline/", offline.list_offline, name="list_offline"),
    path("offline/add/", offline.write_offline, name="write_offline"),
    path("offline/key/", offline.open_key, name="open_key"),
    path("offline/records/", offline.receive_offline, name="receive_offline"),
    path("offline/<uuid:draft_id>/", offline.check_offline, name="check_offline"),
    path("offline/<uuid:draft_id>/discard/", offline.discard_offline, name="discard_offline"),
    path("workload/", workload.workload, name="workload"),
    path("activity/", workload.activity, name="activity"),
    path("people/<uuid:person_id>/same/", merging.find_same, name="find_same"),
    path("people/<uuid:person_id>/same/<uuid:other_id>/", merging.merge_people, name="merge_people"),
    path("people/<uuid:person_id>/apart/<uuid:other_id>/", merging.tell_apart, name="tell_apart"),
    path("people/merges/<uuid:merge_id>/undo/", merging.undo_merge, name="undo_merge"),
    path("people/pairs/", merging.pairs, name="pairs"),
]
