from django.urls import path

from norishiro.teams.views import rapport, takeovers, team

app_name = "teams"
urlpatterns = [
    path("cases/<uuid:case_id>/team/", team.team, name="team"),
    path("cases/<uuid:case_id>/team/add/", team.join_team, name="join_team"),
    path("cases/<uuid:case_id>/rapport/building/", rapport.start_building, name="start_building"),
    path("cases/<uuid:case_id>/rapport/team/", rapport.form_team, name="form_team"),
    path("team/<uuid:member_id>/", team.settle_member, name="settle_member"),
    path("takeovers/<uuid:takeover_id>/", takeovers.show_takeover, name="show_takeover"),
    path("takeovers/<uuid:takeover_id>/confirmation/", takeovers.confirm_takeovers, name="confirm_takeovers"),
]
