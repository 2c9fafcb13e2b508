/** The top of the page: counter, door, colleagues, clock. */

import { changed, el, fill, keyed, say } from "../shared/dom.js";
import { clockTime, now } from "../shared/times.js";
import { named, text } from "../shared/words.js";
import { keycap } from "./facts.js";

const at = (id) => document.getElementById(id);
const [counterButton, door, clock, colleagues] = ["counter", "door", "clock", "colleagues"].map(at);

/** Bring the top up to date. */
export function renderTop(desk) {
  const { counter, line } = desk;
  if (changed(counterButton, counter?.id ?? "none")) {
    fill(counterButton, el("b", {}, counter ? named(counter.name) : text("seat.none")), keycap("K"));
  }
  showDoor(line.lobby);
  keyed(colleagues, [...line.counters.values()], {
    key: (row) => row.id,
    make: () => el("li"),
    update: (item, row) => showCounter(item, row, desk),
  });
  const waiting = line.lobby?.waiting ?? 0;
  document.title = `${line.emergency ? "⚠ " : ""}(${waiting}) ${counter ? named(counter.name) : text("page.desk")}`;
  showClock();
}

/** The lobby's clock. */
export function showClock() {
  say(clock, clockTime(now()));
}

function showDoor(lobby) {
  if (!lobby) return;
  const until = lobby.mode === "open" && lobby.closes_at;
  say(door, until ? text("lobby.open_until", { time: clockTime(lobby.closes_at) }) : text(`lobby.${lobby.mode}`));
  door.className = `door ${lobby.mode}`;
}

function showCounter(item, row, desk) {
  const held = desk.line.heldBy(row.id);
  const own = row.staff !== null && row.staff === desk.staff;
  if (!changed(item, `${row.staff} ${row.staff_name} ${held?.number} ${held?.state} ${own}`)) return;
  item.className = `${row.staff ? "here" : "away"}${own ? " own" : ""}${held ? ` ${held.state}` : ""}`;
  const doing = held ? text(`colleagues.${held.state}`, { number: held.number }) : row.staff && text("colleagues.free");
  item.title = named(row.name);
  fill(
    item,
    el("b", { class: "label" },
      el("span", { class: "visually-hidden" }, `${named(row.name)}: `),
      el("span", { "aria-hidden": "true" }, row.label)),
    el("span", { class: "name" }, row.staff_name || text("colleagues.empty")),
    doing && el("span", { class: "doing" }, doing));
}
