from django.urls import path

from norishiro.surroundings.views import chronology, ecomap, life_map, nine, relation, table

app_name = "surroundings"
urlpatterns = [
    path("cases/<uuid:case_id>/ecomap/", ecomap.ecomap, name="ecomap"),
    path("cases/<uuid:case_id>/ecomap/compare/", ecomap.compare_ecomaps, name="compare_ecomaps"),
    path("cases/<uuid:case_id>/ties/add/", ecomap.add_tie, name="add_tie"),
    path("cases/<uuid:case_id>/ecomap/team/", ecomap.draw_team, name="draw_team"),
    path("ties/<uuid:tie_id>/", ecomap.change_tie, name="change_tie"),
    path("ties/<uuid:tie_id>/end/", ecomap.end_tie, name="end_tie"),
    path("cases/<uuid:case_id>/nine/", nine.nine, name="nine"),
    path("cases/<uuid:case_id>/nine/compare/", nine.compare_nine, name="compare_nine"),
    path("cases/<uuid:case_id>/nine/start/", nine.start_nine, name="start_nine"),
    path("cases/<uuid:case_id>/nine/guide/", nine.note_guide, name="note_guide"),
    path("nine-cells/<uuid:cell_id>/", nine.fill_cell, name="fill_cell"),
    path("cases/<uuid:case_id>/life-map/", life_map.life_map, name="life_map"),
    path("cases/<uuid:case_id>/places/add/", life_map.add_place, name="add_place"),
    path("places/<uuid:place_id>/", life_map.change_place, name="change_place"),
    path("cases/<uuid:case_id>/chronology/", chronology.chronology, name="chronology"),
    path("cases/<uuid:case_id>/life-events/add/", chronology.add_event, name="add_event"),
    path("life-events/<uuid:event_id>/", chronology.change_event, name="change_event"),
    path("cases/<uuid:case_id>/relation/", relation.relation, name="relation"),
    path("cases/<uuid:case_id>/table/", table.table, name="table"),
    path("cases/<uuid:case_id>/drawings/paper/", table.paper, name="paper"),
]
