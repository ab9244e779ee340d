"use strict";
// Opens the quotes of the cell that was chosen, and all of them at once; without it they open by hand.
function reveal() {
  const chosen = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (chosen && chosen.tagName === "DETAILS") {
    chosen.open = true;
    chosen.querySelector("summary").focus({ preventScroll: true });
    chosen.scrollIntoView();
  }
}
addEventListener("hashchange", reveal);
reveal();
const quotes = document.getElementById("quotes");
const button = document.createElement("button");
const all = () => quotes.querySelectorAll("details");
function name() {
  button.textContent = button.dataset.open ? CLOSE : OPEN;
}
button.type = "button";
button.addEventListener("click", () => {
  button.dataset.open = button.dataset.open ? "" : "yes";
  all().forEach((cell) => { cell.open = Boolean(button.dataset.open); });
  name();
});
name();
quotes.querySelector("h2").after(button);
