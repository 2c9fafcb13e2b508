/** Giving a number to somebody at the desk. */

import { el } from "../shared/dom.js";
import { language, named, text } from "../shared/words.js";
import { close, open } from "./dialog.js";
import { endonym, keycap } from "./facts.js";

/** Ask for service, language and haste; then show the number large, to be told to the client. */
export function giveNumber(desk) {
  const form = el("form", { class: "form" });
  const services = [...desk.line.services.values()];
  const usual = desk.counter?.services[0] ?? desk.line.lobby?.info_service;
  form.append(
    el("fieldset", { class: "radios" }, el("legend", {}, text("walk_in.service")),
      ...services.map(({ id, name }) => radio("service", id, named(name), id === usual))),
    el("fieldset", { class: "radios inline" }, el("legend", {}, text("walk_in.language")),
      ...(desk.line.lobby?.languages ?? [language]).map((tag) => radio("language", tag, endonym(tag), tag === "fi"))),
    el("label", { class: "check" }, el("input", { type: "checkbox", name: "urgent" }), text("walk_in.urgent")),
    el("button", { class: "primary", type: "submit" }, text("walk_in.give"), keycap("Enter")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    give(desk, form);
  });
  open({ name: "walk-in", title: text("walk_in.title"), body: [form] });
}

function radio(name, value, label, checked) {
  const autofocus = checked && name === "service";
  return el("label", {}, el("input", { type: "radio", name, value, checked, autofocus }), label);
}

async function give(desk, form) {
  const { service, language: tag, urgent } = form.elements;
  const answer = await desk.press("walk-in", { service: service.value, language: tag.value, urgent: urgent.checked });
  if (!answer) return;
  open({
    name: "walk-in given",
    title: text("walk_in.given"),
    body: [
      el("p", { class: "given-number" }, answer.ticket.number),
      el("p", {}, text("walk_in.tell")),
      el("button", { class: "primary", type: "button", autofocus: true, onclick: close }, text("close")),
    ],
  });
}
