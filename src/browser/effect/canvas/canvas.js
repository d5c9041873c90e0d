// What a canvas needs from JavaScript. Drawing: one call for a whole panel, because each call out of wasm costs. Observers and
// tokens: a few lines here are a tenth of their bindings. The list is that of src/chart/display_list.rs.

const DASHES = [[], [6, 4], [2, 3], [2, 3]];
const ALIGN = ["start", "center", "end"];
// From y to the base line, in font sizes: for text below, around and above y. src/chart/svg.rs has the same.
const BASE = [0.9, 0.36, -0.2];
// Points in one stroke. A long path that crosses itself takes a software rasteriser far longer than its parts do; a hairline
// does not, and a transparent one would show where parts meet.
const PART = 256;

const css = new Map();
const name = (color) => {
  let text = css.get(color);
  if (!text) css.set(color, (text = "#" + color.toString(16).padStart(8, "0")));
  return text;
};

// The context state that was last set on each canvas: only changes are set.
const pens = new WeakMap();
const begin = (canvas, width, height, ratio) => {
  canvas.width = width;
  canvas.height = height;
  const c = canvas.getContext("2d", { alpha: false });
  c.lineJoin = "bevel";
  const known = { c, width, height, ratio, current: { dash: 0 } };
  pens.set(canvas, known);
  // A context that was lost comes back with a state of its own.
  canvas.oncontextrestored = () => pens.delete(canvas);
  return known;
};
const pen = (c, current, color, width, dash, ratio) => {
  if (color !== current.stroke) c.strokeStyle = name((current.stroke = color));
  if (width !== current.width) c.lineWidth = current.width = width;
  if (dash !== current.dash) c.setLineDash(DASHES[(current.dash = dash)].map((length) => length * ratio));
};
const brush = (c, current, color) => {
  if (color !== current.fill) c.fillStyle = name((current.fill = color));
};

// The path through the points from one place to another. Of its own, and with places that are integers: so it is compiled soon
// and well.
const trace = (c, o, i, end) => {
  c.beginPath();
  c.moveTo(o[i], o[i + 1]);
  for (i += 2; i < end; i += 2) c.lineTo(o[i], o[i + 1]);
};

export function replay(canvas, width, height, ratio, font, size, o, colors, text) {
  let known = pens.get(canvas);
  if (known?.width !== width || known.height !== height || known.ratio !== ratio) known = begin(canvas, width, height, ratio);
  const c = known.c, length = o.length, outer = [];
  let current = known.current, i = 0;
  while (i < length) {
    switch (o[i]) {
      case 1: {
        const color = colors[o[i + 1]], thick = o[i + 2], dash = o[i + 3];
        const end = (i + 5 + 2 * o[i + 4]) | 0;
        pen(c, current, color, thick, dash, ratio);
        const part = thick > 1 && dash === 0 && (color & 255) === 255 ? PART : length;
        i += 5;
        do {
          trace(c, o, i, Math.min(i + part + 2, end));
          c.stroke();
          i += part;
        } while (i + 2 < end);
        i = end;
        break;
      }
      case 2: {
        const end = (i + 3 + 2 * o[i + 2]) | 0;
        brush(c, current, colors[o[i + 1]]);
        trace(c, o, i + 3, end);
        c.fill();
        i = end;
        break;
      }
      case 3:
        brush(c, current, colors[o[i + 1]]);
        c.fillRect(o[i + 2], o[i + 3], o[i + 4], o[i + 5]);
        i += 6;
        break;
      case 4: {
        const color = o[i + 1], thick = o[i + 2];
        pen(c, current, colors[color], thick, 0, ratio);
        c.beginPath();
        do {
          c.moveTo(o[i + 3], o[i + 4]);
          c.lineTo(o[i + 5], o[i + 6]);
          i += 7;
        } while (o[i] === 4 && o[i + 1] === color && o[i + 2] === thick);
        c.stroke();
        break;
      }
      case 5:
        brush(c, current, colors[o[i + 1]]);
        if (font !== current.font || size !== current.size) c.font = `${(current.size = size)}px ${(current.font = font)}`;
        if (o[i + 2] !== current.align) c.textAlign = ALIGN[(current.align = o[i + 2])];
        c.fillText(text.substr(o[i + 6], o[i + 7]), o[i + 4], Math.round(o[i + 5] + BASE[o[i + 3]] * size));
        i += 8;
        break;
      case 6:
        brush(c, current, colors[o[i + 1]]);
        c.beginPath();
        c.arc(o[i + 2], o[i + 3], o[i + 4], 0, 7);
        c.fill();
        i += 5;
        break;
      case 7:
        c.save();
        outer.push(current);
        current = { ...current };
        c.beginPath();
        c.rect(o[i + 1], o[i + 2], o[i + 3], o[i + 4]);
        c.clip();
        i += 5;
        break;
      case 8:
        c.restore();
        current = outer.pop();
        i += 1;
        break;
      default: {
        const thick = o[i + 2], end = (i + 4 + 3 * o[i + 3]) | 0;
        brush(c, current, colors[o[i + 1]]);
        c.beginPath();
        for (i += 4; i < end; i += 3) c.rect(o[i], o[i + 1], thick, o[i + 2]);
        c.fill();
        i = end;
      }
    }
  }
}

