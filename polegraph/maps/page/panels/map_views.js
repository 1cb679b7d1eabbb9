// The way to the maps of the earth and back, whom they leave out, and flows: what the reader presses and what then changes.

import { VIEWS, listOff, listedOff, viewed, writeViews } from "../canvas/geography.js";
import { flowsShown, showFlows, writeFlows } from "../canvas/flows.js";
import { takeFlows } from "./exports.js";
import { t } from "../i18n.js";

const part = (id) => document.getElementById(id);

/**
 * Make the switch between the network and the maps.
 * @param {{place: Function, fit: Function, redraw: Function}} map
 * @param {{gone: () => Uint8Array, refresh: () => void, showTable: (open: boolean) => void, forget: () => void}} page
 *   `forget` takes back the question that is answered
 */
export function makePlaces(map, page) {
  function write() {
    writeViews({ views: part("views"), off: part("off") }, page.gone(), { view: goTo, list: listThose });
    part("flows-toggle").hidden = !viewed();
    part("flows-toggle").setAttribute("aria-pressed", String(flowsShown()));
    writeFlows(part("flows"), takeFlows);
  }

  function goTo(view) {
    map.place(view);
    part("map-text").dataset.t = viewed() ? `map_text.${viewed()}` : "map_text";
    part("map-text").textContent = viewed() ? t(`map_text.${viewed()}`) : t("map_text");
    if (!viewed()) {
      openFlows(false);
    }
    page.refresh();
    map.fit();
  }

  function listThose(which) {
    listOff(which);
    if (listedOff()) {
      page.forget();
      page.showTable(true);
    }
    page.refresh();
  }

  function openFlows(open) {
    showFlows(open);
    if (open) {
      page.showTable(false);
    }
    write();
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
      }
    },
  };
}
