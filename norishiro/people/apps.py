from importlib import import_module

from django.apps import AppConfig

from norishiro.core import withheld


class PeopleConfig(AppConfig):
    name = "norishiro.people"
    label = "people"
    verbose_name = "人と世帯"

    def ready(self) -> None:
        """From now on every form and draft compares what is typed with what is withheld."""
        withheld.register(import_module("norishiro.people.withholding").places_in)
