/** Sending a client on, to another service or counter. */

import { el } from "../shared/dom.js";
import { named, text } from "../shared/words.js";
import { undoing } from "./moves.js";
import { choices, close, open } from "./dialog.js";
import { tell } from "./toast.js";

/** Let staff choose where a ticket goes. Number and due time stay. */
export function transfer(desk, ticket) {
  const services = [...desk.line.services.values()]
    .filter((service) => service.id !== ticket.service)
    .map((service) => ({ value: { service: service.id }, label: named(service.name) }));
  const counters = [...desk.line.counters.values()]
    .filter((counter) => counter.id !== desk.counter?.id)
    .map(({ id, name, staff_name: sits }) => ({
      value: { counter: id }, label: named(name), hint: sits || text("colleagues.empty"),
    }));
  const go = (value) => {
    close();
    send(desk, ticket, value);
  };
  const first = choices(services, go);
  const second = choices(counters, go);
  for (const key of second.element.querySelectorAll("kbd")) key.remove();
  for (const button of second.element.querySelectorAll("[autofocus]")) button.removeAttribute("autofocus");
  open({
    name: "transfer",
    title: text("transfer.title", { number: ticket.number }),
    body: [
      el("p", { class: "soft" }, text("transfer.why")),
      el("div", { class: "columns" },
        el("section", {}, el("h3", {}, text("transfer.service")), first.element),
        el("section", {}, el("h3", {}, text("transfer.counter")), second.element)),
    ],
    keys: first.keys,
  });
}

async function send(desk, ticket, value) {
  const to = value.service ? desk.line.services.get(value.service) : desk.line.counters.get(value.counter);
  const answer = await desk.press("transfer", { ticket: ticket.id, ...value });
  if (answer) tell(text("did.transfer", { number: ticket.number, to: named(to.name) }), undoing(desk, answer.ticket));
}
