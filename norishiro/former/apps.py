from django.apps import AppConfig


class FormerConfig(AppConfig):
    name = "norishiro.former"
    label = "former"
    verbose_name = "前の内容"
