from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "norishiro.teams"
    label = "teams"
    verbose_name = "担当チーム"
