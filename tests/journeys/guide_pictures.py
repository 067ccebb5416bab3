"""Takes the pictures of the guides for ``make guides``: the first screen of each task, with its words numbered."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from norishiro.handbook import guides
from norishiro.handbook.guides import Task
from tests.rooms.handbook.test_guides import screen_of
from tests.towns.site import DemoSite

TASKS = [task for guide in guides.guides() for task in guide.tasks]
WIDTH, TALLEST, SHOWN = 820, 760, 700
# A round number at the corner of the first thing on the page that says the word; answers how far down the page they go.
MARK = """(words) => {
  const plain = text => text.replace(/\\s+/g, "");
  const places = [];
  document.body.style.paddingLeft = "28px";
  words.forEach((word, at) => {
    const said = Array.from(document.querySelectorAll("main a, main button, main label, main legend, main summary, main h1, main h2, main th"))
      .filter(one => plain(one.textContent).includes(plain(word)) && one.getClientRects().length)
      .sort((one, other) => one.textContent.length - other.textContent.length)[0];
    if (!said) return;
    const box = said.getBoundingClientRect(), mark = document.createElement("span");
    mark.textContent = at + 1;
    Object.assign(mark.style, {position: "absolute", left: `${Math.max(2, box.left + scrollX - 30)}px`,
      top: `${box.top + scrollY + box.height / 2 - 14}px`, width: "28px", height: "28px", borderRadius: "50%", background: "#b0002a",
      color: "#fff", font: "bold 17px/28px sans-serif", textAlign: "center", zIndex: 9999});
    document.body.append(mark);
    places.push([box.top + scrollY, box.bottom + scrollY]);
  });
  return places;
}"""


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.picture)
def test_take_guide_pictures(demo_site: DemoSite, task: Task) -> None:
    step = task.steps[0]
    screen = screen_of(step)
    assert screen is not None
    visit = demo_site.visit(screen)
    assert visit.status == 200
    visit.page.set_viewport_size({"width": WIDTH, "height": 900})
    places: list[list[float]] = visit.page.evaluate(MARK, step.quoted)
    shot = Image.open(BytesIO(visit.page.screenshot(full_page=True))).convert("RGB")
    _kept(shot, places).save(guides.PICTURES / task.picture, "WEBP", quality=55, method=6)


def _kept(shot: Any, places: list[list[float]]) -> Any:
    """The part of the page in which the numbers stand, not taller than a screen."""
    top = max(0, min((one[0] for one in places), default=0) - 150)
    end = max((one[1] for one in places), default=TALLEST) + 90
    bottom = min(shot.height, max(top + 360, min(end, top + TALLEST)))
    part = shot.crop((0, int(top), WIDTH, int(bottom)))
    return part.resize((SHOWN, round(part.height * SHOWN / WIDTH)), Image.Resampling.LANCZOS)
