/* Search: names first, from the small index that searching.py makes (its docstring tells the format), then text, by
   wiki-text.js. Without a document this file is a module of pure functions, which is how the tests run it. */
(function () {
  "use strict";

  const SLIP_FROM = 4;
  const NAMES_SHOWN = 8;
  const PAGES_SHOWN = 6;
  const PAGES_READ = 48;
  const WAIT = 60;

  /* --- folding: searching.fold, by the table that it exports ------------------------------------------------- */

  function folder(meta) {
    const table = new Map();
    for (const [latin, chars] of Object.entries(meta.fold)) for (const char of chars) table.set(char, latin);
    for (const char of meta.joiners) table.set(char, "");
    const plain = (char) => {
      let out = "";
      for (const part of char.normalize("NFKD")) {
        if (/[\p{L}\p{N}]/u.test(part)) out += part;
        else if (!/[\p{M}\p{Cf}]/u.test(part) && !meta.joiners.includes(part)) out += " ";
      }
      return out;
    };
    const look = (char) => (table.has(char) ? table.get(char) : undefined);
    return (text) => {
      let out = "";
      for (const upper of text.normalize("NFKC")) {
        for (const char of upper.toLowerCase()) {
          const known = look(char);
          if (known !== undefined) out += known;
          else for (const part of plain(char)) out += look(part) ?? part;
        }
      }
      return out.split(" ").filter(Boolean).join(" ");
    };
  }

  /* --- which file ------------------------------------------------------------------------------------------- */

  function directory([leaves, inner]) {
    const node = (full) => (key) => {
      const [prefix, range] = key.split(".");
      return { key, prefix, full, whole: range === "", low: range && range[0], high: range && range[1] };
    };
    // A small wiki has one leaf, whose key is the empty word.
    const keys = (text) => text.split(" ");
    if (leaves === undefined) return [];
    const nodes = keys(leaves).map(node(true));
    return inner ? nodes.concat(keys(inner).map(node(false))) : nodes;
  }

  function covers(node, word) {
    if (node.whole || !word.startsWith(node.prefix)) return false;
    if (!node.low) return true;
    const next = word[node.prefix.length];
    return next !== undefined && node.low <= next && next <= node.high;
  }

  /* The file with the words that begin with `word`: all of them if it is full. */
  function nodeFor(nodes, word) {
    const leaf = nodes.find((node) => node.full && covers(node, word));
    if (leaf) return leaf;
    const below = nodes.filter((node) => !node.low && !node.whole && node.prefix.startsWith(word));
    return below.sort((a, b) => a.prefix.length - b.prefix.length)[0];
  }

  /* The file where `word` would stand if one of its later letters is wrong. */
  function nearestNode(nodes, word) {
    const over = nodes.filter((node) => covers(node, word));
    return over.sort((a, b) => b.prefix.length - a.prefix.length || (a.low ? -1 : 1))[0];
  }

  /* Words that are common each, and the files for two or three of them. */
  function company([words, full, cut]) {
    const common = words.split(" ").filter(Boolean);
    const names = (list) => list.split(" ").filter(Boolean).map((key) => key.split(".").map((at) => common[at]).join("-"));
    return { common, full: new Set(names(full)), cut: new Set(names(cut)) };
  }

  /* Common words that a word begins, or else misspells. All common words are known, so this needs no file. */
  function commonFor(together, word) {
    const begun = together.common.filter((c) => c.startsWith(word)).sort((a, b) => a.length - b.length);
    return (begun.length > 0 ? begun : together.common.filter((c) => slips(word, c, false))).slice(0, 3);
  }

  /* The file for some words together: one that holds all is better than one that cannot, three words than two. */
  function fileTogether(together, words) {
    const known = words.map((word) => commonFor(together, word)).filter((list) => list.length > 0);
    let best;
    const step = (at, chosen) => {
      if (chosen.length > 1) {
        const key = [...chosen].sort().join("-");
        const rank = [together.full.has(key) ? 0 : 1, -chosen.length];
        if ((together.full.has(key) || together.cut.has(key)) && (!best || before(rank, best.rank))) {
          best = { key, full: rank[0] === 0, rank };
        }
      }
      if (chosen.length === 3) return;
      for (let next = at; next < known.length; next++) {
        for (const word of known[next]) if (!chosen.includes(word)) step(next + 1, [...chosen, word]);
      }
    };
    step(0, []);
    return best;
  }

  function shardPath(letter, key) {
    // eslint-disable-next-line no-control-regex
    if (/^[\x00-\x7f]*$/.test(key)) return `search/names/${letter}-${key}.json`;
    const codes = Array.from(key, (char) => char.codePointAt(0).toString(16));
    return `search/names/${letter}u-${codes.join("-")}.json`;
  }

  /* --- which rows, in which order --------------------------------------------------------------------------- */

  /* One letter more, less, other, or two swapped; `open` also takes the beginning of a longer word. */
  function slips(typed, word, open) {
    if (typed.length < SLIP_FROM || word.length < SLIP_FROM - 1) return false;
    let at = 0;
    while (at < typed.length && typed[at] === word[at]) at++;
    const tails = [
      [typed.slice(at + 1), word.slice(at + 1)],
      [typed.slice(at + 1), word.slice(at)],
      [typed.slice(at), word.slice(at + 1)],
    ];
    if (typed[at] === word[at + 1] && typed[at + 1] === word[at]) tails.push([typed.slice(at + 2), word.slice(at + 2)]);
    return tails.some(([a, b]) => a === b || (open && a !== "" && b.startsWith(a)));
  }

  /* How well a name answers: smaller is better, undefined is not at all. */
  function score(name, words, forgiving) {
    const query = words.join(" ");
    const own = name.split(" ");
    if (name === query) return 0;
    const squeezed = own.join("");
    if (squeezed === words.join("")) return 1;
    if (name.startsWith(query)) return 2;
    if (squeezed.startsWith(words.join(""))) return 3;
    let worst = 4;
    for (const [place, word] of words.entries()) {
      const last = place === words.length - 1;
      if (own.includes(word)) continue;
      if (own.some((w) => w.startsWith(word))) worst = Math.max(worst, 5);
      else if (forgiving && own.some((w) => slips(word, w, last))) worst = Math.max(worst, 6);
      else if (forgiving && slips(words.join(""), squeezed, true)) worst = Math.max(worst, 7);
      else return undefined;
    }
    return worst;
  }

  /* Rows that answer, best first. A row is [id, url, title, kind, summary, other names …]. */
  function matches(rows, words, fold, forgiving) {
    const found = [];
    for (const [id, url, title, kind, summary, ...others] of rows) {
      let best;
      for (const [place, name] of [title, ...others].entries()) {
        const folded = fold(name);
        const value = score(folded, words, forgiving);
        if (value === undefined) continue;
        const rank = [value, place > 0 ? 1 : 0, folded.split(" ").length, folded.length];
        if (!best || before(rank, best.rank)) {
          best = { id, url: url || `wiki/${id}/`, title, kind, summary, spelling: place ? name : "", rank };
        }
      }
      if (best) found.push(best);
    }
    return found.sort((a, b) => (before(a.rank, b.rank) ? -1 : before(b.rank, a.rank) ? 1 : a.id < b.id ? -1 : 1));
  }

  function before(a, b) {
    const at = a.findIndex((value, place) => value !== b[place]);
    return at >= 0 && a[at] < b[at];
  }

  /* `read(path)` gives the parsed file or undefined. At most two files are read for one query. */
  async function findNames(index, text, read) {
    const words = index.fold(text).split(" ").filter(Boolean).slice(0, 8);
    const rows = [];
    for (const path of filesFor(index, words)) {
      rows.push(...((await read(path)) ?? []));
      for (const forgiving of [false, true]) {
        const found = matches(rows, words, index.fold, forgiving);
        if (found.length > 0) return found;
      }
    }
    return [];
  }

  /* The files to look in, best first. A word that few names have leads to all of them; where all words are common,
     two together do; a word that no name has is mistyped, and its beginning or its end may still be right. */
  function filesFor(index, words) {
    const longest = [...words].sort((a, b) => b.length - a.length);
    const node = (word) => nodeFor(index.prefixes, word);
    const rare = longest.filter((word) => node(word)?.full);
    const wrong = longest.filter((word) => !node(word) && word.length >= SLIP_FROM);
    const several = fileTogether(index.together, longest);
    const whole = longest.filter((word) => words.length > 1 && index.prefixes.some((n) => n.whole && n.prefix === word));
    const paths = rare.map((word) => shardPath("p", node(word).key));
    for (const word of whole) paths.push(shardPath("p", word + "."));
    const misspelt = wrong.flatMap((word) => commonFor(index.together, word));
    if (several && (several.full || misspelt.length > 0)) paths.push(shardPath("w", several.key));
    for (const word of misspelt) paths.push(shardPath("p", node(word).key));
    for (const word of [...wrong, ...rare.filter((word) => word.length >= SLIP_FROM)]) {
      const start = nearestNode(index.prefixes, word);
      const end = nearestNode(index.suffixes, [...word].reverse().join(""));
      if (start) paths.push(shardPath("p", start.key));
      if (end) paths.push(shardPath("s", end.key));
    }
    if (several) paths.push(shardPath("w", several.key));
    for (const word of [words.join(""), ...longest]) if (node(word)) paths.push(shardPath("p", node(word).key));
    return [...new Set(paths)].slice(0, 2);
  }

  function opened(meta) {
    return {
      fold: folder(meta),
      prefixes: directory(meta.prefixes),
      suffixes: directory(meta.suffixes),
      together: company(meta.together),
    };
  }

  if (typeof document === "undefined") {
    module.exports = { folder, opened, findNames, matches, slips, score };
    return;
  }

  /* --- the box ---------------------------------------------------------------------------------------------- */

  const form = document.querySelector("[data-wiki-search]");
  if (!form) return;
  const input = form.querySelector("input");
  const panel = form.querySelector(".wiki-search__panel");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[role=status]");
  const opener = document.querySelector("[data-wiki-search-open]");
  const words = JSON.parse(form.dataset.wikiSearch);
  const base = new URL(JSON.parse(document.getElementById("__config").textContent).base.replace(/\/?$/, "/"), location.href);

  const NO_PAGES = { pages: [], all: true };
  const files = new Map();
  let index;
  let texts;
  let turn = 0;
  let timer;

  async function get(path, how) {
    const answer = await fetch(new URL(path, base));
    if (!answer.ok) return undefined;
    return how === "bytes" ? new Uint8Array(await answer.arrayBuffer()) : answer.json();
  }

  function read(path) {
    if (!files.has(path)) {
      const reading = get(path, "json");
      files.set(path, reading);
      reading.catch(() => files.delete(path));
    }
    return files.get(path);
  }

  function prepare() {
    index ??= read("search/names/meta.json").then((meta) => meta && opened(meta)).catch(() => undefined);
    texts ??= Promise.all([index, read("search/text/meta.json")])
      .then(([names, meta]) => names && meta && wikiText.opened(meta, names.fold))
      .catch(() => (texts = undefined));
    return index;
  }

  async function findPages(text) {
    try {
      const ready = await texts;
      return await wikiText.showTexts(ready, await wikiText.findTexts(ready, text, get), get, PAGES_SHOWN, PAGES_READ);
    } catch {
      return NO_PAGES;
    }
  }

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children.filter((child) => child !== ""));
    return made;
  }

  function marked(excerpt) {
    return element("span", "wiki-search__text", ...excerpt.map(([text, mark]) => (mark ? element("mark", "", text) : text)));
  }

  function auto(node) {
    node.dir = "auto";
    return node;
  }

  function nameOption(hit) {
    const title = element("span", "wiki-search__title", auto(element("bdi", "", hit.title)));
    if (hit.kind) title.append(" ", element("span", "wiki-search__kind", hit.kind));
    const spelling = hit.spelling && element("span", "wiki-search__spelling", words.spelling + " ", element("bdi", "", hit.spelling));
    const summary = hit.summary ? element("span", "wiki-search__text", hit.summary) : "";
    return option(new URL(hit.url, base).href, title, spelling, summary);
  }

  function pageOption(hit) {
    const title = element("span", "wiki-search__title", auto(element("bdi", "", hit.title)));
    if (hit.section) title.append(" › ", element("bdi", "", hit.section));
    if (hit.kind) title.append(" ", element("span", "wiki-search__kind", hit.kind));
    return option(new URL(hit.url, base).href, title, marked(hit.excerpt));
  }

  function option(href, ...children) {
    const made = element("a", "wiki-search__option", ...children);
    made.href = href;
    made.tabIndex = -1;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    return made;
  }

  function group(label, options) {
    if (options.length === 0) return "";
    const head = element("div", "wiki-search__label", label);
    head.setAttribute("aria-hidden", "true");
    const made = element("div", "wiki-search__group", head, ...options);
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", label);
    return made;
  }

  function show(names, { pages, all }, done) {
    const open = activeOption()?.href;
    list.replaceChildren(...[group(words.names, names.map(nameOption)), group(all ? words.pages : words.fewer, pages.map(pageOption))].filter(Boolean));
    options().forEach((made, place) => (made.id = `wiki-option-${place}`));
    const count = names.length + pages.length;
    const found = count === 1 ? words.one : words.found.replace("{}", count);
    status.textContent = count > 0 ? found : done ? words.none : words.searching;
    panel.hidden = false;
    input.setAttribute("aria-expanded", String(count > 0));
    activate(options().find((made) => made.href === open));
  }

  function close() {
    turn++;
    clearTimeout(timer);
    panel.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(undefined);
  }

  async function search() {
    const text = input.value.trim();
    if (text === "") return close();
    const mine = ++turn;
    const ready = await prepare();
    const names = ready ? (await findNames(ready, text, read).catch(() => [])).slice(0, NAMES_SHOWN) : [];
    if (mine !== turn) return;
    show(names, NO_PAGES, false);
    const found = text.length < 2 ? NO_PAGES : await findPages(input.value);
    if (mine === turn) show(names, found, true);
  }

  const options = () => [...list.querySelectorAll("[role=option]")];
  const activeOption = () => list.querySelector("[aria-selected=true]");

  function activate(next) {
    activeOption()?.setAttribute("aria-selected", "false");
    if (!next) return input.removeAttribute("aria-activedescendant");
    next.setAttribute("aria-selected", "true");
    next.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", next.id);
  }

  function move(step) {
    const all = options();
    if (all.length === 0) return;
    const at = all.indexOf(activeOption());
    activate(all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length]);
  }

  function reveal(open) {
    form.classList.toggle("wiki-search--open", open);
    opener?.setAttribute("aria-expanded", String(open));
    if (open) input.focus();
  }

  const keys = {
    ArrowDown: () => (panel.hidden ? search() : move(1)),
    ArrowUp: () => move(-1),
    Escape: () => {
      if (panel.hidden) {
        input.value = "";
        reveal(false);
        input.blur();
      }
      close();
    },
    Enter: () => (activeOption() || options()[0])?.click(),
  };

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  input.addEventListener("focus", prepare, { once: true });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("focusout", (event) => {
    if (form.contains(event.relatedTarget) || event.relatedTarget === opener) return;
    close();
    reveal(false);
  });
  // Keeps the focus in the box while an option is pressed, or the panel would close under the pointer.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", close);
  opener?.addEventListener("click", () => reveal(!form.classList.contains("wiki-search--open")));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // Material's own bundle also watches keys; it must not see this one.
    event.stopPropagation();
    reveal(true);
    input.select();
  }, true);
  form.classList.add("wiki-search--ready");
})();
