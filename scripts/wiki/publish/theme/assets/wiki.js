/* Previews of entries, claims and references. Everything here is also a plain link: without this file, or without
   JavaScript, nothing is missing but the shortcut. */
(function () {
  "use strict";

  const OPEN_AFTER = 280;
  const CLOSE_AFTER = 220;
  const PRESS = 450;
  const LINKS = "a.wiki-auto, a.wiki-link, sup.wiki-cite a, .wiki-relations a, .wiki-backlinks a, .wiki-cards a";

  const article = document.querySelector("article");
  if (!article || !window.fetch || !window.DOMParser) return;

  const pages = new Map();
  let box;
  let owner;
  let timer;
  let turn = 0;
  let held = false;

  const here = (url) => url.origin === location.origin && url.pathname === location.pathname;

  function load(url) {
    const address = url.origin + url.pathname;
    if (!pages.has(address)) {
      const page = fetch(address)
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText))))
        .then((text) => new DOMParser().parseFromString(text, "text/html"));
      pages.set(address, page);
      page.catch(() => pages.delete(address));
    }
    return pages.get(address);
  }

  /* A copy that may stand a second time in the document: no ids, no marks for programs, final addresses. */
  function copy(node, base) {
    const made = node.cloneNode(true);
    for (const drop of made.querySelectorAll("script, style, iframe, object, embed, form, .headerlink, .wiki-backref, .wiki-back")) drop.remove();
    for (const part of [made, ...made.querySelectorAll("*")]) {
      for (const { name } of [...part.attributes]) {
        if (name === "id" || name.startsWith("on") || name.startsWith("data-")) part.removeAttribute(name);
      }
      if (part.hasAttribute("href")) part.href = new URL(part.getAttribute("href"), base).href;
    }
    return made;
  }

  function block(name, className, ...children) {
    const made = document.createElement(name);
    made.className = className;
    made.append(...children);
    return made;
  }

  /* The part of a page that a link's fragment points at: a claim as it stands, else heading and first paragraph. */
  function section(page, hash, base) {
    const target = hash && page.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target) return undefined;
    if (/^H[1-6]$/.test(target.tagName)) {
      let next = target.nextElementSibling;
      while (next && next.tagName !== "P" && !/^H[1-6]$/.test(next.tagName)) next = next.nextElementSibling;
      const heading = block("p", "wiki-preview__section", ...copy(target, base).childNodes);
      return next?.tagName === "P" ? [heading, block("p", "wiki-preview__text", ...copy(next, base).childNodes)] : [heading];
    }
    if (!target.closest("article") || target.tagName === "ARTICLE") return undefined;
    const row = target.closest("tr");
    const parts = row ? cells(row, base) : [...copy(target, base).childNodes];
    return [block("div", "wiki-preview__claim", ...parts)];
  }

  /* A row of a table on one line, under what its table is about. */
  function cells(row, base) {
    const about = row.closest("details")?.querySelector("summary");
    const own = [...row.children].filter((cell) => cell.textContent.trim() !== "");
    const spans = own.map((cell) => block("span", "wiki-preview__cell", ...copy(cell, base).childNodes));
    return about ? [block("strong", "wiki-preview__cell", about.textContent), ...spans] : spans;
  }

  async function entry(url) {
    const page = here(url) ? document : await load(url);
    const heading = page.querySelector("article h1");
    if (!heading) return undefined;
    const title = block("p", "wiki-preview__title", ...copy(heading, url).childNodes);
    const summary = page.querySelector("article .wiki-summary");
    const part = section(page, url.hash, url);
    if (part) return [title, ...part];
    return summary ? [title, block("p", "wiki-preview__text", ...copy(summary, url).childNodes)] : undefined;
  }

  /* What a citation's mark points at: the reference, which stands on this page. */
  function reference(url) {
    const target = document.getElementById(decodeURIComponent(url.hash.slice(1)));
    if (!target) return undefined;
    const place = block("div", "wiki-preview__reference", ...copy(target, location.href).childNodes);
    const whole = target.parentElement.closest(".wiki-references li");
    if (!whole) return [place];
    const source = copy(whole, location.href);
    for (const list of source.querySelectorAll("ul, ol")) list.remove();
    return [block("div", "wiki-preview__reference", ...source.childNodes), place];
  }

  async function content(link) {
    const url = new URL(link.href);
    if (url.origin !== location.origin) return undefined;
    if (here(url) && url.hash && link.closest("sup.wiki-cite")) return reference(url);
    return entry(url);
  }

  async function open(link) {
    if (owner === link) return;
    const mine = ++turn;
    let parts;
    try {
      parts = await content(link);
    } catch {
      return;
    }
    if (mine !== turn || !parts) return;
    close();
    owner = link;
    box = block("div", "wiki-preview md-typeset", ...parts);
    box.id = "wiki-preview";
    box.setAttribute("role", "tooltip");
    box.dir = "auto";
    if (held) {
      const go = block("a", "wiki-preview__go", "Open");
      go.href = link.href;
      box.append(go);
    }
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", later);
    document.body.append(box);
    link.setAttribute("aria-describedby", box.id);
    place(link);
  }

  function place(link) {
    const at = link.getClientRects()[0] || link.getBoundingClientRect();
    const width = box.offsetWidth;
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
    const above = at.bottom + box.offsetHeight + 12 > innerHeight && at.top > box.offsetHeight + 60;
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${(above ? at.top - box.offsetHeight - 6 : at.bottom + 6) + scrollY}px`;
  }

  function close() {
    turn++;
    clearTimeout(timer);
    owner?.removeAttribute("aria-describedby");
    box?.remove();
    box = owner = undefined;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(close, CLOSE_AFTER);
  }

  function soon(link, wait) {
    clearTimeout(timer);
    timer = setTimeout(open, wait, link);
  }

  /* A claim in a closed table: older browsers go to its address without opening the table. */
  function reveal() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const closed = target && target.closest("details:not([open])");
    if (!closed) return;
    closed.open = true;
    target.scrollIntoView();
  }

  addEventListener("hashchange", reveal);
  reveal();

  const linkOf = (event) => event.target.closest?.(LINKS);

  article.addEventListener("pointerover", (event) => {
    const link = linkOf(event);
    if (!link || event.pointerType === "touch") return;
    held = false;
    if (link === owner) clearTimeout(timer);
    else soon(link, OPEN_AFTER);
  });
  article.addEventListener("pointerout", (event) => {
    if (linkOf(event) && event.pointerType !== "touch") later();
  });
  article.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link && link.matches(":focus-visible")) soon(link, OPEN_AFTER);
  });
  article.addEventListener("focusout", (event) => {
    if (linkOf(event)) later();
  });

  /* Touch: a long press shows the preview, a tap follows the link; on a citation a tap shows the reference. */
  article.addEventListener("pointerdown", (event) => {
    const link = linkOf(event);
    held = false;
    if (!link || event.pointerType !== "touch") return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      held = true;
      open(link);
    }, PRESS);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    article.addEventListener(name, (event) => {
      if (event.pointerType === "touch" && !held) clearTimeout(timer);
    });
  }
  article.addEventListener("contextmenu", (event) => {
    if (linkOf(event) && (held || event.pointerType === "touch")) event.preventDefault();
  });
  article.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (!link) return;
    if (held && event.pointerType !== "mouse") return event.preventDefault();
    if (event.pointerType === "touch" && link.closest("sup.wiki-cite") && owner !== link) {
      event.preventDefault();
      held = true;
      open(link);
      return;
    }
    close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (box && !box.contains(event.target) && !linkOf(event)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
