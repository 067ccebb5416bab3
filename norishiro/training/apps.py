from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "norishiro.training"
    label = "training"
    verbose_name = "研修"
