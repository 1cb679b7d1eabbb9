/* Search without a server: files of the index load as scripts when a word asks for them, from a disk as well. */
"use strict";
(() => {
  const MOST = 50;
  const FOLDERS = { o: "organisations", p: "projects", c: "poles", t: "themes" };
  const PLACES = { o: 0, p: 1, c: 2, t: 3 };
  const box = document.getElementById("finder");
  const input = document.getElementById("query");
  const status = document.getElementById("status");
  const list = document.getElementById("found");
  const kinds = box.dataset.kinds.split("|");
  const loaded = new Map();
  let about = null;

  /** The words of a text as the index has them: without marks, in lower case. */
  function wordsOf(text) {
    const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  /** The file of the index for what is typed: that of the longest word which tells something. */
  function shardOf(words) {
    if (!about.split) {
      return "all";
    }
    const often = new Set(about.often);
    const telling = words.filter((word) => !often.has(word) && !/^(?:19|20)\d\d$/.test(word));
    const word = (telling.length ? telling : words).reduce((one, other) => (other.length > one.length ? other : one));
    const first = [...word].slice(0, 2).join("");
    return /^[a-z0-9]+$/.test(first) ? first : "other";
  }

  /** Show what fits: each word typed begins a word of it; the names themselves first. */
  function show(words, rows) {
    const fitting = [];
    for (const row of rows) {
      const name = wordsOf(row[2]);
      const all = name.concat(wordsOf(row[3]));
      if (!words.every((word) => all.some((one) => one.startsWith(word)))) {
        continue;
      }
      const inName = words.filter((word) => name.some((one) => one.startsWith(word))).length;
      const exact = name.join(" ") === words.join(" ") ? 1 : 0;
      const first = name.join(" ").startsWith(words.join(" ")) ? 1 : 0;
      fitting.push([exact * 100 + first * 50 + inName, row]);
    }
    fitting.sort((one, other) => other[0] - one[0]);
    const rest = fitting.length > MOST;
    const said = fitting.length === 0 ? box.dataset.none : rest ? box.dataset.first : box.dataset.found;
    status.textContent = said.replace("{n}", String(fitting.length)).replace("{shown}", String(MOST));
    list.replaceChildren(...fitting.slice(0, MOST).map(([, row]) => entry(row)));
  }

  /** One line of what was found. */
  function entry([kind, file, name, beside]) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const note = document.createElement("span");
    link.href = `${FOLDERS[kind]}/${file}`;
    link.textContent = name;
    note.textContent = [kinds[PLACES[kind]], beside].filter(Boolean).join(" · ");
    item.append(link, note);
    return item;
  }

  /** Search for what is typed. */
  function search() {
    const words = wordsOf(input.value);
    if (!about || words.join("").length < (about.split ? 2 : 1)) {
      status.textContent = "";
      list.replaceChildren();
      return;
    }
    const name = shardOf(words);
    if (loaded.has(name)) {
      const rows = loaded.get(name);
      if (rows) {
        show(words, rows);
      }
    } else if (about.shards.includes(name)) {
      loaded.set(name, null);
      const script = document.createElement("script");
      script.src = `search/${name}.js`;
      document.head.append(script);
    } else {
      show(words, []);
    }
  }

  window.polegraphSearch = {
    begin(manifest) {
      about = manifest;
      box.hidden = false;
      search();
    },
    put(name, rows) {
      loaded.set(name, rows);
      search();
    },
  };
  input.addEventListener("input", search);
})();
