"""The colours of a theme as far as we use them, so that what is written in them can be read.

Themes are made for other programs; in some, muted text has a contrast of 2.3 on a bar. A colour that cannot be read is
drawn towards that of plain text until it can, or until it is that.
"""

from collections.abc import Iterable, Mapping

from textual.color import Color

LEAST_CONTRAST = 4.5
"""Of text on its background, as WCAG 2.1 asks for (success criterion 1.4.3)."""

N_STEPS = 20
"""Between a colour and that of plain text."""

TEXT_COLOURS = (
    "foreground-muted",
    "text-primary",
    "text-secondary",
    "text-accent",
    "text-success",
    "text-warning",
    "text-error",
)
"""Variables of a theme in whose colours we write."""

ANSI_COLOURS = {
    "shown-background": "ansi_default",
    "mark-background": "ansi_yellow",
    "mark-text": "ansi_black",
}
"""Ours in a theme that has no colours but those of the terminal, which cannot be mixed."""


def readable_colours(theme: Mapping[str, str], *, is_ansi: bool) -> dict[str, str]:
    """What takes the place of, or comes to, the variables of a theme.

    `shown-background` lies under a row of a list without the focus, `mark-text` on `mark-background` are marked words.

    Args:
        is_ansi: the theme has the terminal's own colours.
    """
    if is_ansi:
        return dict(ANSI_COLOURS)
    background, foreground = Color.parse(theme["background"]), Color.parse(theme["foreground"])
    shown, mark = background.blend(foreground, 0.12), background + Color.parse(theme["warning-muted"])
    grounds = (background, Color.parse(theme["surface"]), shown)
    read = {name: _readable(background + Color.parse(theme[name]), foreground, grounds).hex for name in TEXT_COLOURS}
    marked = _readable(Color.parse(theme["text-warning"]), foreground, (mark,))
    return {**read, "shown-background": shown.hex, "mark-background": mark.hex, "mark-text": marked.hex}


def contrast(first: Color, second: Color) -> float:
    """From 1, not to be told apart, to 21, black on white.

    https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _readable(colour: Color, foreground: Color, grounds: Iterable[Color]) -> Color:
    steps = (colour.blend(foreground, step / N_STEPS) for step in range(N_STEPS))
    return next((c for c in steps if all(contrast(c, ground) >= LEAST_CONTRAST for ground in grounds)), foreground)


def _luminance(colour: Color) -> float:
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
