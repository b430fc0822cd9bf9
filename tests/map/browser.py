"""Chromium without a window, driven over a pipe by the DevTools protocol (chromedevtools.github.io/devtools-protocol).

Messages are JSON that ends with a NUL byte; the browser reads them from its descriptor 3 and writes to 4.
"""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""The browser on this computer, if there is one."""

DEADLINE_S = 60.0
"""For any answer, even while the machine is busy."""

_OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--remote-debugging-pipe",
)

_KEY_CODES = {"Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}


class Browser:
    """A browser with one page, for the length of a `with` block."""

    def __init__(self, size: tuple[int, int] = (1280, 800), *, is_dark: bool = False) -> None:
        self.size = size
        self.is_dark = is_dark
        self.events: list[dict[str, Any]] = []
        """All that the browser has told, with `method` and `params`."""
        self._n_asked = 0
        self._unread = b""

    def __enter__(self) -> "Browser":
        assert CHROMIUM is not None
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        commands, answers = (f"{self._profile.name}/{name}" for name in ("commands", "answers"))
        os.mkfifo(commands)
        os.mkfifo(answers)
        started = [CHROMIUM, *_OPTIONS, f"--user-data-dir={self._profile.name}", "about:blank"]
        self._process = subprocess.Popen(
            ["sh", "-c", 'exec "$@" 3<"$COMMANDS" 4>"$ANSWERS"', "sh", *started],
            env=os.environ | {"COMMANDS": commands, "ANSWERS": answers},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._ours_out = os.open(commands, os.O_WRONLY)
        self._ours_in = os.open(answers, os.O_RDONLY)
        self._session = ""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")
        self.resize(*self.size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if self.is_dark else "light"}
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme, still])
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours_in)
        os.close(self._ours_out)
        self._profile.cleanup()

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """What the browser answers.

        Raises:
            AssertionError: if it answers with an error, or not within the deadline.
        """
        self._n_asked += 1
        number = self._n_asked
        message = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._ours_out, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + DEADLINE_S
        while (answer := self._read(end)).get("id") != number:
            self.events.append(answer)
        assert "error" not in answer, f"{method}: {answer['error']}"
        return answer["result"]

    def open(self, path: Path) -> None:
        """Loads a page, and waits until its script has run and it was drawn once."""
        self.ask("Page.navigate", url=path.as_uri())
        self.wait_for(lambda: "Page.loadEventFired" in self.methods())
        self.draw()

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page."""
        found = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def resize(self, width: int, height: int) -> None:
        """Gives the window another size, and waits until the page knows of it."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.wait_for(lambda: self.evaluate("[innerWidth, innerHeight]") == [width, height])
        self.draw()

    def draw(self) -> None:
        """Waits until what has changed was drawn."""
        self.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")

    def point(self, left: float, top: float, kind: str = "mouseMoved", **more: Any) -> None:
        """Moves the mouse, or presses or releases its button."""
        self.ask("Input.dispatchMouseEvent", type=kind, x=left, y=top, **more)

    def click(self, left: float, top: float) -> None:
        """Clicks at a point of the window."""
        self.point(left, top)
        for kind in ("mousePressed", "mouseReleased"):
            self.point(left, top, kind, button="left", clickCount=1)

    def press(self, key: str) -> None:
        """Presses a key by its name, and releases it."""
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        for kind in ("keyDown", "keyUp"):
            code = _KEY_CODES.get(key, 0)
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, text=text, windowsVirtualKeyCode=code)

    def type(self, text: str) -> None:
        """Types a text where the focus is."""
        self.ask("Input.insertText", text=text)

    def take_picture(self, path: Path) -> None:
        """Saves what the window shows, in the format that the file's name says: PNG, JPEG or WebP."""
        answer = self.ask("Page.captureScreenshot", format=path.suffix.lstrip("."))
        path.write_bytes(base64.b64decode(answer["data"]))

    def methods(self) -> list[str]:
        """Names of all events so far, after those that have arrived."""
        self.ask("Runtime.evaluate", expression="0")
        return [event["method"] for event in self.events]

    def told(self, method: str) -> list[dict[str, Any]]:
        """What all events of a name said so far."""
        self.methods()
        return [event["params"] for event in self.events if event["method"] == method]

    def wait_for(self, condition: Callable[[], Any]) -> None:
        """
        Raises:
            AssertionError: if a condition does not come true within the deadline.
        """
        end = time.monotonic() + DEADLINE_S
        while not condition():
            assert time.monotonic() < end, "the page did not come to do what was wanted"
            time.sleep(0.02)

    def _read(self, end: float) -> dict[str, Any]:
        """The next message."""
        while b"\0" not in self._unread:
            is_ready = select.select([self._ours_in], [], [], max(0.0, end - time.monotonic()))[0]
            assert is_ready, "the browser does not answer"
            piece = os.read(self._ours_in, 1 << 20)
            assert piece, "the browser has ended"
            self._unread += piece
        message, _, self._unread = self._unread.partition(b"\0")
        return json.loads(message)
