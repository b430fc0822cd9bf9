"""When garbage is looked for: not before the first paint, and everywhere while no key is pressed.

What is made until the first paint is modules, style rules and widgets, all of them needed as long as the program runs.
Going through them again and again while they are made takes a fifth of the time to the first paint, and finds nothing.
Later there are ten thousand notes to go through, which takes longer than a key may: new objects are looked at as they
come, all of them at the next pause, or after a minute in which somebody never paused.
"""

import gc
import time

PAUSE_S = 1.0
"""Without a key or the mouse; all objects are looked at then, and as often at most."""

_LONGEST_S = 60.0
"""Between two looks at all objects if there is no pause: a screen that is kept busy makes some megabytes a minute."""

_NEW_OBJECTS, _YOUNG_ROUNDS, _NEVER = 5_000, 10, 1_000_000
"""Thresholds of the three generations, see `gc.set_threshold`."""

_ROUNDS_BEFORE_ALL = 3
"""Rounds through the second generation that make it worth while: some hundred thousand new objects."""


def put_off_collecting() -> None:
    """Looks for no garbage until `GarbageCollector.begin`."""
    gc.disable()


class GarbageCollector:
    """Looks for garbage when nobody waits."""

    def __init__(self) -> None:
        self._input_s = 0.0
        self._collected_s = time.monotonic()

    def begin(self) -> None:
        """Looks for garbage from now on, in what is made from now on."""
        if not gc.isenabled():
            gc.freeze()
            gc.set_threshold(_NEW_OBJECTS, _YOUNG_ROUNDS, _NEVER)
            gc.enable()

    def note_input(self) -> None:
        """A key was pressed, or the mouse was moved."""
        self._input_s = time.monotonic()

    def collect_in_pause(self) -> None:
        """Looks at all objects if there is much to look at, and nothing was pressed lately or all the time."""
        now = time.monotonic()
        may_wait = now - self._input_s < PAUSE_S and now - self._collected_s < _LONGEST_S
        if gc.get_count()[2] >= _ROUNDS_BEFORE_ALL and not may_wait:
            gc.collect()
            self._collected_s = now
