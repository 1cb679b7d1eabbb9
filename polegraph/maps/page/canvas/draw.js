// The canvas: vis-network draws marks and lines where Python has put them; nothing moves by itself.

import { data } from "../data.js";
import { shown } from "../i18n.js";
import { levels } from "../network/communities.js";
import { nameOf, projectName } from "../network/graph.js";
import { earth, flowsShown } from "../state/map_view.js";
import { boundsOfBubbles, bubbleAt, drawBubbles, nameBubbles, titleOf } from "./bubbles.js";
import { surface } from "./encoding.js";
import { drawFlows, nameFlows } from "./flows.js";
import { boundsOfEarth, drawEarth, hideOff, putMarks } from "./geography.js";
import { drawBanks, ringChosen, ringSelected, veil, writeNames } from "./labels.js";
import { drawLines, lineAt } from "./links.js";
import { boundsOf, drawMarks, makeMarks, markAt, sortMarks } from "./marks.js";
import { drawChosen, drawMemberLines, drawStars, memberLines, starAt, starsOf } from "./projects.js";

const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");
const CLOSEST = 2; // scale of a map of few organisations
const MANY = 3000; // links that are left out, and marks that are drawn roughly, while the map moves
const MARGIN = 0.94; // of the canvas that a whole map fills
const FRAMED = 0.86; // of the room that what is selected fills, with its partners and their names
const LEAST = 150; // half the width of what is shown around a mark that stands alone
const NEARER = 1.6; // how much larger what is selected must become for the map to move
const STILL = 150; // milliseconds after the last turn of the wheel

/**
 * Draw the network.
 * @param {HTMLElement} place
 * @param {{nodes: object[], edges: object[]}} drawing as pyvis gives it
 * @param {object} options the same
 * @param {{onOrganisation: Function, onProject: Function, onLink: Function, onBubble: Function, onNothing: Function, room: () => DOMRectInit}} listeners
 *   what follows a click, and `room`: the part of the place that nothing covers
 */
