from django.apps import AppConfig


class NeighboursConfig(AppConfig):
    name = "norishiro.neighbours"
    label = "neighbours"
    verbose_name = "地区の便り"
