// The way to the maps of the earth and back, whom they leave out, and flows: what the reader presses and what then changes.

import { numbers } from "../canvas/geography.js";
import { el, part } from "../dom.js";
import { figure, t } from "../i18n.js";
import { VIEWS, earth, flowsShown, listOff, listedOff, showMap } from "../state/map_view.js";
import { change, state } from "../state/store.js";
import { saveFlows } from "./exports.js";
import { writeFlows } from "./flows.js";

/**
 * Make the switch between the network and the maps.
 * @param {{fit: Function, redraw: Function}} map
 * @param {(open: boolean) => void} showTable
 */
export function makeMapViews(map, showTable) {
  function write(hidden) {
    writeViews({ views: part("views"), off: part("off") }, hidden, { view: goTo, list: listThose });
    part("flows-toggle").hidden = !state.mapView;
    writeFlowsAndToggle();
  }

  function writeFlowsAndToggle() {
    part("flows-toggle").setAttribute("aria-pressed", String(flowsShown()));
    writeFlows(part("flows"), saveFlows);
  }

  function goTo(view) {
    showMap(view);
    part("map-text").dataset.t = state.mapView ? `map_text.${state.mapView}` : "map_text";
    part("map-text").textContent = state.mapView ? t(`map_text.${state.mapView}`) : t("map_text");
    if (!state.mapView) {
      openFlows(false);
    }
    map.fit();
  }

  function listThose(which) {
    listOff(which);
    if (listedOff()) {
      showTable(true);
    }
  }

  function openFlows(open) {
    change({ flows: open });
    if (open) {
      showTable(false);
    }
    writeFlowsAndToggle();
    part("centre").classList.toggle("with-table", open || !part("table").hidden);
    map.redraw();
  }

  part("flows-toggle").addEventListener("click", () => openFlows(!flowsShown()));

  return {
    write,
    /** The table is opened: it stands where the flows stood. */
    makeRoom: () => flowsShown() && openFlows(false),
    /** Take over what an address has kept. @param {{view: *, flows: boolean, listed: *}} kept */
    restore: ({ view, flows, listed }) => {
      if (VIEWS.includes(view)) {
        goTo(view);
        openFlows(flows);
        listThose(listed);
      } else if (state.mapView) {
        goTo("");
      }
    },
  };
}

/** Where cities and outlines come from, as their licence asks. */
export function credits() {
  return VIEWS.length ? [el("p", { id: "credits", class: "hint" }, t("places_from"))] : [];
}

/**
 * Write the switch between the network and the maps, and the buttons that list who is not on the map.
 * @param {{views: HTMLElement, off: HTMLElement}} places
 * @param {Uint8Array} hidden
 * @param {{view: (name: string) => void, list: (which: string) => void}} go
 */
function writeViews(places, hidden, go) {
  const focused = document.activeElement?.id;
  places.views.hidden = !VIEWS.length;
  const view = (name) =>
    button(`view-${name || "network"}`, t(`view.${name || "network"}`), name === state.mapView, () => go.view(name));
  places.views.replaceChildren(...(VIEWS.length ? ["", ...VIEWS].map(view) : []));
  const off = earth() === null ? {} : numbers(hidden);
  const buttons = ["nowhere", "outside"]
    .filter((which) => off[which])
    .map((which) =>
      button(`list-${which}`, t(`list.${which}`, { n: figure(off[which]) }), which === state.listedOff, () =>
        go.list(which),
      ),
    );
  places.off.hidden = !buttons.length;
  places.off.replaceChildren(...buttons);
  document.getElementById(/^(view|list)-/.test(focused ?? "") ? focused : "")?.focus();
}

function button(id, words, pressed, onclick) {
  return el("button", { type: "button", class: "quiet", id, "aria-pressed": String(pressed), onclick }, words);
}
