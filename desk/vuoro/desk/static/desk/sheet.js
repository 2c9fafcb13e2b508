/** A ticket of a list, opened: what it is and what can be done with it. */

import { el } from "../shared/dom.js";
import { clockTime, minutesSince, span } from "../shared/times.js";
import { text } from "../shared/words.js";
import { callThis, move } from "./moves.js";
import { close, open } from "./dialog.js";
import { counterName, keycap, kindOf, marks, serviceName } from "./facts.js";
import { wishes } from "./discreet.js";
import { maybeSame, samePerson } from "./same_person.js";
import { transfer } from "./transfer.js";

/** Open a ticket that waits, is parked or was missed. */
export function openTicket(desk, { id }) {
  const ticket = desk.line.tickets.get(id);
  if (!ticket) return;
  const actions = possible(desk, ticket);
  const buttons = actions.map(({ key, words, run }, index) =>
    el("button", { type: "button", class: index === 0 ? "primary" : "", autofocus: index === 0, onclick: closing(run) },
      el("span", {}, words), keycap(key)));
  open({
    name: "ticket",
    title: ticket.number,
    body: [
      el("p", {}, el("b", {}, kindOf(ticket)), " · ", serviceName(desk, ticket.service)),
      el("p", { class: "soft" }, stateWords(desk, ticket)),
      el("p", { class: "marks" }, ...marks(desk, ticket)),
      el("div", { class: "choices" }, ...buttons),
    ],
    keys: Object.fromEntries(actions.map(({ key, run }) => [key, closing(run)])),
  });
}

function possible(desk, ticket) {
  const all = [];
  if (desk.counter && !desk.held && (desk.may("call_out_of_order") || isOwnParked(desk, ticket))) {
    const words = text(ticket.state === "parked" ? "do.resume" : "do.call");
    all.push({ key: "C", words, run: () => callThis(desk, ticket) });
  }
  if (ticket.state !== "waiting") {
    all.push({ key: "B", words: text("do.back"), run: () => move(desk, "back", {}, ticket) });
  }
  all.push({ key: "T", words: text("do.transfer"), run: () => transfer(desk, ticket) });
  if (maybeSame(desk, ticket)) {
    const words = text("do.merge_with", { client: desk.held.number });
    all.push({ key: "S", words, run: () => samePerson(desk, ticket) });
  }
  all.push(...wishes(desk, ticket));
  all.push({ key: "L", words: text("do.leave"), run: () => move(desk, "leave", {}, ticket) });
  return all;
}

/** Taking back the client one has set aside is part of serving them. */
function isOwnParked(desk, ticket) {
  return ticket.state === "parked" && ticket.counter === desk.counter.id;
}

function closing(run) {
  return () => {
    close();
    run();
  };
}

function stateWords(desk, ticket) {
  if (ticket.state === "waiting") {
    const waited = span(minutesSince(ticket.arrived));
    const arrived = text("client.arrived", { time: clockTime(ticket.arrived), waited });
    return `${arrived}. ${text("line.due_at")} ${text("time.at", { time: clockTime(ticket.due) })}.`;
  }
  const where = ticket.counter ? `${counterName(desk, ticket.counter)}, ` : "";
  return `${where}${text("lists.called_at", { time: clockTime(ticket.called_at) })}.`;
}