// Reports the size of a canvas in device pixels whenever it changes, and whether it is visible. Returns a function that stops this.
export function watch(canvas, sized, seen) {
  const exact = "devicePixelContentBoxSize";
  const size = new ResizeObserver(([entry]) => {
    const ratio = devicePixelRatio;
    const box = entry[exact]?.[0];
    const { width, height } = entry.contentRect;
    // Where a screen is only emulated, Chromium reports the pixels of the real one.
    const pixels = (reported, css) => (Math.abs(reported - css * ratio) < 2 ? reported : Math.round(css * ratio));
    sized(pixels(box?.inlineSize, width), pixels(box?.blockSize, height), ratio);
  });
  size.observe(canvas, exact in ResizeObserverEntry.prototype ? { box: "device-pixel-content-box" } : {});
  const sight = new IntersectionObserver((entries) => seen(entries.at(-1).isIntersecting), { rootMargin: "25%" });
  sight.observe(canvas);
  return () => {
    size.disconnect();
    sight.disconnect();
  };
}

// Calls back when the colours of the page may have changed, for as long as it lives.
export function themed(changed) {
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(query).onchange = changed;
  document.fonts.ready.then(changed);
}

// The colours that the tokens have at an element, separated by semicolons, and the family of its font. In forced colours the
// first five are those of the system.
export function tokens(place, names) {
  const forced = matchMedia("(forced-colors: active)").matches;
  const system = ["Canvas", "GrayText", "CanvasText", "CanvasText", "GrayText"];
  const probe = place.appendChild(document.createElement("i"));
  probe.style.forcedColorAdjust = "none";
  const computed = getComputedStyle(probe);
  const found = names.split(" ").map((name, n) => {
    probe.style.color = (forced && system[n]) || `var(${name})`;
    return computed.color;
  });
  found.push(computed.fontFamily, forced ? "forced" : "");
  probe.remove();
  return found.join(";");
}

// How wide the characters from space to ~ are in a font of this size, on this canvas: some fonts are narrower when large, and a
// canvas takes the shape of its figures from the element that it is in.
export function advances(canvas, family, size) {
  const c = canvas.getContext("2d", { alpha: false });
  c.font = `${size}px ${family}`;
  return Float64Array.from({ length: 95 }, (_, n) => c.measureText(String.fromCharCode(32 + n)).width);
}

// Gives a person a file: `content` is text, or a canvas to be kept as PNG.
export function save(content, type, name) {
  const give = (blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  if (typeof content === "string") give(new Blob([content], { type }));
  else content.toBlob(give, type);
}
