"""From the hammer's key in the terminal app to the result painted by Chromium on the wall: the
whole chain, fifty times."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import threading
import time
from importlib.resources import files
from pathlib import Path

import griffier
import screen

PAINTED = """
window.painted = [];
const wall = document.getElementById("wall");
new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(() => {
  const motion = /\\bM\\d+\\b/.exec(wall.innerText);
  if (motion && /aangenomen/i.test(wall.innerText)) window.painted.push([motion[0], Date.now()]);
}))).observe(wall, { childList: true, subtree: true, attributes: true });
"""


def measure(rounds: int = 50) -> dict[str, float]:
    """Milliseconds, median and p99."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name:
        council = Path(name) / "raad"
        shutil.copytree(str(files("livecouncil") / "example"), council)
        agenda = council / "agendas" / screen.MEETING
        command = ("-m", "livecouncil", "live", str(agenda), "--data", str(council), "--port", "0")
        with screen.terminal(*command) as master, sync_playwright() as playwright:
            screen.until(master, b"VOOR U BEGINT")
            screen.opened(master)
            reading = threading.Thread(target=_read_on, args=(master,), daemon=True)
            reading.start()
            _typed(master, "n6")
            running = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = running.new_page(viewport={"width": 1920, "height": 1080})
            griffier.until_there(council / "wall.url")
            address = (council / "wall.url").read_text().strip().replace("MEETING", agenda.stem)
            page.goto(address)
            page.evaluate(PAINTED)
            pressed = {}
            for number in range(1, rounds + 1):
                _typed(master, f"m{number} i pvda: Motie {number}")
                _typed(master, f"m{number}v cda")
                pressed[f"M{number}"] = time.time() * 1000
                os.write(master, b"=")
                _painted(page, number)
            told = dict(reversed(page.evaluate("window.painted")))
            running.close()
    took = sorted(told[name] - at for name, at in pressed.items() if name in told)
    return {
        "hammer_to_pixels_ms": statistics.median(took),
        "hammer_to_pixels_p99_ms": took[-1],
        "hammer_to_pixels_n": len(took),
    }


def _typed(master: int, line: str) -> None:
    os.write(master, line.encode())
    time.sleep(0.1)
    os.write(master, b"\r")
    time.sleep(0.25)


def _painted(page: object, number: int) -> None:
    for _ in range(200):
        if page.evaluate(f"window.painted.some(p => p[0] === 'M{number}')"):  # type: ignore[attr-defined]
            return
        time.sleep(0.02)


def _read_on(master: int) -> None:
    try:
        while os.read(master, 65536):
            pass
    except OSError:
        pass


if __name__ == "__main__":
    print(measure())
