from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "norishiro.questions"
    label = "questions"
    verbose_name = "数えてみる"
