from django.urls import path

from norishiro.letterbox.views import entrances, letters

app_name = "letterbox"
urlpatterns = [
    path("letter-box/", letters.list_letters, name="letters"),
    path("letter-box/import/", letters.import_letters, name="import_letters"),
    path("letter-box/<uuid:letter_id>/", letters.show, name="show"),
    path("letter-box/<uuid:letter_id>/take/", letters.take_letter, name="take_letter"),
    path("letter-box/<uuid:letter_id>/answer/", letters.answer_letter, name="answer_letter"),
    path("letter-box/<uuid:letter_id>/proposal/", letters.decline_letter, name="decline_letter"),
    path("letter-box/<uuid:letter_id>/pass-on/", letters.pass_on_letter, name="pass_on_letter"),
    path("letter-box/<uuid:letter_id>/photo/", letters.read_photo, name="read_photo"),
    path("entrances/", entrances.list_entrances, name="entrances"),
    path("entrances/appoint/", entrances.appoint, name="appoint"),
    path("entrances/examples/", entrances.change_examples, name="change_examples"),
    path("entrances/<uuid:entrance_id>/", entrances.show_entrance, name="entrance"),
    path("entrances/<uuid:entrance_id>/end/", entrances.end_entrance, name="end_entrance"),
    path("entrances/<uuid:entrance_id>/thanks/", entrances.thank_holder, name="thank_holder"),
    path("entrances/<uuid:entrance_id>/card/", entrances.card, name="card"),
    path("entrances/<uuid:entrance_id>/poster/", entrances.poster, name="poster"),
]
