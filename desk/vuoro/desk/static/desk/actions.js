/** What one can do at the desk: the key, when it is possible, and what it does. */

import { askForHelp } from "./emergency.js";
import { chooseCounter } from "./seat.js";
import { chooseOutcome } from "./outcome.js";
import { showHelp } from "./help.js";
import { callThis, move, undoOf, undoing } from "./moves.js";
import { tell, toastUndo } from "./toast.js";
import { transfer } from "./transfer.js";
import { giveNumber } from "./walk_in.js";
import { emptyWords, focusedTicket } from "./rows.js";
import { text } from "../shared/words.js";

const called = (desk) => desk.held?.state === "called";
const held = (desk) => desk.held !== null;
const free = (desk) => desk.counter !== null && desk.held === null;

/** By name; those with `key` work from the keyboard wherever no text is being typed. */
export const ACTIONS = {
  next: { key: "N", can: free, run: callNext },
  serve: { key: "S", can: called, run: (desk) => move(desk, "serve") },
  again: { key: "A", can: mayCallAgain, run: (desk) => move(desk, "again") },
  miss: { key: "M", can: called, run: (desk) => move(desk, "miss") },
  back: { key: "B", can: called, run: (desk) => move(desk, "back") },
  done: { key: "D", can: held, run: finish },
  park: { key: "P", can: held, run: (desk) => move(desk, "park") },
  transfer: { key: "T", can: held, run: (desk) => transfer(desk, desk.held) },
  undo: { key: "U", can: (desk) => toastUndo() !== null || desk.held?.can_undo === true, run: undo },
  call: { key: "C", can: mayCallFocused, run: (desk) => callThis(desk, focusedTicket()) },
  walkIn: { key: "W", can: () => true, run: giveNumber },
  counter: { key: "K", can: () => true, run: chooseCounter },
  emergency: { key: "!", can: () => true, run: askForHelp },
  help: { key: "?", can: () => true, run: () => showHelp(ACTIONS) },
};

/** Do it if it is possible now; gives whether it was. */
export function act(desk, name) {
  const action = ACTIONS[name];
  if (desk.busy || !action.can(desk)) return false;
  action.run(desk);
  return true;
}

function mayCallAgain(desk) {
  return called(desk) && desk.held.calls < desk.recallLimit;
}

function mayCallFocused(desk) {
  return free(desk) && desk.may("call_out_of_order") && focusedTicket() !== null;
}

function finish(desk) {
  chooseOutcome(desk, desk.held, (outcome) => move(desk, "done", { outcome }));
}

async function callNext(desk) {
  const answer = await desk.press("next", { counter: desk.counter.id });
  if (!answer) return;
  if (answer.ticket) tell(text("did.next", { number: answer.ticket.number }), undoing(desk, answer.ticket));
  else tell(emptyWords());
}

function undo(desk) {
  const last = toastUndo();
  if (last) return last();
  return undoOf(desk, desk.held);
}
