// A pen that writes SVG: what draws on the canvas draws with it just the same, so that the two pictures are one.

const MARKS = /[\u2066-\u2069]/gu; // what isolates names: not every program that opens a picture knows them
const FONT = /^(\d+) ([\d.e+-]+)px (.*)$/;
const STATE = [
  "fillStyle",
  "strokeStyle",
  "lineWidth",
  "globalAlpha",
  "font",
  "textAlign",
  "textBaseline",
  "lineJoin",
  "lineCap",
];
const ANCHORS = { left: "start", start: "start", center: "middle", right: "end", end: "end" };
const TURN = 2 * Math.PI;

/**
 * Make a pen with as much of what a canvas has as this page uses.
 * @param {(text: string) => string} escaped text inside markup
 * @param {(font: string, text: string) => {width: number, down: number}} measured how wide a text is in a font, and how far its foot is
 *   below its middle
 */
export function svgPen(escaped, measured) {
  const out = [];
  const kept = []; // what `save` keeps, with the number of groups that are open since
  let [groups, clips, path, dash] = [0, 0, [], []];
  const pen = {
    fillStyle: "#000000",
    strokeStyle: "#000000",
    lineWidth: 1,
    globalAlpha: 1,
    font: "400 10px sans-serif",
    textAlign: "start",
    textBaseline: "alphabetic",
    lineJoin: "miter",
    lineCap: "butt",
  };

  const open = (attributes) => {
    out.push(`<g ${attributes}>`);
    groups += 1;
  };
  const stroke = () => {
    const dashes = dash.length ? ` stroke-dasharray="${dash.map(short).join(" ")}"` : "";
    const cap = pen.lineCap === "butt" ? "" : ` stroke-linecap="${pen.lineCap}"`;
    const join = pen.lineJoin === "miter" ? "" : ` stroke-linejoin="${pen.lineJoin}"`;
    return `stroke="${pen.strokeStyle}" stroke-width="${short(pen.lineWidth)}"${dashes}${cap}${join}${clear("stroke")}`;
  };
  const clear = (what) => (pen.globalAlpha < 1 ? ` ${what}-opacity="${short(pen.globalAlpha)}"` : "");
  const shape = (how) => {
    if (path.length) {
      out.push(`<path d="${path.join("")}" ${how}/>`);
    }
  };
  const text = (words, x, y, how) => {
    const [, weight, size, family] = FONT.exec(pen.font);
    const down = pen.textBaseline === "middle" ? measured(pen.font, words).down : 0;
    const look = `font-family="${escaped(family)}" font-size="${short(Number(size))}" font-weight="${weight}" text-anchor="${ANCHORS[pen.textAlign]}"`;
    out.push(`<text x="${short(x)}" y="${short(y + down)}" ${look} ${how}>${escaped(words.replace(MARKS, ""))}</text>`);
  };

  return Object.assign(pen, {
    save: () => kept.push([STATE.map((name) => pen[name]), dash, groups]),
    restore: () => {
      const [state, dashes, before] = kept.pop();
      STATE.forEach((name, at) => {
        pen[name] = state[at];
      });
      dash = dashes;
      out.push("</g>".repeat(groups - before));
      groups = before;
    },
    translate: (x, y) => open(`transform="translate(${short(x)} ${short(y)})"`),
    scale: (factor) => open(`transform="scale(${factor})"`),
    clip: () => {
      out.push(`<clipPath id="clip${clips}"><path d="${path.join("")}"/></clipPath>`);
      open(`clip-path="url(#clip${clips})"`);
      clips += 1;
    },
    beginPath: () => {
      path = [];
    },
    moveTo: (x, y) => path.push(`M${short(x)} ${short(y)}`),
    lineTo: (x, y) => path.push(`L${short(x)} ${short(y)}`),
    closePath: () => path.push("Z"),
    rect: (x, y, width, height) =>
      path.push(`M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`),
    roundRect: (x, y, width, height, r) =>
      path.push(
        `M${short(x + r)} ${short(y)}h${short(width - 2 * r)}${corner(r, 1, 1)}v${short(height - 2 * r)}${corner(r, -1, 1)}h${short(2 * r - width)}${corner(r, -1, -1)}v${short(2 * r - height)}${corner(r, 1, -1)}Z`,
      ),
    arc: (x, y, r, from, to, back = false) => path.push(arc(x, y, r, from, to, back, path.length > 0)),
    setLineDash: (lengths) => {
      dash = lengths;
    },
    fill: () => shape(`fill="${pen.fillStyle}"${clear("fill")}`),
    stroke: () => shape(`fill="none" ${stroke()}`),
    fillRect: (x, y, width, height) =>
      out.push(
        `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${pen.fillStyle}"${clear("fill")}/>`,
      ),
    strokeRect: (x, y, width, height) =>
      out.push(
        `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="none" ${stroke()}/>`,
      ),
    fillText: (words, x, y) => text(words, x, y, `fill="${pen.fillStyle}"`),
    strokeText: (words, x, y) => text(words, x, y, `fill="none" ${stroke()}`),
    measureText: (words) => measured(pen.font, words),
    /** Say what stands in a circle, for those who point at it and those who hear it. */
    title: (x, y, r, words) =>
      out.push(
        `<circle cx="${short(x)}" cy="${short(y)}" r="${short(r)}" fill="none" pointer-events="all"><title>${escaped(words)}</title></circle>`,
      ),
    /** All that was drawn. */
    markup: () => out.join("\n"),
  });
}

function short(number) {
  return String(Math.round(100 * number) / 100);
}

function corner(r, across, down) {
  return `a${short(r)} ${short(r)} 0 0 1 ${short(across * r)} ${short(down * r)}`;
}

function arc(x, y, r, from, to, back, goesOn) {
  const at = (angle) => `${short(x + r * Math.cos(angle))} ${short(y + r * Math.sin(angle))}`;
  const span = back ? from - to : to - from;
  const step = (end, large) => `A${short(r)} ${short(r)} 0 ${large} ${back ? 0 : 1} ${at(end)}`;
  const start = `${goesOn ? "L" : "M"}${at(from)}`;
  if (span >= TURN - 1e-9) {
    return `${start}${step(from + (back ? -Math.PI : Math.PI), 0)}${step(from, 0)}`;
  }
  return `${start}${step(to, span > Math.PI ? 1 : 0)}`;
}
