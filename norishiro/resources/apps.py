from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "norishiro.resources"
    label = "resources"
    verbose_name = "居場所と資源の台帳"
