"""Templates that name a variable nobody handed in: an error in tests instead of an empty place."""

import sys
from types import FrameType


class UnknownTemplateVariable(Exception):
    """A template of ours asked for something its view did not give."""


class LoudMissingVariable(str):
    """Django formats `string_if_invalid` with the variable's name; ours raises at that moment.

    Templates of installed packages are let off: they lean on missing variables by design.
    """

    __slots__ = ()

    def __mod__(self, variable: object) -> str:
        template = _template_being_rendered(sys._getframe(1))
        if "site-packages" in template:
            return ""
        raise UnknownTemplateVariable(f"{template}: {variable}")


def _template_being_rendered(frame: FrameType | None) -> str:
    while frame is not None:
        if frame.f_code.co_name == "render_annotated":
            origin = getattr(frame.f_locals.get("self"), "origin", None)
            return str(getattr(origin, "name", "?"))
        frame = frame.f_back
    return "?"
