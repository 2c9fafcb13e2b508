/** Saying that a number of the line belongs to the client who is here. */

import { el } from "../shared/dom.js";
import { text } from "../shared/words.js";
import { close, open } from "./dialog.js";
import { tell } from "./toast.js";

/** Whether a ticket may be another number of the client who is here: a booking stands by itself. */
export function maybeSame(desk, ticket) {
  return desk.held !== null && desk.held.id !== ticket.id && ticket.kind !== "booked";
}

/** Ask first: there is no way back. */
export function samePerson(desk, ticket) {
  const kept = desk.held;
  const words = { number: ticket.number, client: kept.number };
  const yes = async () => {
    close();
    if (await desk.press("merge", { ticket: ticket.id, into: kept.id })) tell(text("did.merge", words));
  };
  open({
    name: "same-person",
    title: text("merge.title", words),
    body: [
      el("p", {}, text("merge.detail", words)),
      el("div", { class: "buttons" },
        el("button", { class: "primary", type: "button", autofocus: true, onclick: yes }, text("do.merge")),
        el("button", { type: "button", onclick: close }, text("cancel"))),
    ],
  });
}
