// "Deel": a decision passed on from its own page, or from the live page.
//
// The page of a decision has links that lead to networks without this script, and boxes to copy from. The script adds
// what needs one: copying at a click, the device's own way to share, and a Mastodon server that is typed. Without it the
// link leads to where Mastodon itself asks for the server: a plain form cannot lead to a place that is typed into it, and
// a page of ours that did would lead anybody anywhere. On the live page "Deel" is a link to that page;
// here it shows the very section of it below the decision. Nothing is asked of anybody else before a click.
"use strict";

(() => {
  const KINDS = {
    text: () => Boolean(navigator.clipboard),
    html: () => Boolean(navigator.clipboard && window.ClipboardItem),
    copy: () => Boolean(navigator.clipboard && window.ClipboardItem),
    device: () => Boolean(navigator.share),
  };

  function boxed(section, kind) {
    return section.querySelector('[data-of="' + kind + '"]').value;
  }

  function blob(text, type) {
    return new Blob([text], { type });
  }

  // A picture is fetched while the browser already holds the clipboard open: afterwards it would not be allowed to.
  function picture(section) {
    const address = section.querySelector("a[download]").href;
    return fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.blob();
    });
  }

  const ACTS = {
    text: (section) => navigator.clipboard.writeText(boxed(section, "text")),
    html: (section) => {
      const html = boxed(section, "html");
      const both = { "text/html": blob(html, "text/html"), "text/plain": blob(html, "text/plain") };
      return navigator.clipboard.write([new window.ClipboardItem(both)]);
    },
    copy: (section) => navigator.clipboard.write([new window.ClipboardItem({ "image/png": picture(section) })]),
    device: (section) => navigator.share({ text: boxed(section, "text") }),
  };

  // "naam@server", "https://server/@naam" or the bare name, as somebody has it at hand; "" for what is no server.
  function serverOf(typed) {
    const named = typed.trim().replace(/^https?:\/\//i, "").replace(/[/?#].*$/, "").replace(/^.*@/, "");
    try {
      const host = new URL("https://" + named).host;
      return /^[a-z0-9.-]+\.[a-z0-9-]+(:\d+)?$/.test(host) ? host : "";
    } catch (error) {
      return "";
    }
  }

  // Somebody's own Mastodon server: asked where the text goes, kept nowhere.
  function toOwn(form) {
    const section = form.closest(".deel");
    const said = section.querySelector(".said");
    const host = serverOf(form.elements.server.value);
    said.textContent = host ? "" : said.dataset.unknown;
    if (!host) return;
    const text = encodeURIComponent(boxed(section, "text"));
    window.open("https://" + host + "/share?text=" + text, "_blank", "noopener,noreferrer");
  }

  function act(button) {
    const section = button.closest(".deel");
    const said = section.querySelector(".said");
    const kind = button.dataset.share;
    said.textContent = "";
    ACTS[kind](section).then(
      () => { said.textContent = kind === "device" ? "" : said.dataset.done; },
      (error) => { said.textContent = error.name === "AbortError" ? "" : said.dataset.failed; },
    );
  }

  function offer(section) {
    section.querySelectorAll("[data-share]").forEach((button) => {
      button.closest("li").hidden = !KINDS[button.dataset.share]();
    });
    section.querySelectorAll(".own").forEach((form) => { form.hidden = false; });
  }

  // The section of the decision's own page, as a part of this one: its links seen from here, its ids left there.
  function moved(section, from) {
    section.querySelectorAll("[href]").forEach((one) => {
      one.setAttribute("href", new URL(one.getAttribute("href"), from).href);
    });
    section.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"));
    section.removeAttribute("id");
    section.removeAttribute("aria-labelledby");
    section.querySelector("h2").remove();
    section.dataset.added = "";
    return section;
  }

  function show(link) {
    const below = link.closest("p");
    const shown = below.nextElementSibling;
    if (shown && shown.matches(".deel")) {
      shown.remove();
      return;
    }
    fetch(link.href).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then((text) => {
      const page = new DOMParser().parseFromString(text, "text/html");
      const section = moved(page.getElementById("deel"), link.href);
      offer(section);
      below.after(section);
      section.querySelector("a, button").focus();
    }).catch(() => { location.assign(link.href); });
  }

  document.querySelectorAll(".deel").forEach(offer);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".own")) return;
    event.preventDefault();
    toOwn(event.target);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-share]");
    if (button) {
      act(button);
      return;
    }
    const link = event.target.closest("a.share");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !location.protocol.startsWith("http")) return;
    event.preventDefault();
    show(link);
  });
})();
