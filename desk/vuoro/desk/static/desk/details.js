/** What is known of the client who is here: booking, pre-visit answers, note, other bookings today. */

import { el } from "../shared/dom.js";
import { clockTime } from "../shared/times.js";
import { text } from "../shared/words.js";
import { endonym, serviceName } from "./facts.js";

/** The lower part of the client card. Answers and note come from the lobby only to those who serve this client. */
export function details(desk, ticket) {
  const card = desk.card?.ticket.id === ticket.id ? desk.card : null;
  return el("div", { class: "details", tabindex: "0", role: "group", "aria-label": text("client.booking") },
    el("dl", { class: "facts" },
      card?.booking && fact(text("client.booking"), bookingWords(card.booking)),
      fact(text("client.language"), endonym(ticket.language)),
      fact(text("client.receipt"), ticket.receipt)),
    card?.note && part("client.note", el("p", { class: "note" }, card.note)),
    card?.answers.length > 0 && part("client.before", answers(card.answers)),
    card?.other_bookings.length > 0 && part("client.others", others(desk, card.other_bookings)));
}

function part(title, ...content) {
  return el("section", {}, el("h3", {}, text(title)), ...content);
}

function fact(name, words) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, words));
}

function bookingWords({ start, minutes, channel, specialist_name: specialist }) {
  const when = text("time.at", { time: clockTime(start) });
  const parts = [when, text("client.minutes", { n: minutes }), text(`channel.${channel}`), specialist];
  return parts.filter(Boolean).join(" · ");
}

function answers(pairs) {
  return el("dl", { class: "answers" }, ...pairs.map(([question, answer]) => fact(question, answer)));
}

function others(desk, bookings) {
  return el("ul", {}, ...bookings.map(({ start, service, channel }) => {
    const words = ` ${serviceName(desk, service)} · ${text(`channel.${channel}`)}`;
    return el("li", {}, el("b", {}, clockTime(start)), words);
  }));
}
