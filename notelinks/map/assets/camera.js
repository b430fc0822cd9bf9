// What part of the map the window shows, and how that moves. Lengths on the window are in CSS pixels.

const FLIGHT_MS = 450;
const MAX_ZOOM = 400;
const MARGIN = 48;

class Camera {
  constructor(onMove) {
    this.onMove = onMove;
    this.width = this.height = 1;
    // The part of the window that no panel covers.
    this.free = { left: 0, top: 0, right: 1, bottom: 1 };
    // The point of the map in the middle of that part, and pixels a unit of the map.
    this.x = this.y = 0;
    this.scale = this.fitScale = 1;
    this.flight = 0;
  }

  // How far the map is zoomed in; 1 shows all of it.
  get zoom() {
    return this.scale / this.fitScale;
  }

  get middle() {
    return [(this.free.left + this.free.right) / 2, (this.free.top + this.free.bottom) / 2];
  }

  toWindow(x, y) {
    const [left, top] = this.middle;
    return [left + (x - this.x) * this.scale, top + (y - this.y) * this.scale];
  }

  toMap(left, top) {
    const [middleLeft, middleTop] = this.middle;
    return [this.x + (left - middleLeft) / this.scale, this.y + (top - middleTop) / this.scale];
  }

  resize(width, height, free) {
    const wasFit = Math.abs(this.zoom - 1) < 1e-6;
    Object.assign(this, { width, height, free });
    this.fitScale = this.viewOf(BOUNDS).scale;
    if (wasFit) Object.assign(this, this.viewOf(BOUNDS));
    this.scale = this.bounded(this.scale);
    this.onMove();
  }

  // The view that shows a rectangle of the map.
  viewOf({ left, top, right, bottom }) {
    const across = Math.max(50, this.free.right - this.free.left - 2 * MARGIN) / Math.max(right - left, 0.02);
    const down = Math.max(50, this.free.bottom - this.free.top - 2 * MARGIN) / Math.max(bottom - top, 0.02);
    return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(across, down) };
  }

  bounded(scale) {
    return Math.min(Math.max(scale, this.fitScale / 2), this.fitScale * MAX_ZOOM);
  }

  pan(right, down) {
    this.stop();
    this.x -= right / this.scale;
    this.y -= down / this.scale;
    this.onMove();
  }

  // Zooms so that the point of the map below a point of the window stays there.
  zoomAt(left, top, factor) {
    this.stop();
    const [x, y] = this.toMap(left, top);
    const scale = this.bounded(this.scale * factor);
    this.x = x + ((this.x - x) * this.scale) / scale;
    this.y = y + ((this.y - y) * this.scale) / scale;
    this.scale = scale;
    this.onMove();
  }

  flyToNote(note) {
    this.flyTo({ x: XS[note], y: YS[note], scale: this.bounded(Math.max(this.scale, this.fitScale * 5)) });
  }

  flyTo(view) {
    this.stop();
    const target = { ...view, scale: this.bounded(view.scale) };
    const from = { x: this.x, y: this.y, scale: this.scale };
    const start = performance.now();
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const step = (now) => {
      const share = isStill ? 1 : Math.min(1, Math.max(0, (now - start) / FLIGHT_MS));
      const eased = share * share * (3 - 2 * share);
      this.scale = from.scale * (target.scale / from.scale) ** eased;
      this.x = from.x + (target.x - from.x) * eased;
      this.y = from.y + (target.y - from.y) * eased;
      this.flight = share < 1 ? requestAnimationFrame(step) : 0;
      this.onMove();
    };
    step(start);
  }

  stop() {
    cancelAnimationFrame(this.flight);
    this.flight = 0;
  }
}
