"""Log lines that may leave the building: no names, no form values, no SQL parameters."""

import datetime
import json
import logging
import re
import traceback
from types import TracebackType
from typing import Any

from gunicorn.glogging import Logger

# Addresses of the program are made of these; anything else was typed by somebody.
OWN_PATH = re.compile(r"/[0-9A-Za-z/._-]*")

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Shows where an error happened and of what kind; its words are left out, they may quote a record."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 (the name is logging's)
        kind, error, _ = ei
        if kind is None or error is None:
            return ""
        places = (
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        )
        return "\n".join((f"{kind.__module__}.{kind.__qualname__}", *places))


class QuietJsonFormatter(QuietFormatter):
    """The same words and no more, one JSON object a line, for the machine that gathers logs."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["places"] = self.formatException(record.exc_info).splitlines()
        return json.dumps(told, ensure_ascii=False)


class QuietAccessLogger(Logger):  # type: ignore[misc]
    """The access log without queries, and without addresses that nobody but a visitor could have made up."""

    def atoms(
        self, resp: Any, req: Any, environ: dict[str, Any], request_time: datetime.timedelta
    ) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        if not OWN_PATH.fullmatch(found["U"] or ""):
            found["U"] = "/…"
        return found
