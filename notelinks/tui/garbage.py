"""When garbage is looked for: not before the first paint.

What is made until then is modules, style rules and widgets, all of them needed as long as the program runs. Going
through them again and again while they are made takes a fifth of the time to the first paint, and finds nothing.
"""

import gc


def put_off_collecting() -> None:
    """Looks for no garbage until `begin_collecting`."""
    gc.disable()


def begin_collecting() -> None:
    """Looks for garbage from now on, in what is made from now on."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
