// Writes on the map: names of groups from far away, titles of notes from nearby, no two over each other.

const FONT = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif';
const TITLE_FONT = `12px ${FONT}`;
const MAX_TITLES = 220;
const LONGEST_TITLE = 42;

class Labels {
  constructor(context, camera) {
    this.context = context;
    this.camera = camera;
    this.widths = new Float32Array(N_NOTES);
    this.taken = []; // rectangles where something stands
    this.written = new Set(); // notes whose title does
  }

  draw(drawing) {
    this.taken = [...document.querySelectorAll("#side, #card")].map((panel) => panel.getBoundingClientRect());
    this.written.clear();
    this.tones = drawing.tones;
    this.context.lineJoin = "round";
    if (drawing.focus >= 0) this.drawAround(drawing);
    if (drawing.matches) this.drawTitles(drawing);
    this.drawGroups(drawing);
    if (!drawing.matches) this.drawTitles(drawing);
    this.context.globalAlpha = 1;
  }

  // Titles of the note in question and of those it is tied to, which come before everything else.
  drawAround(drawing) {
    const { focus } = drawing;
    this.drawTitle(drawing, focus, `600 13px ${FONT}`);
    const near = DATA.nearest[focus].map(([note]) => note);
    for (const note of [...LINKS[focus], ...BACKLINKS[focus], ...near].slice(0, 40)) {
      this.drawTitle(drawing, note, TITLE_FONT);
    }
  }

  drawGroups(drawing) {
    const alpha = Math.min(1, Math.max(0, (4.5 - this.camera.zoom) / 1.5));
    if (!alpha) return;
    const largest = Math.max(...drawing.grouping.groups.map((group) => group.n));
    drawing.grouping.groups.forEach((group, label) => {
      const isDim = drawing.matches || (drawing.group >= 0 && drawing.group !== label);
      this.context.globalAlpha = alpha * (isDim ? 0.25 : 1);
      const size = Math.round(13 + 7 * Math.sqrt(group.n / largest));
      const [left, top] = this.camera.toWindow(group.x, group.y);
      const lines = [[group.name, `650 ${size}px ${FONT}`, size, this.tones.ink]];
      if (group.words.length) lines.push([group.words.join(" · "), TITLE_FONT, 13, this.tones.faint]);
      this.drawBlock(lines, left, top);
    });
  }

  // Lines of text around a point, or a little above or below it, if there is room.
  drawBlock(lines, left, top) {
    const measured = lines.map(([text, font, height, colour]) => {
      const short = shorten(text, 34);
      this.context.font = font;
      return { short, font, height: height * 1.2, colour, width: this.context.measureText(short).width };
    });
    const width = Math.max(...measured.map((line) => line.width));
    const height = measured.reduce((sum, line) => sum + line.height, 0);
    const shift = [0, -0.6, 0.6, -1.2, 1.2].find((by) => this.take(left - width / 2, top + (by - 0.5) * height, width, height, 3));
    if (shift === undefined) return;
    this.context.textAlign = "center";
    let bottom = top + (shift - 0.5) * height;
    for (const line of measured) {
      bottom += line.height;
      this.write(line.short, left, bottom - line.height / 2, line.font, line.colour);
    }
  }

  drawTitles(drawing) {
    const { zoom, width, height } = this.camera;
    const isClose = zoom >= (N_NOTES > 3000 ? 3.5 : N_NOTES > 200 ? 2.2 : 0);
    if (!isClose && !drawing.matches) return;
    this.context.globalAlpha = isClose ? Math.min(1, 0.5 + zoom / 10) : 1;
    let n = 0;
    for (const note of BY_DEGREE) {
      if (n >= MAX_TITLES) break;
      if (drawing.matches && !drawing.matches.has(note)) continue;
      const [left, top] = this.camera.toWindow(XS[note], YS[note]);
      if (left < 0 || top < 0 || left > width || top > height) continue;
      if (this.drawTitle(drawing, note, TITLE_FONT)) n++;
    }
  }

  // The title beside its note, on the side where there is room. Gives whether there was.
  drawTitle(drawing, note, font) {
    if (this.written.has(note)) return false;
    const text = shorten(TITLES[note], LONGEST_TITLE);
    const [left, top] = this.camera.toWindow(XS[note], YS[note]);
    const gap = drawing.radiusOf(note) + 4;
    this.context.font = font;
    const isPlain = font === TITLE_FONT;
    const width = (isPlain && this.widths[note]) || this.context.measureText(text).width;
    if (isPlain) this.widths[note] = width;
    for (const [align, start] of [["left", left + gap], ["right", left - gap - width]]) {
      if (start < 0 || start + width > this.camera.width || !this.take(start, top - 8, width, 16, 2)) continue;
      this.context.textAlign = align;
      this.write(text, align === "left" ? start : left - gap, top, font, this.tones.ink);
      this.written.add(note);
      return true;
    }
    return false;
  }

  write(text, left, middle, font, colour) {
    const { context } = this;
    Object.assign(context, { font, textBaseline: "middle", strokeStyle: this.tones.ground, lineWidth: 3.5 });
    context.strokeText(text, left, middle);
    context.fillStyle = colour;
    context.fillText(text, left, middle);
  }

  // Keeps a rectangle for one text. Gives whether it was free.
  take(left, top, width, height, margin) {
    const right = left + width + margin;
    const bottom = top + height + margin;
    const [first, above] = [left - margin, top - margin];
    if (this.taken.some((t) => first < t.right && right > t.left && above < t.bottom && bottom > t.top)) return false;
    this.taken.push({ left: first, top: above, right, bottom });
    return true;
  }
}

function shorten(text, n) {
  const characters = [...text.slice(0, 2 * n)];
  return characters.length > n ? `${characters.slice(0, n - 1).join("").trimEnd()}…` : text;
}
