/** How a client wants to be called: quietly, or at another waiting place. */

import { el } from "../shared/dom.js";
import { named, text } from "../shared/words.js";
import { tell } from "./toast.js";

/** The office's other waiting place, or "" where there is none. */
export function otherPlace(desk) {
  return named(desk.line.lobby?.elsewhere ?? {});
}

/** What staff must notice on a row or card. */
export function discreetMarks(desk, ticket) {
  return [
    ticket.silent && el("span", { class: "mark" }, text("mark.silent")),
    ticket.elsewhere && el("span", { class: "mark" }, text("mark.elsewhere", { place: otherPlace(desk) })),
  ].filter(Boolean);
}

/** What to do about a client who is called and may not hear or see it; null where there is nothing. */
export function howToFetch(desk, ticket) {
  if (ticket.state !== "called" || !(ticket.silent || ticket.elsewhere)) return null;
  const { number } = ticket;
  const parts = [
    ticket.silent && text("client.silent", { number }),
    ticket.elsewhere && text("client.elsewhere", { number, place: otherPlace(desk) }),
  ];
  return el("p", { class: "hint", role: "status" }, parts.filter(Boolean).join(" "));
}

/** What can be changed about it, as `{key, words, run}`. */
export function wishes(desk, ticket) {
  const place = otherPlace(desk);
  const quiet = {
    key: "Q", words: text(ticket.silent ? "do.aloud" : "do.quiet"),
    run: () => wish(desk, ticket, { silent: !ticket.silent }),
  };
  if (!place) return [quiet];
  return [quiet, {
    key: "E", words: ticket.elsewhere ? text("do.in_lobby") : text("do.elsewhere", { place }),
    run: () => wish(desk, ticket, { elsewhere: !ticket.elsewhere }),
  }];
}

async function wish(desk, ticket, wanted) {
  const answer = await desk.press("wish", { ticket: ticket.id, ...wanted });
  if (!answer) return;
  const back = Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, !value]));
  tell(text("did.wish", { number: ticket.number }), { undo: () => wish(desk, ticket, back) });
}
