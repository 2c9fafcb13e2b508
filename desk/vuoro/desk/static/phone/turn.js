/** One visitor's turn on their own phone: live, and calm. */

import { changed, el, fill } from "../shared/dom.js";
import { listen } from "../shared/link.js";
import { span } from "../shared/times.js";
import { count, named, text } from "../shared/words.js";

const BUZZ = [400, 200, 400];
/** From an hour on, quarters of an hour are exact enough. */
const HOUR = 60;
const main = document.getElementById("turn");
const address = `/v1/follow/${encodeURIComponent(main.dataset.token)}`;
const now = document.getElementById("now");
const facts = document.getElementById("facts");
const lost = document.getElementById("lost");
let calls = null;

listen(`${address}/stream`, {
  frame: show,
  down: () => (lost.textContent = text("turn.lost")),
  up: () => (lost.textContent = ""),
  ended: async () => {
    const isGone = (await fetch(address, { cache: "no-store" })).status === 404;
    if (isGone) location.reload();
    return isGone;
  },
});

function show(frame) {
  document.body.className = `turn ${frame.state}`;
  const { state, counter_label: label, times, ahead, wait } = frame;
  if (changed(now, JSON.stringify([state, label, state === "called" && times]))) fill(now, ...headline(frame));
  if (changed(facts, JSON.stringify([state, ahead, wait]))) fill(facts, ...particulars(frame));
  document.title = titleOf(frame);
  buzz(frame);
}

function headline(frame) {
  switch (frame.state) {
    case "called":
      return [
        el("p", { class: "big" }, text("turn.now")),
        el("p", { class: "go" }, text("turn.go")),
        el("p", { class: "counter" },
          el("span", { class: "arrow", "aria-hidden": "true" }, "→"), " ", named(frame.counter)),
        frame.times > 1 && el("p", {}, text("turn.again")),
      ].filter(Boolean);
    case "serving":
      return [el("p", { class: "big" }, text("turn.serving")), el("p", { class: "counter" }, named(frame.counter))];
    default:
      return [el("p", { class: "big" }, text(`turn.${frame.state}`))];
  }
}

function particulars({ state, ahead, wait, where }) {
  switch (state) {
    case "waiting":
      return [
        ahead !== null && el("p", { class: "ahead" }, ahead ? count("turn.ahead", ahead) : text("turn.ahead_none")),
        wait && el("p", { class: "wait" },
          el("span", { class: "label" }, text("turn.wait_label")), " ", el("b", {}, interval(wait))),
        el("p", {}, named(where)),
      ].filter(Boolean);
    case "parked": case "missed": case "over":
      return [el("p", {}, text(`turn.${state}_do`))];
    default:
      return [];
  }
}

function interval({ likely, at_most: most }) {
  if (most >= HOUR) {
    return text("turn.wait_long", { from: span(quarters(likely, Math.floor)), to: span(quarters(most, Math.ceil)) });
  }
  if (likely < 1) return text("turn.wait_short", { to: Math.max(most, 1) });
  return likely === most ? text("turn.wait_one", { to: most }) : text("turn.wait", { from: likely, to: most });
}

function quarters(minutes, round) {
  return Math.max(round(minutes / 15), 1) * 15;
}

function titleOf({ number, state, ahead, counter }) {
  if (state === "called") return text("turn.title_called", { number, counter: named(counter) });
  if (state === "waiting" && ahead !== null) return text("turn.title_ahead", { number, n: ahead });
  return text("page.turn", { number });
}

/** A phone in a pocket tells by itself, also when the number is called again; not when the page is only opened. */
function buzz({ state, times }) {
  const isNew = state === "called" && calls !== null && times > calls;
  calls = times;
  if (isNew) navigator.vibrate?.(BUZZ);
}
