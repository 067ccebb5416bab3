from django.apps import AppConfig


class EmergencyConfig(AppConfig):
    name = "norishiro.emergency"
    label = "emergency"
    verbose_name = "緊急閲覧"
