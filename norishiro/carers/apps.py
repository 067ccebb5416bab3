from django.apps import AppConfig


class CarersConfig(AppConfig):
    name = "norishiro.carers"
    label = "carers"
    verbose_name = "ケアをしている人"
