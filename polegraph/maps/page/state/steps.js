// The steps of the reader in the history of the browser: Back takes back the last choice, question or filter.

import { savedState, stateInAddress } from "./permalink.js";
import { state, subscribe } from "./store.js";

const MARK = "polegraph_step"; // by which an entry of the history is known to be ours
const SOON = 100; // milliseconds after a change: to write the history takes a frame, and what has changed is drawn first
const STEPS = [
  "asked",
  "colouredBy",
  "filters",
  "flows",
  "hiddenEntries",
  "listedOff",
  "mapView",
  "projectsShown",
  "selected",
  "single",
];

/**
 * Keep the steps from here on. What changes together is one step, and years that follow one another are one.
 * @param {() => object} look how the page stands besides: where the map is, whether the table is open
 * @param {{back: (step: object) => void, address: (saved: object) => void}} go how a step is taken over, and an address of ours
 */
export function keepSteps(look, go) {
  if (window.top !== window) {
    return; // in a frame, as in a notebook, Back is the affair of the page around it
  }
  let present = now();
  let busy = false; // a step is being made, or taken back
  let years = false; // the last step was one of years alone
  write("replaceState", present);

  subscribe(STEPS, () => {
    if (!busy) {
      busy = true;
      const left = { ...present, ...look() };
      setTimeout(() => {
        busy = false;
        add(left);
      }, SOON);
    }
  });

  window.addEventListener("popstate", (event) => {
    busy = true;
    years = false;
    const saved = stateInAddress();
    if (event.state?.[MARK]) {
      go.back(event.state[MARK]);
    } else if (Object.keys(saved).length) {
      go.address(saved);
    }
    present = now();
    write("replaceState", present);
    busy = false;
  });

  function now() {
    return { view: savedState(), selected: state.selected, subject: state.subject, ...look() };
  }

  function add(left) {
    const next = now();
    if (words(next) === words(present)) {
      return;
    }
    const onlyYears = words(withoutYears(next)) === words(withoutYears(present));
    if (!(onlyYears && years)) {
      write("replaceState", left);
      write("pushState", next);
    }
    [present, years] = [next, onlyYears];
  }
}

function words({ view, selected }) {
  return JSON.stringify([view, selected]);
}

function withoutYears(step) {
  return { ...step, view: { ...step.view, filters: { ...step.view.filters, until: "" } } };
}

function write(how, step) {
  try {
    window.history[how]({ [MARK]: step }, "");
  } catch {
    // Where a browser keeps no more, the page goes on without.
  }
}
