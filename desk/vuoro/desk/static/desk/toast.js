/** A word about what has just happened, for ten seconds, with a way back. */

import { el, fill } from "../shared/dom.js";
import { text, textOr } from "../shared/words.js";
import { keycap } from "./facts.js";

const STAYS = 10_000;
const RELOAD = new Set(["stale_session", "bad_csrf", "no_such_counter", "unknown"]);

const place = document.getElementById("toast");
let undo = null;
let timer = null;

// Whoever is about to press the button gets the time to do it.
for (const name of ["pointerenter", "focusin"]) place.addEventListener(name, () => clearTimeout(timer));
for (const name of ["pointerleave", "focusout"]) place.addEventListener(name, stay);

/** Say something; `undo` adds a button, which its key presses too. */
export function tell(words, { undo: back = null, bad = false, reload = false } = {}) {
  undo = back;
  const buttons = [];
  if (back) buttons.push(el("button", { type: "button", onclick: press }, text("toast.undo"), keycap("U")));
  if (reload) buttons.push(el("button", { type: "button", onclick: () => location.reload() }, text("reload")));
  place.className = `toast shown${bad ? " bad" : ""}`;
  fill(place, el("p", {}, words), ...buttons);
  stay();
}

/** Say why the lobby refused. */
export function tellRefusal(refusal) {
  const words = textOr(`refused.${refusal.code}`, "refused.unknown");
  tell(words, { bad: true, reload: RELOAD.has(refusal.code) });
}

/** What the undo key would do now, or null. */
export function toastUndo() {
  return undo && press;
}

function press() {
  const back = undo;
  hide();
  back?.();
}

function stay() {
  clearTimeout(timer);
  timer = setTimeout(hide, STAYS);
}

function hide() {
  clearTimeout(timer);
  undo = null;
  place.className = "toast";
  place.replaceChildren();
}
