from django.apps import AppConfig


class SurroundingsConfig(AppConfig):
    name = "norishiro.surroundings"
    label = "surroundings"
    verbose_name = "まわりの図"
