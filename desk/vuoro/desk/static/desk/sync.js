/** The connection to the booking backend: one light with words, and the figures behind it. */

import { changed, el, fill } from "../shared/dom.js";
import { clockTime, dayOf, now } from "../shared/times.js";
import { count, text } from "../shared/words.js";
import { open, shows } from "./dialog.js";

const SHAPES = { green: "in_time", amber: "nearly", red: "overdue" };
const button = document.getElementById("sync");

/** Let the button open the figures. */
export function startSync(desk) {
  button.addEventListener("click", () => show(desk.line.sync));
}

/** Bring the button, and the figures if they are open, up to date. A lobby without a backend has none. */
export function renderSync(desk) {
  const { sync } = desk.line;
  if (!sync || !changed(button, JSON.stringify(sync))) return;
  button.hidden = false;
  button.className = `plain state ${sync.level === "red" ? "alarm" : "fine"}`;
  fill(button, shape(sync), el("span", { role: "status" }, short(sync).join(" · ")));
  if (shows("sync")) fill(button.figures, ...figures(sync));
}

/** What is worth a look: how old, and what is not as it should be. */
function short(sync) {
  const waiting = sync.level !== "green" && count("sync.waiting", sync.events_waiting);
  const wrong = sync.problems > 0 && count("sync.problems", sync.problems);
  return [asOf(sync), waiting, wrong].filter(Boolean);
}

function asOf({ data_as_of: moment }) {
  if (!moment) return text("sync.never");
  const [day, time] = [dayOf(moment), clockTime(moment)];
  const isToday = day === dayOf(new Date(now()).toISOString());
  return isToday ? text("sync.as_of", { time }) : text("sync.as_of_day", { day, time });
}

function show(sync) {
  button.figures = el("div", { class: "figures" }, ...figures(sync));
  open({ name: "sync", title: text("sync.title"), body: [button.figures] });
}

function figures(sync) {
  const lines = [
    asOf(sync),
    count("sync.waiting", sync.events_waiting),
    count("sync.problems", sync.problems),
    text(`sync.clock.${sync.clock}`),
  ];
  return [
    el("p", { class: "sum" }, shape(sync), el("b", {}, text(`sync.${sync.level}`))),
    el("ul", { role: "list" }, ...lines.map((line) => el("li", {}, line))),
  ];
}

function shape({ level }) {
  return el("span", { class: `shape ${SHAPES[level]}`, "aria-hidden": "true" });
}
