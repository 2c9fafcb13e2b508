/** The line on the screen: four groups, a row per ticket; only rows that changed are touched. */

import { changed, el, fill, keyed, say } from "../shared/dom.js";
import { clockTime, minutesSince, span } from "../shared/times.js";
import { language, text } from "../shared/words.js";
import { discreetMarks } from "./discreet.js";
import { kindOf, marks, serviceName } from "./facts.js";
import { grouped, light } from "./groups.js";

const SHOWN = { mine: 30, due: 30, waiting: 30, others: 10 };
const whole = new Set();

const list = document.getElementById("line");
const total = document.getElementById("line-total");
const empty = el("p", { class: "empty" });
const sections = Object.keys(SHOWN).map(section);
list.append(empty, ...sections.map(({ element }) => element));

let desk;

/** Show the line. `open` is called with the ticket whose row was pressed. */
export function startRows(ofDesk, open) {
  desk = ofDesk;
  list.addEventListener("click", (event) => {
    const row = event.target.closest("button.row");
    if (row) open(row.ticket);
    const more = event.target.closest("button.more");
    if (more) toggle(more.dataset.group);
  });
  list.addEventListener("keydown", move);
  list.addEventListener("focusin", (event) => rove(event.target));
}

/** Bring the line up to date. */
export function renderRows() {
  const waiting = desk.line.inState("waiting");
  const groups = grouped(waiting, { counter: desk.counter, staff: desk.staff });
  for (const { name, element, rows, number, more } of sections) {
    const tickets = groups[name];
    element.hidden = tickets.length === 0;
    say(number, String(tickets.length));
    const shown = whole.has(name) ? tickets : tickets.slice(0, SHOWN[name]);
    keyed(rows, shown, { key: (ticket) => ticket.id, make, update });
    more.hidden = tickets.length <= SHOWN[name];
    say(more, whole.has(name) ? text("line.show_fewer") : text("line.show_all", { n: tickets.length }));
  }
  say(total, text("line.waiting_total", { n: waiting.length }));
  empty.hidden = waiting.length > 0;
  if (!empty.hidden) say(empty, emptyWords());
  if (!list.querySelector('button.row[tabindex="0"]')) rove(list.querySelector("button.row"));
}

/** The ticket whose row has the focus. */
export function focusedTicket() {
  return document.activeElement?.closest?.("#line button.row")?.ticket ?? null;
}

/** Nobody waits, and when the next booking is. */
export function emptyWords() {
  const next = desk.line.nextBooking(desk.staff);
  return next ? text("line.empty_booking", { time: clockTime(next) }) : text("line.empty");
}

function section(name) {
  const number = el("span", { class: "count" });
  const rows = el("ul", { role: "list" });
  const more = el("button", { class: "more", type: "button", "data-group": name, hidden: true });
  const title = el("h3", {}, text(`line.${name}`), " ", number);
  return { name, number, rows, more, element: el("section", { class: `group ${name}` }, title, rows, more) };
}

function toggle(name) {
  if (!whole.delete(name)) whole.add(name);
  renderRows();
}

function make(ticket) {
  const parts = ["shape", "number", "what", "waited", "due"].map((name) => el("span", { class: name }));
  const button = el("button", { class: "row", type: "button", tabindex: "-1", "aria-keyshortcuts": "C" }, ...parts);
  const item = el("li", {}, button);
  Object.assign(item, { button, parts });
  button.ticket = ticket;
  return item;
}

function update(item, ticket) {
  const over = minutesSince(ticket.due);
  const waited = minutesSince(ticket.arrived);
  if (!changed(item, `${ticket.version} ${waited} ${over}`)) return;
  const [shape, number, what, waitedPart, due] = item.parts;
  const how = light(ticket);
  item.button.ticket = ticket;
  item.button.setAttribute("aria-label", labelOf(ticket, how, waited));
  shape.className = `shape ${how}`;
  say(number, ticket.number);
  fill(what, ...matter(ticket), ...marks(desk, ticket));
  say(waitedPart, span(waited));
  due.className = `due ${how}`;
  fill(due, el("b", {}, clockTime(ticket.due)), " ", relative(over, how));
}

function matter(ticket) {
  const service = serviceName(desk, ticket.service);
  const booked = ticket.booked_start ? [el("b", {}, clockTime(ticket.booked_start)), " "] : [];
  return [el("span", { class: "service" }, ...booked, service)];
}

function relative(over, how) {
  if (over > 0) return text("time.over", { span: span(over) });
  if (over === 0) return text("time.now");
  if (how !== "nearly") return text("time.in", { span: span(-over) });
  return `${text("light.nearly").toLocaleLowerCase(language)} ${span(-over)}`;
}

function labelOf(ticket, how, waited) {
  const parts = [kindOf(ticket), serviceName(desk, ticket.service)];
  if (ticket.urgent) parts.unshift(text("urgent"));
  parts.push(...discreetMarks(desk, ticket).map((mark) => mark.textContent));
  return text("line.row", {
    number: ticket.number, what: parts.join(", "), waited: span(waited), due: clockTime(ticket.due),
    light: text(`light.${how}`),
  });
}

/** One row is in the tab order; arrow keys move between rows. */
function rove(row) {
  if (!row?.matches?.("button.row")) return;
  for (const old of list.querySelectorAll('button.row[tabindex="0"]')) old.tabIndex = -1;
  row.tabIndex = 0;
}

function move(event) {
  const row = event.target.closest("button.row");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!row || (!step && event.key !== "Home" && event.key !== "End")) return;
  event.preventDefault();
  const rows = [...list.querySelectorAll("button.row")];
  const place = step ? rows.indexOf(row) + step : event.key === "Home" ? 0 : rows.length - 1;
  rows[Math.min(Math.max(place, 0), rows.length - 1)].focus();
}
