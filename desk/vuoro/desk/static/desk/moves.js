/** Moves of a ticket, each with its word afterwards and its way back. */

import { text } from "../shared/words.js";
import { tell } from "./toast.js";

/** A move of a ticket, by default of the client who is here. */
export async function move(desk, name, more = {}, ticket = desk.held) {
  const answer = await desk.press(name, { ticket: ticket.id, counter: desk.counter?.id, ...more });
  if (!answer) return;
  const back = name === "again" ? {} : undoing(desk, answer.ticket);
  tell(text(`did.${name}`, { number: ticket.number }), back);
}

/** Call this ticket, whatever its place in the line. */
export async function callThis(desk, ticket) {
  const answer = await desk.press("call", { ticket: ticket.id, counter: desk.counter.id });
  if (answer) tell(text("did.call", { number: ticket.number }), undoing(desk, answer.ticket));
}

/** A toast's button that undoes the last step of a ticket. */
export function undoing(desk, ticket) {
  return { undo: () => undoOf(desk, ticket) };
}

/** Take back the last step of a ticket, unless a colleague has changed it since. */
export async function undoOf(desk, ticket) {
  const answer = await desk.press("undo", { ticket: ticket.id, version: ticket.version });
  if (answer) tell(text("did.undo", { number: ticket.number }));
}
