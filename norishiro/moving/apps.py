from django.apps import AppConfig


class MovingConfig(AppConfig):
    name = "norishiro.moving"
    label = "moving"
    verbose_name = "データの移行"
