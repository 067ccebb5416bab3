"""Rubbish is swept after an answer has gone out, never while somebody waits for one.

A page leaves some thousand objects that point at each other. Python sweeps them in the middle of a later page, about one page
in twenty, and that one takes twice as long. Here the young ones are swept as soon as the answer is out; what stands for long
is looked at once in many answers and then left alone.
"""

from __future__ import annotations

import gc
from itertools import count
from typing import Any

from django.core.signals import request_finished

# So many objects more than at the last sweep are worth one: a page makes more, a page kept ready makes none.
WORTH_SWEEPING = 2_000
# Python itself sweeps only where one answer makes far more than any page does: a long list as a file.
MANY, TURNS = 50_000, (10, 100)
# Everything is looked at once in so many answers; what is still needed then is not looked at again.
ANSWERS = 500

_answers = count(1)


def after_answers() -> None:
    """From now on, for this process and those it begets."""
    gc.set_threshold(MANY, *TURNS)
    request_finished.connect(sweep, dispatch_uid="config.tidying")


def sweep(**_given: Any) -> None:
    if next(_answers) % ANSWERS == 0:
        settle()
    elif gc.get_count()[0] > WORTH_SWEEPING:
        gc.collect(1)


def settle() -> None:
    """Look at everything once; what stands now stands until the end."""
    gc.collect()
    gc.freeze()
