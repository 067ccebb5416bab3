from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "norishiro.consultations"
    label = "consultations"
    verbose_name = "相談とつなぎ"
