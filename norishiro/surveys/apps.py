from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "norishiro.surveys"
    label = "surveys"
    verbose_name = "居場所への年次の調査"
