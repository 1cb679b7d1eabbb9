// What is selected, hidden and spoken, and who hears of it. The only module that knows all others.

import { about, linkCard, organisationCard } from "./cards.js";
import { aroundLink, aroundOrganisation, draw } from "./drawing.js";
import { countSentence, isHidden, writeLegend } from "./legend.js";
import { onScheme } from "./look.js";
import { count, nameOf, partnersOf, projects, sharedProjects } from "./model.js";
import { makeSearch } from "./search.js";
import { data, el, isolated, language, shown, speak, t, tn } from "./text.js";

const part = (id) => document.getElementById(id);
const read = (id) => JSON.parse(part(id).textContent);
const card = part("card");
const WIDE = window.matchMedia("(min-width: 62rem)");

let selected = null; // {organisation} or {one, other}
let cameFrom = null; // what had the focus before the card was opened

const go = { organisation: selectOrganisation, link: selectLink };
const map = draw(part("map"), read("drawing"), read("options"), {
  onOrganisation: selectOrganisation,
  onLink: selectLink,
  onNothing: () => selected !== null && close(),
});
const search = makeSearch(part("search"), (organisation) => {
  search.close();
  selectOrganisation(organisation);
});

function selectOrganisation(organisation) {
  select({ organisation }, aroundOrganisation(organisation));
}

function selectLink(one, other) {
  select({ one, other }, aroundLink(one, other, sharedProjects(one, other).length));
}

function select(what, around) {
  if (selected === null) {
    cameFrom = document.activeElement;
  }
  selected = what;
  map.select(around);
  writeCard();
  tell();
  // In one column the card stands below the map, out of sight.
  (WIDE.matches ? part("card-title") : card).scrollIntoView({ block: WIDE.matches ? "nearest" : "start" });
  part("card-title").focus({ preventScroll: true });
}

function close() {
  selected = null;
  map.select(null);
  writeCard();
  tell();
  if (cameFrom?.isConnected && cameFrom !== document.body && !cameFrom.closest("[hidden]")) {
    cameFrom.focus({ preventScroll: true });
  } else {
    search.focus();
  }
}

function writeCard() {
  card.hidden = selected === null;
  if (selected === null) {
    card.replaceChildren();
    return;
  }
  const content = "organisation" in selected
    ? organisationCard(selected.organisation, go)
    : linkCard(selected.one, selected.other, go);
  card.replaceChildren(
    el("button", { type: "button", class: "close", "aria-label": t("close"), onclick: close }, "×"),
    ...content,
  );
}

/** Say in one sentence what is selected, how much is shown and what is not. */
function tell() {
  const sentences = [];
  if (selected !== null && "organisation" in selected) {
    const { organisation } = selected;
    const links = tn("n_partners", partnersOf(organisation).length);
    sentences.push(t("status_selected", { name: isolated(nameOf(organisation)), links }));
    if (isHidden(organisation)) {
      sentences.push(t("status_hidden_too"));
    }
  } else if (selected !== null) {
    const { one, other } = selected;
    const number = tn("n_projects", sharedProjects(one, other).length);
    const names = { one: isolated(nameOf(one)), other: isolated(nameOf(other)) };
    sentences.push(t("status_link", { ...names, projects: number }));
  }
  sentences.push(countSentence(map.counts()));
  if (data.links.drawn < data.links.all) {
    sentences.push(t("status_weaker"));
  }
  part("status").textContent = sentences.join(" ");
}

function retell() {
  document.title = shown(data.title ?? t("title"), 200);
  part("title").textContent = document.title;
  part("subtitle").textContent = t("subtitle", {
    organisations: tn("n_organisations", count),
    projects: tn("n_projects", projects.id.length),
    links: tn("n_links", data.links.all),
  });
  for (const element of document.querySelectorAll("[data-t]")) {
    element.textContent = t(element.dataset.t);
  }
  for (const element of document.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
    if (element.tagName === "BUTTON") {
      element.title = t(element.dataset.tLabel);
    }
  }
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === language()));
  }
  part("about").replaceChildren(...about());
  search.retell();
  legend();
  writeCard();
  tell();
  map.redraw();
}

function legend() {
  writeLegend(part("legend"), () => {
    map.hide(isHidden);
    tell();
  });
}

if (data.notice) {
  part("notice").textContent = shown(data.notice, 500);
  part("notice").hidden = false;
}
for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => {
    speak(button.dataset.lang);
    retell();
  });
}
part("zoom-in").addEventListener("click", () => map.zoom(1.4));
part("zoom-out").addEventListener("click", () => map.zoom(1 / 1.4));
part("fit").addEventListener("click", () => map.fit());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && selected !== null && !event.defaultPrevented) {
    close();
  }
});
onScheme(retell);
retell();

// For tests, and for who embeds the page: select by number, and tell where an organisation stands in the window.
window.polegraph = Object.freeze({
  select: selectOrganisation,
  at(organisation) {
    const { x, y } = map.network.canvasToDOM(map.network.getPosition(organisation));
    const box = part("map").getBoundingClientRect();
    return { x: box.left + x, y: box.top + y };
  },
});
