// For tests, and for who embeds the page: select by number, and tell what is shown and where it stands in the window.

import { levels } from "./network/communities.js";
import { tableContent } from "./panels/table.js";

/**
 * Make what the page is held by from outside.
 * @param {object} map
 * @param {() => {hidden: Uint8Array, level: object|null}} present
 * @param {{select: Function, filter: Function, answers: Function}} go
 */
export function handle(map, present, go) {
  return Object.freeze({
    ...go,
    /** The numbers of the organisations that are shown. */
    shown: () => Array.from(present().hidden.keys()).filter((organisation) => present().hidden[organisation] === 0),
    links: () => map.links(),
    /** The table as it is shown and taken away: by row, the text of each column. */
    table: () => {
      const { rows, columns } = tableContent();
      return rows.map((row) => [row, ...Object.values(columns).map(({ of }) => String(of(row)))]);
    },
    /** The boxes of the names on the map, in pixels of it: left, top, right, bottom. */
    names: () => map.names(),
    /** The bubbles that are closed, each with where its middle is in the window. */
    bubbles: () =>
      (present().level?.bubbles ?? []).map((bubble) => ({
        bubble,
        number: present().level.numbers[bubble],
        ...map.inWindow(levels.x[bubble], levels.y[bubble]),
      })),
    /** The projects that are shown as marks, what each is joined to, and where one stands in the window. */
    spots: () => ({ projects: map.stars().stars?.list ?? [], joined: map.stars().memberLines }),
    spot: (project) => map.inWindow(map.stars().stars.x[project], map.stars().stars.y[project]),
    at: (organisation) => map.inWindow(map.marks.x[organisation], map.marks.y[organisation]),
  });
}
