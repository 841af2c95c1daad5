// The window onto the board: moving and zooming by mouse, touch and keys. It moves the picture as a whole, which the
// browser does without drawing it again, however many bricks stand on it; what is far off screen is not in the page.
"use strict";

const LineageView = class {
  constructor(frame, { onDrag, onTap, onWheelAlone, onMoved }) {
    Object.assign(this, { frame, onDrag, onTap, onWheelAlone, onMoved, x: 0, y: 0, scale: 1, width: 1, height: 1 });
    this.pointers = new Map();
    // What moves is a box around the SVG: to move the SVG itself would have its texts laid out again each time.
    this.carrier = document.createElement("div");
    this.carrier.className = "g-carrier";
    frame.addEventListener("pointerdown", (event) => this.down(event));
    frame.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, (event) => this.up(event));
    frame.addEventListener("mousedown", (event) => event.preventDefault()); // selects no text
    frame.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    new ResizeObserver(() => this.apply()).observe(frame);
  }

  // One SVG upon another, all of the board's size.
  take(sheets, width, height) {
    Object.assign(this, { width, height });
    for (const svg of sheets) {
      svg.setAttribute("width", Math.ceil(width));
      svg.setAttribute("height", Math.ceil(height));
      svg.setAttribute("viewBox", `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`);
    }
    this.carrier.replaceChildren(...sheets);
    this.frame.replaceChildren(this.carrier);
  }

  // Where the frame looks, in the board's own pixels.
  seen(margin = 0) {
    const { clientWidth, clientHeight } = this.frame;
    return {
      left: (-this.x - margin) / this.scale, top: (-this.y - margin) / this.scale,
      right: (clientWidth - this.x + margin) / this.scale, bottom: (clientHeight - this.y + margin) / this.scale,
    };
  }

  apply() {
    if (this.waiting || !this.carrier.isConnected) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.carrier.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
      this.onMoved(this);
    });
  }

  // Sharp again once zooming is over: the browser keeps the old pixels while it may move the picture.
  sharpen() {
    clearTimeout(this.sharpening);
    this.sharpening = setTimeout(() => {
      this.carrier.style.willChange = "auto";
      requestAnimationFrame(() => { this.carrier.style.willChange = ""; });
    }, 160);
  }

  zoom(factor, at = { x: this.frame.clientWidth / 2, y: this.frame.clientHeight / 2 }) {
    const scale = Math.min(2.5, Math.max(this.least(), this.scale * factor));
    const change = scale / this.scale;
    this.x = at.x - (at.x - this.x) * change;
    this.y = at.y - (at.y - this.y) * change;
    this.scale = scale;
    this.apply();
    this.sharpen();
  }

  least() {
    return Math.min(.3, this.fitting());
  }

  fitting() {
    return Math.min(this.frame.clientWidth / this.width, this.frame.clientHeight / this.height);
  }

  fit() {
    this.scale = Math.min(1.15, this.fitting());
    this.x = (this.frame.clientWidth - this.width * this.scale) / 2;
    this.y = (this.frame.clientHeight - this.height * this.scale) / 2;
    this.apply();
    this.sharpen();
  }

  // At first everything, unless it would be too small to read: then around a box.
  begin(box) {
    this.fit();
    if (this.scale >= .5 || !box) return;
    this.scale = Math.min(.8, Math.max(.6, this.frame.clientHeight / this.height));
    this.centre(box);
    const inside = (at, room, length) => (length < room ? (room - length) / 2 : Math.min(0, Math.max(room - length, at)));
    this.x = inside(this.x, this.frame.clientWidth, this.width * this.scale);
    this.y = inside(this.y, this.frame.clientHeight, this.height * this.scale);
  }

  centre(box) {
    this.x = this.frame.clientWidth / 2 - (box.x + box.width / 2) * this.scale;
    this.y = this.frame.clientHeight / 2 - (box.y + box.height / 2) * this.scale;
    this.apply();
  }

  // Move only as far as needed to see a box.
  reveal(box) {
    const margin = 28;
    const [left, top] = [this.x + box.x * this.scale, this.y + box.y * this.scale];
    const [right, bottom] = [left + box.width * this.scale, top + box.height * this.scale];
    const { clientWidth, clientHeight } = this.frame;
    this.x += Math.max(0, margin - left) || Math.min(0, clientWidth - margin - right);
    this.y += Math.max(0, margin - top) || Math.min(0, clientHeight - margin - bottom);
    this.apply();
  }

  at(event) {
    const { left, top } = this.frame.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  down(event) {
    if (event.button) return;
    this.pointers.set(event.pointerId, this.at(event));
    if (this.pointers.size === 1) {
      const brick = event.pointerType === "touch" ? null : event.target.closest(".g-node");
      this.gesture = { target: event.target, start: this.at(event), brick: brick?.dataset.key, moved: false };
    } else this.gesture = { moved: true }; // two fingers: no tap
  }

  move(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = this.at(event);
    const { gesture } = this;
    if (!gesture.moved && Math.hypot(now.x - gesture.start.x, now.y - gesture.start.y) < 6) return;
    if (!gesture.moved) {
      gesture.moved = true;
      this.frame.setPointerCapture(event.pointerId);
      this.frame.classList.add("is-moving");
    }
    this.pointers.set(event.pointerId, now);
    if (this.pointers.size === 2) this.pinch(event.pointerId, before, now);
    else if (gesture.brick) this.onDrag(gesture.brick, (now.x - before.x) / this.scale, (now.y - before.y) / this.scale);
    else {
      this.x += now.x - before.x;
      this.y += now.y - before.y;
      this.apply();
    }
  }

  pinch(id, before, now) {
    const other = [...this.pointers].find(([key]) => key !== id)[1];
    const spread = (point) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
    this.x += (now.x - before.x) / 2;
    this.y += (now.y - before.y) / 2;
    this.zoom(spread(now) / spread(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  up(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    const { gesture } = this;
    if (this.pointers.size) return;
    this.frame.classList.remove("is-moving");
    if (event.type !== "pointerup" || gesture.moved) return;
    const { x, y } = gesture.start;
    this.onTap(gesture.target, { x: (x - this.x) / this.scale, y: (y - this.y) / this.scale });
  }

  wheel(event) {
    const isFull = Boolean(document.fullscreenElement);
    if (!event.ctrlKey && !event.metaKey && !isFull) {
      this.onWheelAlone();
      return; // the page scrolls
    }
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? .06 : .0022)), this.at(event));
    else {
      this.x -= event.shiftKey ? event.deltaY : event.deltaX;
      this.y -= event.shiftKey ? 0 : event.deltaY;
      this.apply();
    }
  }
};
