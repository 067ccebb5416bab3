from django.apps import AppConfig


class FoodConfig(AppConfig):
    name = "norishiro.food"
    label = "food"
    verbose_name = "食支援"
