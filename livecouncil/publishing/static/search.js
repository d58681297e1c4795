// Search over all meetings: Pagefind's index lies beside the page, and nothing typed leaves the browser but index parts asked for.
const form = document.getElementById("search");
const found = document.getElementById("found");
const list = document.getElementById("results");
const more = document.getElementById("more");
const root = new URL(form.dataset.root, location.href);
const STEP = 10;
let asked = 0;
let loading;

// Pagefind needs to know where the site begins, which need not be at the top of the host.
function engine() {
  loading ??= import(new URL(form.dataset.bundle, location.href)).then(async (pagefind) => {
    await pagefind.options({ baseUrl: root.pathname, excerptLength: 24 });
    await pagefind.init();
    return pagefind;
  });
  return loading;
}

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

// An excerpt is text with <mark> around what was found; nothing else of it becomes markup.
function marked(excerpt) {
  const parsed = new DOMParser().parseFromString(excerpt, "text/html").body;
  const made = element("p");
  for (const node of parsed.childNodes) made.append(node.nodeName === "MARK" ? element("mark", node.textContent) : node.textContent);
  return made;
}

function link(url, text) {
  const made = element("a", text);
  made.href = new URL(url, root).href;
  return made;
}

function shown(data) {
  const parts = data.sub_results.filter((part) => part.anchor);
  const row = element("li", element("h2", link(data.url, data.meta.title)));
  if (parts.length) row.append(element("ul", ...parts.map((part) => element("li", link(part.url, part.title), marked(part.excerpt)))));
  else row.append(marked(data.excerpt));
  return row;
}

async function show(results, from, number) {
  const rows = await Promise.all(results.slice(from, from + STEP).map(async (result) => shown(await result.data())));
  if (number !== asked) return;
  list.append(...rows);
  more.hidden = from + STEP >= results.length;
  more.onclick = async () => {
    await show(results, from + STEP, number);
    list.children[from + STEP].querySelector("a").focus();
  };
}

function said(query, n) {
  const text = form.dataset[n === 0 ? "none" : n === 1 ? "foundOne" : "found"];
  return text.replace("{query}", () => query).replace("{n}", n);
}

async function search(query) {
  const number = ++asked;
  list.replaceChildren();
  list.hidden = more.hidden = true;
  found.textContent = "";
  if (!query) return;
  document.title = `${query} · ${title}`;
  try {
    const { results } = await (await engine()).search(query);
    if (number !== asked) return;
    found.textContent = said(query, results.length);
    list.hidden = !results.length;
    await show(results, 0, number);
  } catch {
    loading = undefined;
    found.textContent = form.dataset.broken;
  }
}

const title = document.title;
const field = form.elements.q;
function asAddressed() {
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  search(field.value.trim());
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = field.value.trim();
  history.pushState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  search(query);
});
addEventListener("popstate", asAddressed);
form.hidden = false;
asAddressed();
