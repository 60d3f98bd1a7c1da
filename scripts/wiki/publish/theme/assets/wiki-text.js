/* Search in the text, from the index that texts.py makes (its docstring tells the format): which pages have the words,
   and what of them is shown. Pure functions: wiki-search.js shows what they find, and the tests run them in Node. */
(function () {
  "use strict";

  const LONGEST = 40;
  const MOST_WORDS = 8;
  const BEGUN_FROM = 3;
  const FILES_A_WORD = 4;
  const EXCERPT = 26;
  const BEFORE = 6;

  /* --- words -------------------------------------------------------------------------------------------------- */

  /* folding.stem: a folded word without the ending of an English plural. */
  function stem(word) {
    if (word.length < 4 || !/[^us]s$/.test(word)) return word;
    if (word.length > 4 && /[^ae]ies$/.test(word)) return word.slice(0, -3) + "y";
    return word.slice(0, /(?:sses|xes|ches|shes)$/.test(word) ? -2 : -1);
  }

  /* What is asked: words, of which the last may be only begun, and phrases in quotation marks. */
  function asked(text, index) {
    const plain = text.replace(/[“”„«»]/g, '"');
    const words = [];
    const phrases = [];
    for (const [whole, quoted] of plain.matchAll(/"([^"]*)"?|[^"]+/g)) {
      const found = split(quoted ?? whole, index);
      if (quoted !== undefined && found.length > 1) phrases.push(found);
      words.push(...found);
    }
    const typing = /[\s"]$/.test(plain) ? -1 : words.length - 1;
    const open = new Map();
    for (const [place, word] of words.entries()) {
      if (!index.common.has(word)) open.set(word, (open.get(word) ?? true) && place === typing && word.length >= BEGUN_FROM);
    }
    return { words: Array.from(open, ([word, open]) => ({ word, open })).slice(0, MOST_WORDS), phrases, known: new Map() };
  }

  function split(text, index) {
    return index.fold(text).split(" ").filter(Boolean).map((word) => Array.from(word).slice(0, LONGEST).join(""));
  }

  /* Whether a term of a text answers a word. A word being typed is the beginning of one, and may stop within -ies. */
  function answers({ word, open }, term) {
    if (term === stem(word)) return true;
    return open && (term.startsWith(word) || (/ie?$/.test(word) && term.startsWith(word.replace(/ie?$/, "y"))));
  }

  /* --- which pages ---------------------------------------------------------------------------------------------- */

  function opened(meta, fold) {
    const common = new Set(meta.common.split(" "));
    return { fold, common, pages: meta.pages, files: meta.files, terms: new Map(), passages: new Map(), folded: new Map() };
  }

  function termsPath(bound) {
    // eslint-disable-next-line no-control-regex
    if (/^[\x00-\x7f]*$/.test(bound)) return `search/text/t-${bound}.bin`;
    return `search/text/u-${Array.from(bound, (char) => char.codePointAt(0).toString(16)).join("-")}.bin`;
  }

  /* The files where the terms that answer a word stand. */
  function filesFor(index, asked) {
    const at = (term) => Math.max(index.files.filter((bound) => bound <= term).length - 1, 0);
    const found = new Set([at(stem(asked.word))]);
    if (asked.open) {
      const first = at(asked.word);
      for (let next = first; next === first || index.files[next]?.startsWith(asked.word); next++) found.add(next);
      if (/ie?$/.test(asked.word)) found.add(at(asked.word.replace(/ie?$/, "y")));
    }
    return [...found].slice(0, FILES_A_WORD).map((place) => index.files[place]).filter((bound) => bound !== undefined);
  }

  /* A file of terms: term → its pages, as bytes. */
  function parsed(bytes) {
    const line = bytes.indexOf(10);
    const words = new TextDecoder().decode(bytes.subarray(0, line)).split(" ");
    const terms = [];
    for (let at = line + 1, word = 0; word + 1 < words.length; word += 2) {
      const end = at + 4 * Number(words[word + 1]);
      terms.push([words[word], bytes.subarray(at, end)]);
      at = end;
    }
    return terms;
  }

  function kept(known, key, make) {
    if (!known.has(key)) {
      const made = make();
      known.set(key, made);
      made.catch(() => known.delete(key));
    }
    return known.get(key);
  }

  /* The pages that have a word: number → weight. */
  async function pagesWith(index, asked, read) {
    const files = filesFor(index, asked).map(termsPath);
    const found = new Map();
    const all = files.map((path) => kept(index.terms, path, async () => parsed(await read(path, "bytes"))));
    for (const [term, bytes] of (await Promise.all(all)).flat()) {
      if (!answers(asked, term)) continue;
      const whole = term === stem(asked.word) ? 1 : 0.5;
      for (let at = 0; at < bytes.length; at += 4) {
        const number = (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
        found.set(number, Math.max(found.get(number) ?? 0, whole * bytes[at + 3]));
      }
    }
    return found;
  }

  /* Pages that have the most of what is asked, best first: all words if any page has them. */
  async function findTexts(index, text, read) {
    const query = asked(text, index);
    const lists = await Promise.all(query.words.map((word) => pagesWith(index, word, read)));
    const hits = new Map();
    for (const list of lists) {
      const rarity = Math.log(1 + index.pages / (list.size + 0.5));
      for (const [number, weight] of list) {
        const hit = hits.get(number) ?? { number, count: 0, score: 0 };
        hit.count++;
        hit.score += weight * rarity;
        hits.set(number, hit);
      }
    }
    const most = Math.max(0, ...Array.from(hits.values(), (hit) => hit.count));
    const best = [...hits.values()].filter((hit) => hit.count === most);
    best.sort((a, b) => b.score - a.score || a.number - b.number);
    return { query, numbers: best.map((hit) => hit.number), all: most === query.words.length };
  }

  /* --- what is shown of them ---------------------------------------------------------------------------------- */

  /* A text as its tokens, each with the words it is made of; the folding of a token is kept, for texts repeat themselves. */
  function tokens(text, index) {
    return text.split(/\s+/).filter(Boolean).map((token) => {
      if (!index.folded.has(token)) index.folded.set(token, split(token, index));
      return { token, words: index.folded.get(token) };
    });
  }

  /* Which of the words asked (their places) each token answers. */
  function answered(list, query) {
    const places = (word) => {
      if (!query.known.has(word)) query.known.set(word, query.words.flatMap((asked, place) => (answers(asked, stem(word)) ? [place] : [])));
      return query.known.get(word);
    };
    return list.map(({ words }) => words.flatMap(places));
  }

  /* The places (of tokens) where a phrase begins. */
  function places(list, phrase) {
    const words = list.flatMap(({ words }, place) => words.map((word) => ({ word, place })));
    const found = [];
    for (let at = 0; at + phrase.length <= words.length; at++) {
      if (phrase.every((word, next) => words[at + next].word === word)) found.push(words[at].place);
    }
    return found;
  }

  /* What is shown of a page: the section that holds most of what is asked, and of it the words around. */
  function described([url, title, kind, sections], query, index) {
    const seen = new Set();
    const found = new Set();
    let best;
    for (const [anchor, heading, text] of sections) {
      const head = tokens(heading, index);
      const body = tokens(text, index);
      const hits = answered(body, query);
      const own = new Set([...answered(head, query), ...hits].flat());
      const phrases = query.phrases.map((phrase) => [...places(head, phrase).map(() => 0), ...places(body, phrase)]);
      own.forEach((place) => seen.add(place));
      phrases.forEach((begun, phrase) => begun.length > 0 && found.add(phrase));
      const rank = [phrases.filter((begun) => begun.length > 0).length, own.size, hits.filter((hit) => hit.length > 0).length];
      if (!best || more(rank, best.rank)) best = { anchor, heading, body, hits, rank, phrase: phrases.flat()[0] };
    }
    return {
      url: best.anchor ? `${url}#${best.anchor}` : url,
      title,
      kind,
      section: best.anchor ? best.heading : "",
      excerpt: excerpt(best),
      words: seen.size,
      phrases: found.size,
    };
  }

  function more(a, b) {
    const at = a.findIndex((value, place) => value !== b[place]);
    return at >= 0 && a[at] > b[at];
  }

  /* The piece of a section with most different words, as [text, whether it is marked]. */
  function excerpt({ body, hits, phrase }) {
    let start = 0;
    let best = [0, 0];
    for (const [at, hit] of hits.entries()) {
      if (hit.length === 0) continue;
      const near = hits.slice(at, at + EXCERPT - BEFORE).flat();
      const rank = [new Set(near).size, near.length];
      if (more(rank, best)) [start, best] = [at, rank];
    }
    const from = Math.max(0, Math.min((phrase ?? start) - BEFORE, body.length - EXCERPT));
    const until = Math.min(body.length, from + EXCERPT);
    const pieces = [[from > 0 ? "… " : "", false]];
    for (let at = from; at < until; at++) {
      const [, before, word, after] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u.exec(body[at].token);
      if (hits[at].length === 0) pieces.push([body[at].token, false]);
      else pieces.push([before, false], [word, true], [after, false]);
      pieces.push([at + 1 < until ? " " : until < body.length ? " …" : "", false]);
    }
    return pieces.reduce((joined, [text, marked]) => {
      const last = joined.at(-1);
      if (last && last[1] === marked) last[0] += text;
      else if (text !== "") joined.push([text, marked]);
      return joined;
    }, []);
  }

  /* The first pages to be shown of what was found. Where a number has several pages, those that have the words; where
     phrases are asked, pages that have them, looked for among the `most` best; if none has, `all` is no longer true. */
  async function showTexts(index, { query, numbers, all }, read, wanted, most) {
    const load = (number) => {
      const path = `search/text/pages/${number.toString(16).padStart(6, "0")}.json`;
      return kept(index.passages, path, () => read(path, "json"));
    };
    const fit = [];
    const rest = [];
    const last = query.phrases.length > 0 ? most : numbers.length;
    for (let from = 0; from < Math.min(last, numbers.length) && fit.length < wanted; from += wanted) {
      const loaded = await Promise.all(numbers.slice(from, from + wanted).map(load));
      const pages = loaded.flat().map((page) => described(page, query, index));
      const full = pages.filter((page) => !all || page.words === query.words.length);
      fit.push(...full.filter((page) => page.phrases === query.phrases.length));
      rest.push(...full);
    }
    const none = fit.length === 0;
    return { pages: (none ? rest : fit).slice(0, wanted), all: all && !none };
  }

  const exported = { stem, opened, findTexts, showTexts };
  if (typeof document === "undefined") module.exports = exported;
  else window.wikiText = exported;
})();
