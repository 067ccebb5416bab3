"""``python -m bench.lay 100000 [contacts per case]``: an empty database, migrated, with a profile and a town of so many cases."""

from __future__ import annotations

import os
import sys

import psycopg
from django.core.management import call_command

from config import databases, embedded, env, preparing, state


def main() -> None:
    environment = env.current()
    state.ensure_home(environment.home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    with embedded.in_use(embedded.Server(home=environment.home)):
        import django

        django.setup()
        preparing.migrate(environment)
        call_command("load_profile", "toshima")
        from bench import town  # models need a set-up Django

        town.frame()
        arguments = databases.connect_arguments(databases.settings_for(environment, role="owner"))
        with psycopg.connect(**arguments) as connection:
            town.fill(connection, cases=int(sys.argv[1]), contacts=int(sys.argv[2]))


if __name__ == "__main__":
    main()
