from django.urls import path

from norishiro.family.views import drawings, figures, ties

app_name = "family"
urlpatterns = [
    path("cases/<uuid:case_id>/genogram/", drawings.genogram, name="genogram"),
    path("cases/<uuid:case_id>/genogram/paper/", drawings.genogram_paper, name="genogram_paper"),
    path("cases/<uuid:case_id>/genogram/marks/", drawings.mark_figures, name="mark_figures"),
    path("cases/<uuid:case_id>/genogram/keep/", drawings.keep_snapshot, name="keep_snapshot"),
    path("cases/<uuid:case_id>/genogram/compare/", drawings.compare_snapshots, name="compare_snapshots"),
    path("genograms/<uuid:snapshot_id>/", drawings.show_snapshot, name="show_snapshot"),
    path("cases/<uuid:case_id>/genogram/figure/", figures.show_figure, name="show_figure"),
    path("cases/<uuid:case_id>/genogram/add/", figures.add_relative, name="add_relative"),
    path("kin/<uuid:kin_id>/", figures.change_kin, name="change_kin"),
    path("kin/<uuid:kin_id>/withdraw/", figures.withdraw_kin, name="withdraw_kin"),
    path("kin/<uuid:kin_id>/link/", figures.link_kin, name="link_kin"),
    path("kin/<uuid:kin_id>/unlink/", figures.unlink_kin, name="unlink_kin"),
    path("cases/<uuid:case_id>/genogram/relate/", ties.relate, name="relate"),
    path("kinship/<uuid:tie_id>/", ties.change_tie, name="change_tie"),
    path("kinship/<uuid:tie_id>/withdraw/", ties.withdraw_tie, name="withdraw_tie"),
]