export function draw(place, drawing, options, listeners) {
  const marks = makeMarks(drawing.nodes);
  // vis-network has the canvas, the pointer and the camera. It would save and restore the pen for each of twenty thousand
  // marks at every step, and take seconds to hide some: marks and lines are drawn and found here, many at a time.
  const network = new vis.Network(place, { nodes: [], edges: [] }, options);
  const scene = { highlight: null, links: [], drawn: [], moving: 0, level: null, stars: null, memberLines: [] };
  const written = { boxes: [], whole: 1 }; // where names stand, and the scale at which all is seen

  const nodeOf = (organisation) =>
    marks.hidden[organisation] === 1
      ? null
      : { x: marks.x[organisation], y: marks.y[organisation], size: marks.size[organisation] };
  const seen = () => {
    const scale = network.getScale();
    const box = place.getBoundingClientRect();
    const corner = network.DOMtoCanvas({ x: 0, y: 0 });
    const other = network.DOMtoCanvas({ x: box.width, y: box.height });
    const rough = scene.moving > 0 && marks.hidden.length > MANY;
    return {
      nodeOf,
      scale,
      rough,
      zoom: scale / written.whole,
      view: { left: corner.x, top: corner.y, right: other.x, bottom: other.y },
    };
  };

  network.on("beforeDrawing", (context) => drawBelow(context, seen()));
  network.on("afterDrawing", (context) => {
    written.boxes = drawAbove(context, seen());
  });
  network.on("click", (event) => {
    const at = markAt(event.pointer.canvas, marks, network.getScale());
    const project =
      at >= 0 || scene.stars === null ? -1 : starAt(event.pointer.canvas, scene.stars, network.getScale());
    const bubble =
      at >= 0 || project >= 0 || scene.level === null ? -1 : bubbleAt(event.pointer.canvas, scene.level, data.banks);
    const link =
      at >= 0 || project >= 0 || bubble >= 0
        ? null
        : lineAt(event.pointer.canvas, scene.drawn, marks, network.getScale());
    if (at >= 0) {
      listeners.onOrganisation(at);
    } else if (project >= 0) {
      listeners.onProject(project);
    } else if (bubble >= 0) {
      listeners.onBubble(bubble);
    } else if (link !== null) {
      listeners.onLink(link[0], link[1]);
    } else {
      listeners.onNothing();
    }
  });
  network.on("dragStart", () => {
    scene.moving += 1;
  });
  network.on("dragEnd", () => still());
  network.on("zoom", () => {
    scene.moving += 1;
    setTimeout(still, STILL);
  });
  // The canvas is not a stop for the keyboard: everything in it can be reached through search and cards.
  place.querySelectorAll("[tabindex]").forEach((element) => element.setAttribute("tabindex", "-1"));

  fit(false);

  return {
    network,
    marks,
    counts: () => ({
      nodes: marks.hidden.length - marks.hidden.reduce((sum, hidden) => sum + hidden, 0),
      edges: scene.drawn.filter(([one, other]) => marks.hidden[one] + marks.hidden[other] === 0).length,
      projects:
        scene.stars === null
          ? null
          : { drawn: scene.stars.list.length, all: scene.stars.all, links: scene.memberLines.length },
    }),
    stars: () => ({ stars: scene.stars, memberLines: scene.memberLines }),
    links: () => scene.drawn,
    level: () => scene.level,
    /** The boxes of the names on the map, in pixels of the window: left, top, right, bottom. */
    names: () => {
      const at = (x, y) => Object.values(network.canvasToDOM({ x, y }));
      return written.boxes.map(([left, top, right, bottom]) => [...at(left, top), ...at(right, bottom)]);
    },
    paint,
    /** Where a point of the map is in the window. @param {number} left @param {number} top */
    inWindow: (left, top) => {
      const { x, y } = network.canvasToDOM({ x: left, y: top });
      const box = place.getBoundingClientRect();
      return { x: box.left + x, y: box.top + y };
    },
    recolour: () => {
      sortMarks(marks);
      network.redraw();
    },
    redraw: () => network.redraw(),
    zoom: (factor) => network.moveTo({ scale: network.getScale() * factor, animation: moving() }),
    fit: () => fit(moving()),
    /** Where the map stands, and how near. */
    look: () => ({ position: network.getViewPosition(), scale: network.getScale() }),
    /** Stand there again. @param {{position: {x: number, y: number}, scale: number}} look */
    stand: (look) => {
      measure();
      network.moveTo({ ...look, animation: false });
    },
    /** Show some organisations and links, and something selected among them that is shown in any case. */
    show: (hidden, links, highlight, level) => {
      putMarks(marks);
      const before = scene.highlight;
      Object.assign(scene, { links, highlight, level });
      marks.hidden.set(level?.covered ?? hidden);
      if (level !== null) {
        // Who is part of an answer or a selection is drawn, however closed the bubble.
        highlight?.around.forEach((organisation) => {
          marks.hidden[organisation] = hidden[organisation];
        });
      }
      for (const end of highlight?.ends ?? []) {
        marks.hidden[end] = 0;
      }
      hideOff(marks.hidden);
      scene.stars = starsOf(marks);
      scene.memberLines = scene.stars === null ? [] : memberLines(scene.stars, marks);
      addLinks();
      network.redraw();
      if (highlight !== null && highlight !== before) {
        bringIntoSight(highlight);
      }
    },
  };

  /** Draw what lies below the marks: the land, frames, bubbles, links. */
  function drawBelow(context, now) {
    if (earth() === null) {
      drawBanks(context, now.scale);
    } else {
      drawEarth(context, now.scale);
    }
    if (flowsShown()) {
      return;
    }
    if (scene.level !== null) {
      drawBubbles(context, scene.level, now);
    }
    if (!scene.moving || scene.drawn.length < MANY) {
      drawLines(context, scene.drawn, marks, now);
    }
    if (scene.stars !== null && (!scene.moving || scene.memberLines.length < MANY)) {
      drawMemberLines(context, scene.stars, scene.memberLines, marks, now);
    }
    ringChosen(context, now);
  }

  /** Draw the marks, names, and what is selected. @returns {number[][]} where names stand */
  function drawAbove(context, now) {
    if (scene.stars !== null) {
      drawStars(context, scene.stars, now);
    }
    drawMarks(context, marks, now);
    const inBubbles = scene.level === null ? [] : nameBubbles(context, scene.level, now);
    if (flowsShown()) {
      drawFlows(context, now.scale);
    }
    if (flowsShown() && scene.highlight === null) {
      nameFlows(context, now.scale);
      return [];
    }
    if (scene.highlight === null) {
      return scene.level === null ? writeNames(context, now, null) : inBubbles;
    }
    veil(context, now.view);
    return drawSelected(context, now, scene.highlight);
  }

  /** Draw what is in sight, all of it, into a box of another picture. */
  function paint(pen, { left, top, width, height }) {
    const [{ view }, all] = [seen(), whole()];
    const inside = all.left >= view.left && all.right <= view.right && all.top >= view.top && all.bottom <= view.bottom;
    const box = inside ? all : view;
    const scale = (inside ? MARGIN : 1) * scaleInto(box, { width, height });
    const { x, y } = middleOf(box);
    const [wide, high] = [width / scale / 2, height / scale / 2];
    const now = {
      nodeOf,
      scale,
      zoom: inside ? 1 : scaleOfWhole(all, view),
      rough: false,
      view: { left: x - wide, top: y - high, right: x + wide, bottom: y + high },
    };
    pen.save();
    pen.beginPath();
    pen.rect(left, top, width, height);
    pen.clip();
    pen.translate(left + width / 2, top + height / 2);
    pen.scale(scale, scale);
    pen.translate(-x, -y);
    drawBelow(pen, now);
    drawAbove(pen, now);
    nameAll(pen, now);
    pen.restore();
  }

  /** Say of every mark what it is, where the picture can hold it. */
  function nameAll(pen, { scale, view }) {
    if (pen.title === undefined) {
      return;
    }
    const within = (x, y) => x > view.left && x < view.right && y > view.top && y < view.bottom;
    for (let id = 0; id < marks.hidden.length; id += 1) {
      if (marks.hidden[id] === 0 && within(marks.x[id], marks.y[id])) {
        pen.title(marks.x[id], marks.y[id], Math.max(marks.size[id], 3 / scale), shown(nameOf(id), 200));
      }
    }
    for (const project of scene.stars?.list ?? []) {
      pen.title(scene.stars.x[project], scene.stars.y[project], 5, shown(projectName(project), 200));
    }
    for (const bubble of scene.level?.bubbles ?? []) {
      pen.title(levels.x[bubble], levels.y[bubble], levels.r[bubble], titleOf(bubble, scene.level));
    }
  }

  function still() {
    scene.moving = Math.max(0, scene.moving - 1);
    network.redraw();
  }

  /** How much nearer than all there is a part of it is seen. */
  function scaleOfWhole(all, part) {
    return Math.min(
      (all.right - all.left) / (part.right - part.left),
      (all.bottom - all.top) / (part.bottom - part.top),
    );
  }

  /** Take the size of the place as it is now: vis-network would find it later, and move what has been placed meanwhile. */
  function measure() {
    network.setSize("100%", "100%");
    written.whole = Math.min(CLOSEST, MARGIN * scaleInto(whole(), place.getBoundingClientRect()));
  }

  /** Show all marks that are not hidden, and the banks. */
  function fit(animation) {
    measure();
    network.moveTo({ position: middleOf(whole()), scale: written.whole, animation });
  }

  /** The rectangle around all there is to see. */
  function whole() {
    return earth() === null ? bounds() : boundsOfEarth();
  }

  function bounds() {
    if (scene.level === null) {
      return boundsOf(marks);
    }
    const [one, other] = [boundsOfBubbles(scene.level.bubbles), marks.hidden.includes(0) ? boundsOf(marks) : null];
    const far = (edge, pick) => (other === null ? one[edge] : pick(one[edge], other[edge]));
    return {
      left: far("left", Math.min),
      top: far("top", Math.min),
      right: far("right", Math.max),
      bottom: far("bottom", Math.max),
    };
  }

  /** The links of what is selected are drawn although weaker than others. */
  function addLinks() {
    const key = ([one, other]) => (one < other ? `${one}-${other}` : `${other}-${one}`);
    const there = new Set(scene.highlight === null ? [] : scene.links.map(key));
    const extra = (scene.highlight?.links ?? []).filter((link) => !there.has(key(link)));
    scene.drawn = scene.stars === null ? [...scene.links, ...extra] : [];
  }

  function drawSelected(context, now, highlight) {
    const look = surface();
    context.strokeStyle = look.accent;
    context.globalAlpha = highlight.links.length > 60 ? 0.45 : 0.8;
    const asStar = scene.stars !== null && highlight.project !== undefined;
    for (const [one, other, shared] of asStar ? [] : highlight.links) {
      const [from, to] = [nodeOf(one), nodeOf(other)];
      if (from !== null && to !== null) {
        context.lineWidth = Math.max(1 + Math.log2(shared), 1.2 / now.scale);
        context.beginPath();
        context.moveTo(from.x, from.y);
        context.lineTo(to.x, to.y);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
    if (asStar) {
      drawChosen(context, scene.stars, highlight.project, marks, now);
    }
    drawMarks(context, marks, now, new Set([...highlight.ends, ...highlight.around]));
    for (const id of highlight.ends) {
      const node = nodeOf(id);
      if (node !== null) {
        ringSelected(context, node, now.scale);
      }
    }
    return writeNames(context, now, [...highlight.ends, ...highlight.around]);
  }

  /** Frame what is selected with all who are around it, in the part of the place that nothing covers. */
  function bringIntoSight({ ends, around }) {
    const those = [...ends, ...around].filter((organisation) => marks.hidden[organisation] === 0);
    if (those.length === 0) {
      return;
    }
    measure();
    const spread = boundsOfSome(those);
    const { x, y } = middleOf(spread);
    const frame = {
      left: Math.min(spread.left, x - LEAST),
      right: Math.max(spread.right, x + LEAST),
      top: Math.min(spread.top, y - LEAST),
      bottom: Math.max(spread.bottom, y + LEAST),
    };
    const [box, room] = [place.getBoundingClientRect(), listeners.room()];
    const scale = Math.min(CLOSEST, scaleInto(frame, { width: room.width * FRAMED, height: room.height * FRAMED }));
    const corner = network.DOMtoCanvas({ x: room.x, y: room.y });
    const other = network.DOMtoCanvas({ x: room.x + room.width, y: room.y + room.height });
    const isSeen = spread.left > corner.x && spread.right < other.x && spread.top > corner.y && spread.bottom < other.y;
    if (isSeen && scale < NEARER * network.getScale()) {
      return; // it is well in sight: the map stays where the reader has it
    }
    const aside = { x: room.x + room.width / 2 - box.width / 2, y: room.y + room.height / 2 - box.height / 2 };
    network.moveTo({ position: { x: x - aside.x / scale, y: y - aside.y / scale }, scale, animation: moving() });
  }

  function boundsOfSome(those) {
    const taken = (from) => those.map((organisation) => from[organisation]);
    return boundsOf({ x: taken(marks.x), y: taken(marks.y), size: taken(marks.size), hidden: those.map(() => 0) });
  }
}

/** The largest scale at which a rectangle of the map fits into one of the screen. */
function scaleInto({ left, top, right, bottom }, { width, height }) {
  return Math.min(width / (right - left), height / (bottom - top));
}

function middleOf({ left, top, right, bottom }) {
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

function moving() {
  return CALM.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
}
