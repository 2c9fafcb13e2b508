/** The client card: who is here, and the one big next action with its key. */

import { changed, el, fill } from "../shared/dom.js";
import { clockTime, minutesSince, span } from "../shared/times.js";
import { count, text } from "../shared/words.js";
import { ACTIONS, act } from "./actions.js";
import { details } from "./details.js";
import { howToFetch } from "./discreet.js";
import { keycap, kindOf, marks, serviceName } from "./facts.js";
import { emptyWords } from "./rows.js";
import { counterChoices } from "./seat.js";

/** The main action changes under the pointer; a double click must not press the next one too. */
const SETTLES = 350;

const panel = document.getElementById("client");
let desk;

/** Show the card, and listen to its buttons. */
export function startClient(ofDesk) {
  desk = ofDesk;
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-action]");
    if (button && button.getAttribute("aria-disabled") !== "true") act(desk, button.dataset.action);
  });
  desk.addEventListener("busy", () => able());
}

/** Bring the card up to date. */
export function renderClient() {
  const { counter, held } = desk;
  if (!changed(panel, JSON.stringify([counter?.id, signature()]))) return;
  const before = panel.querySelector(".primary")?.dataset.action;
  const focus = panel.contains(document.activeElement) ? document.activeElement.dataset?.action : null;
  panel.className = `client ${held ? held.state : counter ? "free" : "choose"}`;
  fill(panel, ...(held ? withClient(held) : counter ? free() : choose()));
  const main = panel.querySelector(".primary");
  if (focus !== null) (panel.querySelector(`[data-action="${focus}"]`) ?? main ?? panel).focus();
  if (before && main && main.dataset.action !== before) settle(main);
  else able();
}

/** What the card shows, for telling whether it is another. */
function signature() {
  const { counter, held, next, card } = desk;
  if (held) return [held.id, held.version, card?.ticket.id, card?.ticket.version];
  if (counter) return next ?? (next === null ? emptyWords() : "");
  return [...desk.line.counters.values()].map((row) => row.staff);
}

function choose() {
  const { element } = counterChoices(desk);
  for (const kbd of element.querySelectorAll("kbd")) kbd.remove();
  return [el("h2", {}, text("seat.choose")), el("p", { class: "soft" }, text("seat.choose_why")), element];
}

function free() {
  const { next } = desk;
  const parts = [el("p", { class: "state" }, text("client.free")), button("next", "do.next", "primary")];
  if (next === null) parts.push(el("p", { class: "why" }, emptyWords()));
  if (next) {
    parts.push(el("p", { class: "why" },
      el("strong", {}, text("client.next_is", { number: next.number })), " ", reason(next.why)));
  }
  return parts;
}

function reason(why) {
  const others = why.passed_over ? ` ${count("why.passed_over", why.passed_over)}` : "";
  return text(`why.${why.code}`, { time: clockTime(why.due_at) }) + others;
}

function withClient(ticket) {
  const last = ticket.state === "called" && ticket.calls >= desk.recallLimit;
  return [
    el("p", { class: "state" }, stateOf(ticket)),
    el("div", { class: "who" },
      el("h2", { class: "number" }, ticket.number),
      el("div", { class: "about" },
        el("p", {}, el("b", {}, kindOf(ticket)), " · ", serviceName(desk, ticket.service)),
        el("p", { class: "soft" }, arrived(ticket)),
        el("p", { class: "marks" }, ...marks(desk, ticket)))),
    howToFetch(desk, ticket),
    last && el("p", { class: "hint" }, text("client.last_call")),
    ...(ticket.state === "called" ? calledButtons(ticket) : servingButtons(ticket)),
    details(desk, ticket),
  ].filter(Boolean);
}

function stateOf(ticket) {
  if (ticket.state === "serving") return text("client.serving");
  return text("client.called_times", { time: clockTime(ticket.called_at), n: ticket.calls, limit: desk.recallLimit });
}

function arrived(ticket) {
  const waited = minutesSince(ticket.arrived) - (ticket.called_at ? minutesSince(ticket.called_at) : 0);
  return text("client.arrived", { time: clockTime(ticket.arrived), waited: span(waited) });
}

function calledButtons(ticket) {
  return [
    button("serve", "do.serve", "primary"),
    el("div", { class: "actions" },
      button("again", "do.again", "", `${ticket.calls}/${desk.recallLimit}`),
      button("miss", "do.miss"), button("back", "do.back"),
      button("done", "do.done"), button("transfer", "do.transfer"), button("park", "do.park")),
  ];
}

function servingButtons(ticket) {
  return [
    button("done", "do.done", "primary"),
    el("div", { class: "actions" },
      button("park", "do.park"), button("transfer", "do.transfer"), ticket.can_undo && button("undo", "do.undo")),
  ];
}

function button(action, words, kind = "", more = "") {
  const { key } = ACTIONS[action];
  return el("button", { type: "button", class: kind, "data-action": action, "aria-keyshortcuts": key },
    el("span", {}, text(words), more && el("small", {}, ` ${more}`)), keycap(key));
}

function settle(main) {
  able();
  main.setAttribute("aria-disabled", "true");
  setTimeout(able, SETTLES);
}

/** What can't be done now looks so; it keeps the focus, so it isn't `disabled`. */
function able() {
  for (const one of panel.querySelectorAll("button[data-action]")) {
    one.setAttribute("aria-disabled", String(desk.busy || !ACTIONS[one.dataset.action].can(desk)));
  }
}
