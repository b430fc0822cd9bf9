"""Which note of a drawn graph the cursor comes to by an arrow."""

from notelinks.tui.graph_drawing import Box, Side


def move(boxes: list[Box], here: Box, direction: str) -> Box:
    """The note that lies `up`, `down`, `left` or `right` of one, itself if there is none."""
    if direction in ("up", "down"):
        by = -1 if direction == "up" else 1
        there = _along(boxes, here, by)
        return _nearest_beside(boxes, here, by) if there is here and here.side is Side.MIDDLE else there
    outward = {"left": Side.LEFT, "right": Side.RIGHT}[direction]
    if here.side in (Side.MIDDLE, Side.BELOW):
        if here.side is Side.BELOW and here.depth == 2 and outward is Side.LEFT:
            return _parent(boxes, here)
        if here.side is Side.BELOW and here.depth == 1 and outward is Side.RIGHT and (child := _child(boxes, here)):
            return child
        there = [box for box in boxes if box.side is outward and box.depth == 1]
        return min(there, key=lambda box: abs(box.row - here.row), default=here)
    if here.side is outward:
        return _child(boxes, here) or here
    return boxes[0] if here.depth == 1 else _parent(boxes, here)


def _along(boxes: list[Box], here: Box, by: int) -> Box:
    """The next note above or below at the same side; the middle stands above those that are near."""
    sides = {Side.MIDDLE, Side.BELOW} if here.side in (Side.MIDDLE, Side.BELOW) else {here.side}
    lane = sorted((box for box in boxes if box.side in sides), key=lambda box: box.row)
    number = lane.index(here) + by
    return lane[min(max(number, 0), len(lane) - 1)]


def _nearest_beside(boxes: list[Box], here: Box, by: int) -> Box:
    """The next note above or below at any side: where the middle has none, it is not to be the end of the way."""
    there = [box for box in boxes if box.depth == 1 and (box.row - here.row) * by > 0]
    return min(there, key=lambda box: abs(box.row - here.row), default=here)


def _parent(boxes: list[Box], here: Box) -> Box:
    above = [box for box in boxes if box.side is here.side and box.depth == 1 and box.row < here.row]
    return max(above, key=lambda box: box.row)


def _child(boxes: list[Box], here: Box) -> Box | None:
    """The first of the notes that hang below one."""
    return next(
        (box for box in boxes if box.side is here.side and box.depth == here.depth + 1 and box.row == here.row + 1),
        None,
    )
