from django.apps import AppConfig


class LetterboxConfig(AppConfig):
    name = "norishiro.letterbox"
    label = "letterbox"
    verbose_name = "便りの箱"
