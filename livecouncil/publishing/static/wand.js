// A screen that is to be the wall: shows six digits until the desk types them, then goes to the wall, also after a
// restart. What it is known by it keeps in this browser alone. Nothing here ends: where nobody answers it asks again.
(function () {
  "use strict";

  const KEY = "livecouncil-wand";
  const AGAIN = 2000;
  const LATER = 15000;
  const digits = document.getElementById("digits");
  const said = document.getElementById("said");
  const words = document.body.dataset;
  let memory = ""; // where a browser keeps nothing, until it is closed

  function known(value) {
    if (value !== undefined) memory = value;
    try {
      if (value !== undefined) localStorage.setItem(KEY, value);
      return localStorage.getItem(KEY) || memory;
    } catch (error) {
      return memory;
    }
  }

  function tell(number, text) {
    digits.textContent = number ? `${number.slice(0, 3)} ${number.slice(3)}` : "\u00a0";
    said.textContent = text;
  }

  function later(act, wait) { setTimeout(act, wait); }

  function lost() {
    said.textContent = words.lost;
    later(look, AGAIN);
  }

  function ask() {
    fetch("/wand", { method: "POST", cache: "no-store" }).then(function (answer) {
      if (!answer.ok) { tell("", words.busy); later(ask, LATER); return null; }
      return answer.json().then(function (given) {
        known(given.token);
        shown = given.digits;
        look();
      });
    }).catch(lost);
  }

  let shown = "";
  function look() {
    const token = known();
    if (!token) { ask(); return; }
    fetch(`/wand/state?token=${encodeURIComponent(token)}`, { cache: "no-store" }).then(function (answer) {
      if (answer.status === 404) { shown = ""; known(""); ask(); return null; }
      if (!answer.ok) { tell("", words.busy); later(look, LATER); return null; }
      return answer.json().then(function (is) { become(is, token); });
    }).catch(lost);
  }

  function become(is, token) {
    if (is.state === "paired" && is.meeting) {
      location.replace(`/MEETING/wall?token=${encodeURIComponent(token)}`);
    } else if (is.state === "paired") {
      tell("", words.waiting);
      later(look, AGAIN);
    } else if (shown) {
      tell(shown, words.how.replace("{digits}", `${shown.slice(0, 3)}${shown.slice(3)}`));
      later(look, AGAIN);
    } else { // loaded anew while it asked: it does not know its digits any more
      known("");
      ask();
    }
  }

  if (navigator.wakeLock) navigator.wakeLock.request("screen").catch(function () { return null; });
  look();
})();
