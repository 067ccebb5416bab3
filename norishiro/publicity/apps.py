from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "norishiro.publicity"
    label = "publicity"
    verbose_name = "広報"
