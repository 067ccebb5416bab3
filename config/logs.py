"""Log lines that may leave the building: no names, no form values, no SQL parameters."""

import logging
import traceback
from types import TracebackType

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
