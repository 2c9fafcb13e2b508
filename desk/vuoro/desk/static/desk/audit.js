/** The audit log: who did what and when, newest first. */

import { el } from "../shared/dom.js";
import { clockTime, dayOf } from "../shared/times.js";
import { count, named, text, textOr } from "../shared/words.js";
import { ask } from "./api.js";

const NEWEST = 500;
const entries = document.getElementById("entries");
const filter = document.getElementById("filter");
const shown = document.getElementById("shown");

try {
  const [rows, line] = await Promise.all([ask(`/v1/desk/audit?limit=${NEWEST}`), ask("/v1/desk/line")]);
  entries.append(...rows.map((row) => entry(row, line)));
  filter.addEventListener("input", narrow);
  narrow();
} catch {
  shown.textContent = text("audit.failed");
}

function entry(row, line) {
  const counter = line.counters.find(({ id }) => id === row.counter);
  const cells = [
    `${dayOf(row.at)} ${clockTime(row.at)}`, row.actor, action(row.action), row.number,
    counter ? named(counter.name) : row.counter, detail(row.detail, line),
  ];
  return el("tr", {}, ...cells.map((words) => el("td", {}, words)));
}

function action(code) {
  const key = `audit.${code}`;
  return textOr(key, "audit.other", { code });
}

/** An outcome, a service or "*" for the whole lobby. */
function detail(code, line) {
  const service = line.services.find(({ id }) => id === code);
  if (service) return named(service.name);
  return textOr(code === "*" ? "lock.whole" : `outcome.${code}`, "audit.other", { code });
}

function narrow() {
  const wanted = filter.value.trim().toLocaleLowerCase();
  let n = 0;
  for (const row of entries.children) {
    row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
    if (!row.hidden) n += 1;
  }
  shown.textContent = n ? count("audit.shown", n) : text(wanted ? "audit.no_match" : "audit.empty");
}
