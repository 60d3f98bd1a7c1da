/* The box on a source's page that says where a figure, a date or words stand, as a locator ready to be cited. It asks the
   evidence that stands on the page: figures and dates by line in clear, words by block as keyed hashes (evidence/hashes.py).
   Without a document this file is a module of pure functions, which is how the tests run it. */
(function () {
  "use strict";

  const MOST = 40;
  const SIZES = { hundred: 1e2, thousand: 1e3, million: 1e6, mln: 1e6, billion: 1e9, bln: 1e9, bn: 1e9, trillion: 1e12 };
  const UNITS = { $: "USD", "us$": "USD", dollars: "USD", "€": "EUR", euros: "EUR", "£": "GBP", "₽": "RUB", "¥": "CNY", percent: "%", tons: "t", tonnes: "t" };
  const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

  /* --- BLAKE2b (RFC 7693), for a key and a message of one block each --------------------------------------------- */

  const MASK = (1n << 64n) - 1n;
  const IV = [
    0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
    0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n,
  ];
  const SIGMA = [
    "0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8", "905724afe1bc683d",
    "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a", "6fe9b308c2d714a5", "a2847615fb9e3cd0",
    "0123456789abcdef", "ea489fd61c02b753",
  ].map((row) => [...row].map((digit) => parseInt(digit, 16)));
  const MIXED = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15], [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];

  const turned = (word, by) => ((word >> by) | (word << (64n - by))) & MASK;

  function compress(state, block, length, last) {
    const words = [];
    for (let at = 0; at < 128; at += 8) {
      let word = 0n;
      for (let byte = 7; byte >= 0; byte--) word = (word << 8n) | BigInt(block[at + byte]);
      words.push(word);
    }
    const v = [...state, ...IV];
    v[12] ^= BigInt(length);
    if (last) v[14] ^= MASK;
    for (const order of SIGMA) {
      MIXED.forEach(([a, b, c, d], at) => {
        v[a] = (v[a] + v[b] + words[order[2 * at]]) & MASK;
        v[d] = turned(v[d] ^ v[a], 32n);
        v[c] = (v[c] + v[d]) & MASK;
        v[b] = turned(v[b] ^ v[c], 24n);
        v[a] = (v[a] + v[b] + words[order[2 * at + 1]]) & MASK;
        v[d] = turned(v[d] ^ v[a], 16n);
        v[c] = (v[c] + v[d]) & MASK;
        v[b] = turned(v[b] ^ v[c], 63n);
      });
    }
    return state.map((word, at) => word ^ v[at] ^ v[at + 8]);
  }

  function blake2b(message, key, size) {
    const padded = (bytes) => { const block = new Uint8Array(128); block.set(bytes); return block; };
    let state = [...IV];
    state[0] ^= 0x01010000n ^ (BigInt(key.length) << 8n) ^ BigInt(size);
    if (key.length) state = compress(state, padded(key), 128, false);
    state = compress(state, padded(message), message.length + (key.length ? 128 : 0), true);
    return Uint8Array.from({ length: size }, (_, at) => Number((state[at >> 3] >> BigInt(8 * (at & 7))) & 255n));
  }

  /* --- what is looked for ---------------------------------------------------------------------------------------- */

  /* model.folding.fold, by the table that the page carries; evidence of format 1 has none, and folds Latin letters alone */
  function folder(data) {
    if (!data.fold) return (word) => word.toLowerCase().replace(/ß/g, "ss").normalize("NFKD").replace(/\p{M}/gu, "").replace(/ı/g, "i");
    const table = new Map();
    for (const [latin, chars] of Object.entries(data.fold)) for (const char of chars) table.set(char, latin);
    for (const char of data.joiners) table.set(char, "");
    const plain = (char) => [...char.normalize("NFKD")].filter((part) => /[\p{L}\p{N}]/u.test(part)).map((part) => table.get(part) ?? part).join("");
    return (word) => [...[...word.normalize("NFKC")].map((char) => char.toLowerCase()).join("")].map((char) => table.get(char) ?? plain(char)).join("").replace(/ /g, "");
  }

  /* evidence.hashes.word_forms */
  function wordForms(text, data) {
    const fold = folder(data);
    const stop = new Set(data.stop.split(" "));
    const elsewhere = new Set((data.elsewhere || "").split(" "));
    const joiners = (data.joiners || "’‘'`ʼʻ´′").replace(/[\\\]^-]/g, "\\$&");
    const letter = data.fold ? "[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}\\u00ad\\u061c\\u200b-\\u200f\\u2060\\ufeff]*" : "[\\p{L}\\p{N}]+";
    const spoken = new RegExp(`(?<![\\p{L}\\p{N}_+])\\d{1,2}(?:\\+\\d{1,2})+(?![\\p{L}\\p{N}_+])|${letter}(?:[${joiners}](?=\\p{L})${letter})*`, "gu");
    const plain = text.replace(/\b(?:[A-Z]\.)+[A-Z]?/g, (short) => short.replace(/\./g, "")).replace(new RegExp(`[${joiners}]s(?![\\p{L}\\p{N}_])`, "gu"), " ");
    const forms = [];
    for (const [found] of plain.matchAll(spoken)) {
      const word = found.replace(new RegExp(`[${joiners}\\u00ad\\u061c\\u200b-\\u200f\\u2060\\ufeff]`, "gu"), "");
      if (/^\p{Nd}+$/u.test(word)) continue;
      const folded = word.includes("+") ? word : fold(word);
      const capitals = word.length >= 2 && word.length <= 3 && word === word.toUpperCase() && word !== word.toLowerCase();
      if (capitals) forms.push(`^${data.fold ? folded.toUpperCase() : word}`);
      else if (!stop.has(folded) && !elsewhere.has(word.toLowerCase().replace(/[يى]/g, "ی").replace(/ك/g, "ک")) && folded.length > 1) forms.push(folded);
    }
    return [...new Set(forms)];
  }

  /* A date as evidence has it, `2021-08-15`; undefined where the text is none. */
  function dateOf(text) {
    const iso = /^\s*(\d{4})(?:-(\d\d))?(?:-(\d\d))?\s*$/.exec(text);
    if (iso) return iso.slice(1).filter(Boolean).join("-");
    const said = /^\s*(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s+(?:(\d{1,2}),?\s+)?(\d{4})\s*$/.exec(text);
    const month = said && MONTHS.indexOf(said[2].slice(0, 3).toLowerCase()) + 1;
    if (!month) return undefined;
    const day = said[1] || said[3];
    return [said[4], String(month).padStart(2, "0"), ...(day ? [day.padStart(2, "0")] : [])].join("-");
  }

  /* A number with its magnitude and unit; undefined where the text has none. */
  function figureOf(text) {
    const match = /(\d{1,3}(?:[,\s]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?:-?\s*(hundred|thousand|million|mln|billion|bln|bn|trillion)\b)?/i.exec(text);
    if (!match) return undefined;
    const value = Number(match[1].replace(/[,\s]/g, "")) * (SIZES[(match[2] || "").toLowerCase()] || 1);
    const around = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`.trim().split(/\s+/);
    const units = around.filter(Boolean).map((word) => UNITS[word.toLowerCase()] || word);
    return { value, units };
  }

  const near = (one, other) => Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));

  /* Rows of { locator, page, what }: by figure, by date, else by block. */
  function search(data, text) {
    const pageOf = (line) => (data.blocks.find(([first, last]) => first <= line && line <= last) || ["", "", ""])[2];
    const row = (line, what) => ({ locator: `${data.key}, l. ${line}`, page: pageOf(line), what });
    const date = dateOf(text);
    const dated = date ? data.dates.filter(([, each]) => each === date || each.startsWith(`${date}-`)).map(([line, each]) => row(line, each)) : [];
    const figure = figureOf(text);
    if (figure && !(date && date.includes("-"))) {
      const equal = data.figures.filter(([, value]) => near(Number(value), figure.value));
      const exact = equal.filter(([, , unit]) => figure.units.includes(unit));
      const rows = (exact.length ? exact : equal).map(([line, value, unit]) => row(line, `${Number(value).toLocaleString("en")} ${unit}`.trim()));
      return unique([...dated, ...rows]);
    }
    return date ? unique(dated) : words(data, text);
  }

  function unique(rows) {
    const seen = new Set();
    return rows.filter((each) => !seen.has(each.locator + each.what) && seen.add(each.locator + each.what));
  }

  /* evidence.model.Evidence.name_blocks */
  function words(data, text) {
    const bytes = new TextEncoder();
    const forms = wordForms(text, data).map((form) => bytes.encode(form)).filter((form) => form.length <= 128);
    if (!forms.length) return [];
    const held = data.blocks.map(([first, , , hashes]) => {
      const key = blake2b(bytes.encode(`${data.key}:${first}`), [], 16);
      const known = new Set(hashes.match(/.{4}/g) || []);
      return forms.map((form) => known.has([...blake2b(form, key, 2)].map((byte) => byte.toString(16).padStart(2, "0")).join("")));
    });
    const whole = held.map((row) => row.every(Boolean));
    const found = [];
    data.blocks.forEach(([first, last, page], at) => {
      if (whole[at]) found.push({ locator: `${data.key}, ll. ${first}-${last}`, page, what: text.trim() });
      else if (at + 1 < held.length && !whole[at + 1] && held[at].some(Boolean) && held[at].every((has, form) => has || held[at + 1][form])) {
        found.push({ locator: `${data.key}, ll. ${first}-${data.blocks[at + 1][1]}`, page, what: text.trim() });
      }
    });
    return found;
  }

  if (typeof document === "undefined") {
    module.exports = { blake2b, dateOf, figureOf, search, wordForms };
    return;
  }

  /* --- the box --------------------------------------------------------------------------------------------------- */

  const form = document.querySelector("form.wiki-locate[data-locate]");
  if (!form) return;
  const input = form.querySelector("input");
  const said = form.querySelector("p");
  const list = form.querySelector("ul");
  let data;
  let timer;

  function element(name, text, className) {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function item(row) {
    const made = document.createElement("li");
    made.append(element("code", row.locator), " ", element("span", [row.what, row.page].filter(Boolean).join(" · "), "wiki-note"));
    if (navigator.clipboard) {
      const copy = element("button", "Copy");
      copy.type = "button";
      copy.setAttribute("aria-label", `Copy ${row.locator}`);
      copy.addEventListener("click", () => navigator.clipboard.writeText(row.locator).then(() => { said.textContent = `Copied: ${row.locator}`; }));
      made.append(" ", copy);
    }
    return made;
  }

  function show() {
    const text = input.value.trim();
    data ||= JSON.parse(form.dataset.locate);
    const rows = text ? search(data, text) : [];
    const more = rows.length > MOST ? `, of which ${MOST} are shown` : "";
    said.textContent = !text ? "" : rows.length ? `${rows.length} ${rows.length === 1 ? "place" : "places"}${more}` : "Nothing of this stands in the evidence.";
    list.replaceChildren(...rows.slice(0, MOST).map(item));
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 150); });
})();
