/** Beside the line: who did not come when called, who is parked, today's bookings. */

import { changed, el, fill, keyed, say } from "../shared/dom.js";
import { clockTime, minutesSince, span } from "../shared/times.js";
import { text } from "../shared/words.js";
import { counterName, serviceName } from "./facts.js";

const LISTS = ["bookings", "missed", "parked"];
const tabs = document.getElementById("tabs");
const panel = document.getElementById("panel");
const rows = el("ul", { role: "list" });
const empty = el("p", { class: "empty" });

let desk;
let open;
let shown = LISTS[0];

/** Show the lists. `openTicket` is called with the ticket whose row was pressed. */
export function startLists(ofDesk, openTicket) {
  [desk, open] = [ofDesk, openTicket];
  fill(tabs, ...LISTS.map(tab));
  fill(panel, empty, rows);
  tabs.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    choose(LISTS[(LISTS.indexOf(shown) + step + LISTS.length) % LISTS.length]);
    tabs.querySelector('[aria-selected="true"]').focus();
  });
}

/** Bring the lists up to date. */
export function renderLists() {
  const items = { bookings: bookings(), missed: tickets("missed"), parked: tickets("parked") };
  for (const one of tabs.children) {
    const selected = one.dataset.list === shown;
    one.setAttribute("aria-selected", String(selected));
    one.tabIndex = selected ? 0 : -1;
    say(one.lastElementChild, String(items[one.dataset.list].length));
  }
  panel.setAttribute("aria-labelledby", `tab-${shown}`);
  const list = items[shown];
  empty.hidden = list.length > 0;
  say(empty, text(`lists.${shown}_empty`));
  const bookingList = shown === "bookings";
  keyed(rows, list, {
    key: (row) => `${shown} ${row.id}`,
    make: () => el("li"),
    update: bookingList ? showBooking : showTicket,
  });
}

function tab(name) {
  return el("button", {
    type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel", "data-list": name,
    onclick: () => choose(name),
  }, `${text(`lists.${name}`)} `, el("span", { class: "count" }));
}

function choose(name) {
  shown = name;
  renderLists();
}

function tickets(state) {
  return desk.line.inState(state).sort((a, b) => (a.called_at < b.called_at ? 1 : -1));
}

function bookings() {
  const byStart = (a, b) => Date.parse(a.start) - Date.parse(b.start) || (a.id < b.id ? -1 : 1);
  return [...desk.line.bookings.values()].sort(byStart);
}

function showTicket(item, ticket) {
  const since = minutesSince(ticket.called_at);
  if (!changed(item, `${ticket.version} ${since}`)) return;
  const where = ticket.counter ? counterName(desk, ticket.counter) : serviceName(desk, ticket.service);
  fill(item, el("button", { type: "button", class: "small-row", onclick: () => open(ticket) },
    el("b", { class: "number" }, ticket.number),
    el("span", { class: "what" }, where),
    el("span", { class: "soft" }, since > 0 ? text("time.ago", { span: span(since) }) : text("time.now"))));
}

function showBooking(item, booking) {
  const ticket = desk.line.tickets.get(booking.ticket);
  const state = stateOf(booking, ticket);
  if (!changed(item, `${booking.start} ${state} ${ticket?.number} ${booking.specialist_name}`)) return;
  item.className = `small-row booking ${state}`;
  fill(
    item,
    el("b", { class: "time" }, clockTime(booking.start)),
    el("span", { class: "what" }, serviceName(desk, booking.service),
      el("small", {}, [booking.specialist_name, text(`channel.${booking.channel}`)].filter(Boolean).join(" · "))),
    el("span", { class: `mark ${state}` }, text(`booking.${state}`), ticket && ` ${ticket.number}`));
}

/** A client who came and whose ticket is no longer open has been served. */
function stateOf(booking, ticket) {
  if (booking.state !== "here") return booking.state;
  return booking.ticket && (!ticket || ticket.state === "done") ? "served" : "here";
}
