"""How many queries each measured page makes, counted in this process as the same user. Prints one line of JSON."""

from __future__ import annotations

import json
import os

from bench import shape
from config import embedded, env


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    environment = env.current()
    with embedded.in_use(embedded.Server(home=environment.home)):
        import django

        django.setup()
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from bench.browser import SOUGHT, checked, hidden
        from norishiro.agencies.models import Staff

        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(Staff.objects.get(login_id=shape.LOGIN))
        case = shape.case_id(0)
        pages = {"今日": "/", "ケース一覧": "/cases/", "世帯の一枚": f"/cases/{case}/"}
        for name, words in SOUGHT.items():
            pages[name] = client.post("/people/", {"q": words}).headers["Location"]
        counts = {}
        for name, path in pages.items():
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            counts[name] = len(captured)
        path = f"/cases/{case}/contacts/add/"
        page = client.get(path).content.decode()
        form = {
            **hidden(page),
            **checked(page),
            "method": "VISIT",
            "met": "ABSENT",
            "body": "留守だった。測定用。",
        }
        with CaptureQueriesContext(connection) as captured:
            client.post(path, form)
        counts["記録を書く（保存）"] = len(captured)
        print(json.dumps(counts))


if __name__ == "__main__":
    main()
