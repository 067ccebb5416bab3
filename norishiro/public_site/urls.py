from django.urls import path

from norishiro.public_site.views import districts, letters, opening

app_name = "public_site"
urlpatterns = [
    path("open/", opening.door, name="door"),
    path("open/events/", opening.events_file, name="events_file"),
    path("open/boundary/", opening.boundary, name="boundary"),
    path("open/c/<slug:token>/", opening.by_code, name="by_code"),
    path("open/<slug:tongue>/", opening.start, name="start"),
    path("open/<slug:tongue>/places/", opening.places, name="places"),
    path("open/<slug:tongue>/places/<uuid:place_id>/", opening.place, name="place"),
    path("open/<slug:tongue>/map/", opening.places_map, name="places_map"),
    path("open/<slug:tongue>/map-data/", opening.map_data, name="map_data"),
    path("open/<slug:tongue>/desks/", opening.desks, name="desks"),
    path("open/<slug:tongue>/desks/<slug:topic>/", opening.desks_for, name="desks_for"),
    path("open/<slug:tongue>/pages/<slug:leaf>/", opening.leaf, name="leaf"),
    path("open/<slug:tongue>/news/", opening.news_list, name="news_list"),
    path("open/<slug:tongue>/news/<uuid:news_id>/", opening.news, name="news"),
    path("open/<slug:tongue>/letters/", districts.letters, name="letters"),
    path(
        "open/<slug:tongue>/letters/confirm/<uuid:mail_key>/",
        districts.confirm_letters,
        name="confirm_letters",
    ),
    path("open/<slug:tongue>/letters/own/<uuid:mail_key>/", districts.own_letters, name="own_letters"),
    path("open/<slug:tongue>/letters/leave/<uuid:mail_key>/", districts.leave_letters, name="leave_letters"),
    path("open/<slug:tongue>/flow/", opening.flow, name="flow"),
    path("tell/", letters.front, name="front"),
    path("tell/find/", letters.find, name="find"),
    path("tell/consult/", letters.consult, name="consult"),
    path("tell/reply/", letters.reply, name="reply"),
    path("tell/at/<uuid:entrance_id>/", letters.enter, name="enter"),
    path("tell/own/<uuid:card_id>/", letters.status, name="status"),
]
