// What follows from the user's moves: pointer, wheel, keys, lists.

const REACH = 8; // pixels around a note that count as the note
const STILL = 4; // pixels that a click may move

const canvas = document.getElementById("map");
const camera = new Camera(redraw);
const drawing = new Drawing(canvas, camera);
const card = new Card({ onNote: goTo, onConcept: (word) => search.searchFor(word) });
const search = new Search({ onFound: showFound, onNote: goTo, onLeave: () => canvas.focus() });
const legend = new Legend(drawing, { onGrouping: setGrouping, onGroup: goToGroup, onPoint: pointAtGroup });

let chosen = -1; // the note that was chosen by a click, a key or a list
let frame = 0;

function redraw() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    drawing.draw();
  });
}

// Makes a note the one in question; -1 goes back to the chosen one.
function focusOn(note) {
  const focus = note < 0 ? chosen : note;
  canvas.classList.toggle("on-note", note >= 0);
  if (focus === drawing.focus) return;
  drawing.focus = focus;
  card.show(focus);
  if (focus >= 0) card.place(...camera.toWindow(XS[focus], YS[focus]));
  redraw();
}

function choose(note) {
  chosen = note;
  focusOn(note);
}

function goTo(note) {
  choose(note);
  card.place(...camera.middle);
  camera.flyToNote(note);
}

function goToGroup(label) {
  const notes = drawing.grouping.labels.flatMap((of, note) => (of === label ? [note] : []));
  camera.flyTo(camera.viewOf(boundsOf(notes)));
}

function pointAtGroup(label) {
  drawing.group = label;
  redraw();
}

function showFound(matches) {
  drawing.matches = matches;
  redraw();
}

function setGrouping(grouping) {
  drawing.setGrouping(grouping);
  legend.show();
  redraw();
}

// Pointers: one drags, two pinch; one that stayed where it was has clicked.

const pointers = new Map();
let pressed = null;

function spread() {
  const [one, other] = [...pointers.values()];
  return { gap: Math.hypot(one.x - other.x, one.y - other.y), x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
  pressed = pointers.size === 1 ? { x: event.offsetX, y: event.offsetY } : null;
});

canvas.addEventListener("pointermove", (event) => {
  const point = { x: event.offsetX, y: event.offsetY };
  const last = pointers.get(event.pointerId);
  if (!last) {
    focusOn(drawing.noteAt(point.x, point.y, REACH));
    return;
  }
  if (pressed && Math.hypot(point.x - pressed.x, point.y - pressed.y) <= STILL) return;
  pressed = null;
  canvas.classList.add("dragged");
  if (pointers.size === 2) {
    const before = spread();
    pointers.set(event.pointerId, point);
    const after = spread();
    camera.pan(after.x - before.x, after.y - before.y);
    if (before.gap > 0) camera.zoomAt(after.x, after.y, after.gap / before.gap);
  } else {
    pointers.set(event.pointerId, point);
    camera.pan(point.x - last.x, point.y - last.y);
  }
});

function release(event) {
  pointers.delete(event.pointerId);
  canvas.classList.remove("dragged");
  if (pressed && event.type === "pointerup") click(event);
  pressed = null;
}

canvas.addEventListener("pointerup", release);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerleave", () => focusOn(-1));

// A finger cannot point at a note before it opens it, so its first touch only shows the note.
function click(event) {
  const note = drawing.noteAt(event.offsetX, event.offsetY, event.pointerType === "touch" ? 3 * REACH : REACH);
  const opens = note >= 0 && (event.pointerType !== "touch" || note === chosen);
  choose(note);
  if (opens) card.open(note);
}

canvas.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1);
    camera.zoomAt(event.offsetX, event.offsetY, Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0015)));
  },
  { passive: false },
);

// Keys

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const KEYS = {
  "+": () => camera.zoomAt(...camera.middle, 1.4),
  "=": () => camera.zoomAt(...camera.middle, 1.4),
  "-": () => camera.zoomAt(...camera.middle, 1 / 1.4),
  "0": () => camera.flyTo(camera.viewOf(BOUNDS)),
  Enter: () => drawing.focus >= 0 && card.open(drawing.focus),
  Escape: () => choose(-1),
};

canvas.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key in DIRECTIONS) step(DIRECTIONS[event.key], event.shiftKey);
  else if (event.key in KEYS) KEYS[event.key]();
  else return;
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target === search.input) return;
  event.preventDefault();
  search.input.focus();
});

// Goes to the nearest note in a direction, or to the one in the middle if none was chosen; with shift the map moves.
function step([right, down], isPan) {
  if (isPan) return camera.pan(-80 * right, -80 * down);
  const next = chosen < 0 ? drawing.noteAt(...camera.middle, Infinity) : noteTowards(chosen, right, down);
  if (next < 0) return;
  choose(next);
  const [left, top] = camera.toWindow(XS[next], YS[next]);
  const { free } = camera;
  const isSeen = left > free.left + 20 && left < free.right - 20 && top > free.top + 20 && top < free.bottom - 20;
  if (!isSeen) camera.flyTo({ x: XS[next], y: YS[next], scale: camera.scale });
}

// The nearest note within 45 degrees of a direction, where one that lies aside counts as further away.
function noteTowards(from, right, down) {
  let [best, distance] = [-1, Infinity];
  for (let note = 0; note < N_NOTES; note++) {
    const [x, y] = [XS[note] - XS[from], YS[note] - YS[from]];
    const ahead = x * right + y * down;
    const aside = Math.abs(x * down) + Math.abs(y * right);
    if (ahead > 0 && aside <= ahead && ahead + 2 * aside < distance) [best, distance] = [note, ahead + 2 * aside];
  }
  return best;
}

// Window and theme

function resize() {
  const side = document.getElementById("side").getBoundingClientRect();
  const isWide = innerWidth > 720;
  const free = { left: isWide ? side.right : 0, top: isWide ? 0 : side.bottom, right: innerWidth, bottom: innerHeight };
  camera.resize(innerWidth, innerHeight, free);
}

addEventListener("resize", resize);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  drawing.readColours();
  legend.show();
  redraw();
});

document.getElementById("name").textContent = DATA.name;
document.getElementById("count").textContent = countNotes(N_NOTES);
document.title = `${DATA.name} · map of notes`;
legend.show();
resize();
canvas.focus();
