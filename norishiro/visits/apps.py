from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "norishiro.visits"
    label = "visits"
    verbose_name = "訪問の予定と安全"
