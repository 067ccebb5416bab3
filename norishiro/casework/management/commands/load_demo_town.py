"""norishiro load_demo_town: invented staff and stories in an empty municipality, for trying the program out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from norishiro.casework.demo.town import AccountLine, lay_town
from norishiro.profiles.current import NoProfileError, current_profile

ACCOUNTS_FILE = "demo_accounts.txt"


class Command(BaseCommand):
    help = "見本の町（作りものの職員と相談）を入れます。職員が一人でもいれば、何もしません。"

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        try:
            profile = current_profile(today)
        except NoProfileError as error:
            raise CommandError(str(error)) from None
        lines = lay_town(profile, today=today)
        if not lines:
            self.stdout.write("職員がもう登録されているので、見本の町は入れませんでした。")
            return
        _hand_out(lines)
        self.stdout.write(f"見本の町を入れました（{profile.municipality.name}、職員{len(lines)}人）。")


def _hand_out(lines: list[AccountLine]) -> None:
    """Keep the list beside the data, for the owner's eyes; ``norishiro run`` prints it."""
    file = settings.ENV.home / ACCOUNTS_FILE
    file.touch(mode=0o600)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
