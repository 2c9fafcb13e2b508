/** What a ticket's codes mean, in words. */

import { el } from "../shared/dom.js";
import { clockTime } from "../shared/times.js";
import { has, named, text } from "../shared/words.js";
import { discreetMarks } from "./discreet.js";

/** How the client came: "Varattu klo 10.30", or without a booking. */
export function kindOf(ticket) {
  return ticket.booked_start
    ? text("kind.booked", { time: clockTime(ticket.booked_start) })
    : text("kind.walk_in");
}

/** A service's name, or its id while the page does not know it yet. */
export function serviceName(desk, id) {
  const service = desk.line.services.get(id);
  return service ? named(service.name) : id;
}

/** A counter's name, or its id. */
export function counterName(desk, id) {
  const counter = desk.line.counters.get(id);
  return counter ? named(counter.name) : id;
}

/** What was noted at the arrival; codes this page has no words for are left out. */
export function noteWords(ticket) {
  return ticket.notes.map((code) => `note.${code}`).filter(has).map((key) => text(key));
}

/** What staff must notice about a ticket, as small marks: urgent, not the office's first language, notes. */
export function marks(desk, ticket) {
  const words = noteWords(ticket).map((note) => el("span", { class: "mark" }, note));
  const usual = desk.line.lobby?.languages[0];
  if (ticket.language !== usual) words.unshift(el("span", { class: "mark" }, endonym(ticket.language)));
  words.unshift(...discreetMarks(desk, ticket));
  if (ticket.urgent) words.unshift(el("span", { class: "mark urgent" }, text("urgent")));
  return words;
}

/** A language in its own name: Suomi, Svenska. */
export function endonym(tag) {
  const key = `language.${tag}`;
  return has(key) ? text(key) : tag;
}

/** A key as it is shown on a button. */
export function keycap(key) {
  return el("kbd", { "aria-hidden": "true" }, key);
}
