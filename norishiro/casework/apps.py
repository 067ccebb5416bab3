from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "norishiro.casework"
    label = "casework"
    verbose_name = "部屋をまたぐ仕事"
