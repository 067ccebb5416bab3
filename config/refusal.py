"""How the program declines to start: in words, never in a traceback."""

from collections.abc import Sequence


class StartRefused(SystemExit):
    """Ends the process with exit code 1 and the sentences on standard error.

    It is a SystemExit so that no caller, Django's management included, turns it into a traceback.
    """

    def __init__(self, *sentences: str) -> None:
        self.sentences: Sequence[str] = sentences
        super().__init__("\n".join(("のりしろを始められません。", *(f"・{line}" for line in sentences))))
