// Draws the map: ground of the groups, lines of the note in question, notes. The texts are in labels.js.

const LAND_PIXELS = 420; // a unit of the map on the picture of the ground

class Drawing {
  constructor(canvas, camera) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.camera = camera;
    this.labels = new Labels(this.context, camera);
    this.grouping = DATA.groupings[0];
    this.focus = -1; // the note in question
    this.matches = null; // a Set of notes, or null if nothing is searched for
    this.group = -1; // the group that is pointed at
    this.readColours();
  }

  readColours() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(`--${name}`).trim();
    this.colours = Array.from({ length: 8 }, (_, place) => read(`group-${place}`));
    this.tones = { ground: read("ground"), ink: read("ink"), faint: read("faint"), accent: read("accent"), apart: read("apart") };
    this.landAlpha = Number(read("land"));
    this.land = null;
  }

  setGrouping(grouping) {
    this.grouping = grouping;
    this.group = -1;
    this.land = null;
  }

  colourOf(label) {
    return label < 0 ? this.tones.apart : this.colours[this.grouping.groups[label].colour];
  }

  draw() {
    const ratio = devicePixelRatio || 1;
    const { width, height } = this.camera;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.fillStyle = this.tones.ground;
    this.context.fillRect(0, 0, width, height);
    this.drawLand();
    this.drawLines();
    this.drawNotes();
    this.labels.draw(this);
  }

  // The ground: notes of a group as one shape, so that where they stand close it looks like an island.
  drawLand() {
    this.land ??= this.makeLand();
    const [left, top] = this.camera.toWindow(this.land.x, this.land.y);
    const factor = this.camera.scale / LAND_PIXELS;
    const { canvas } = this.land;
    this.context.drawImage(canvas, left, top, canvas.width * factor, canvas.height * factor);
  }

  makeLand() {
    const radius = Math.min(0.1, Math.max(0.018, 1.5 / Math.sqrt(N_NOTES))) * LAND_PIXELS;
    const margin = 2 * radius;
    const x = BOUNDS.left - margin / LAND_PIXELS;
    const y = BOUNDS.top - margin / LAND_PIXELS;
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil((BOUNDS.right - x) * LAND_PIXELS + margin);
    canvas.height = Math.ceil((BOUNDS.bottom - y) * LAND_PIXELS + margin);
    const context = canvas.getContext("2d");
    context.filter = `blur(${(radius / 3).toFixed(1)}px)`;
    context.globalAlpha = this.landAlpha;
    const paths = this.pathsByLabel((note) => [(XS[note] - x) * LAND_PIXELS, (YS[note] - y) * LAND_PIXELS, radius]);
    for (const [label, path] of paths) {
      if (label < 0) continue;
      context.fillStyle = this.colourOf(label);
      context.fill(path);
    }
    return { canvas, x, y };
  }

  // Links of the note in question as lines, to its nearest notes as dashes.
  drawLines() {
    if (this.focus < 0) return;
    const linked = [...LINKS[this.focus], ...BACKLINKS[this.focus]];
    const near = DATA.nearest[this.focus].map(([note]) => note).filter((note) => !linked.includes(note));
    this.drawLinesTo(near, this.tones.faint, [2, 4], 1);
    this.drawLinesTo(linked, this.tones.accent, [], 1.3);
  }

  drawLinesTo(notes, colour, dashes, width) {
    const { context, camera } = this;
    const start = camera.toWindow(XS[this.focus], YS[this.focus]);
    context.beginPath();
    for (const note of notes) {
      context.moveTo(...start);
      context.lineTo(...camera.toWindow(XS[note], YS[note]));
    }
    Object.assign(context, { strokeStyle: colour, lineWidth: width, globalAlpha: 0.75 });
    context.setLineDash(dashes);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  radiusOf(note) {
    const base = (N_NOTES > 3000 ? 1.5 : N_NOTES > 300 ? 2.3 : 3) * Math.min(2.4, Math.max(0.8, this.camera.zoom ** 0.35));
    return base * (1 + 0.16 * Math.log2(1 + DEGREES[note]));
  }

  drawNotes() {
    const { context, camera } = this;
    const place = (note) => [...camera.toWindow(XS[note], YS[note]), this.radiusOf(note)];
    const isDim = (note) => (this.matches ? !this.matches.has(note) : this.group >= 0 && this.grouping.labels[note] !== this.group);
    context.globalAlpha = 0.16;
    this.fillNotes(this.pathsByLabel(place, isDim));
    context.globalAlpha = 0.92;
    this.fillNotes(this.pathsByLabel(place, (note) => !isDim(note)));
    context.globalAlpha = 1;
    if (this.focus >= 0) this.drawRing(...place(this.focus));
  }

  fillNotes(paths) {
    for (const [label, path] of paths) {
      this.context.fillStyle = this.colourOf(label);
      this.context.fill(path);
    }
  }

  drawRing(left, top, radius) {
    const { context } = this;
    context.beginPath();
    context.arc(left, top, radius + 3, 0, 2 * Math.PI);
    Object.assign(context, { strokeStyle: this.tones.ink, lineWidth: 1.6 });
    context.stroke();
  }

  // Label -> one path of the discs of its notes, as far as they are wanted.
  pathsByLabel(discOf, isWanted = () => true) {
    const paths = new Map();
    for (let note = 0; note < N_NOTES; note++) {
      if (!isWanted(note)) continue;
      const label = this.grouping.labels[note];
      if (!paths.has(label)) paths.set(label, new Path2D());
      const [left, top, radius] = discOf(note);
      const path = paths.get(label);
      path.moveTo(left + radius, top);
      path.arc(left, top, radius, 0, 2 * Math.PI);
    }
    return paths;
  }

  // The note at a point of the window, -1 if there is none.
  noteAt(left, top, reach) {
    let [nearest, distance] = [-1, Infinity];
    for (let note = 0; note < N_NOTES; note++) {
      const [noteLeft, noteTop] = this.camera.toWindow(XS[note], YS[note]);
      const gap = Math.hypot(noteLeft - left, noteTop - top);
      if (gap < distance && gap <= this.radiusOf(note) + reach) [nearest, distance] = [note, gap];
    }
    return nearest;
  }
}
