"""``python -m bench.lay 100000 [contacts per case [days]]``: an empty database, migrated, with a profile and a town of so many cases."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext

import psycopg
from django.core.management import call_command

from bench import shape
from config import databases, embedded, env, preparing, state

# Contacts of a case, and the days they lie in.
USUAL = (shape.CONTACTS_PER_CASE, shape.DAYS)


def main() -> None:
    environment = env.current()
    state.ensure_home(environment.home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    own = (
        embedded.in_use(embedded.Server(home=environment.home)) if environment.is_embedded else nullcontext()
    )
    with own:
        import django

        django.setup()
        preparing.migrate(environment)
        call_command("load_profile", "toshima")
        from bench import town  # models need a set-up Django

        town.frame()
        arguments = databases.connect_arguments(databases.settings_for(environment, role="owner"))
        with psycopg.connect(**arguments) as connection:
            cases, contacts, days = (*map(int, sys.argv[1:]), *USUAL[len(sys.argv) - 2 :])
            town.fill(connection, cases=cases, contacts=contacts, days=days)


if __name__ == "__main__":
    main()
