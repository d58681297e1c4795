// "Loop langs de leden": a slider along the seats of a vote. One stop for the keyboard, arrows from seat to seat, and what
// it says is read aloud; a tap on a seat does the same. Without this script the table says who voted what.
"use strict";
for (const walk of document.querySelectorAll(".walk")) {
  const shown = walk.closest("section");
  const slider = walk.querySelector("input");
  const said = walk.querySelector("output");
  const nothing = said.textContent;

  const go = () => {
    const at = String(Number(slider.value) - 1);
    let text = nothing;
    for (const seat of shown.querySelectorAll("[data-seat]")) {
      const here = seat.dataset.seat === at;
      seat.classList.toggle("on", here);
      if (here) text = seat.querySelector("title").textContent;
    }
    said.textContent = text;
    slider.setAttribute("aria-valuetext", text);
  };

  shown.addEventListener("click", (event) => {
    const seat = event.target.closest("[data-seat]");
    if (!seat) return;
    slider.value = String(Number(seat.dataset.seat) + 1);
    go();
    slider.focus({ preventScroll: true });
  });
  slider.addEventListener("input", go);
  walk.hidden = false;
  go();
}
