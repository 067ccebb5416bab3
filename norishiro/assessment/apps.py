from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "norishiro.assessment"
    label = "assessment"
    verbose_name = "アセスメント"
