from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "norishiro.matching"
    label = "matching"
    verbose_name = "参加支援"
