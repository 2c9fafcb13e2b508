/** The keyboard: one letter per action, off while text is typed or a dialog is open. */

import { ACTIONS, act } from "./actions.js";
import { isOpen } from "./dialog.js";
import { lettersOn } from "./letters.js";

const byKey = new Map(Object.entries(ACTIONS).map(([name, action]) => [action.key, name]));

/** Listen to the keyboard. A key that is held down counts once. */
export function startKeys(desk) {
  document.addEventListener("keydown", (event) => {
    if (event.repeat || isOpen() || event.altKey || isTyping(event.target)) return;
    const name = nameOf(event);
    if (name && act(desk, name)) event.preventDefault();
  });
}

function nameOf(event) {
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === "z" && !event.shiftKey ? "undo" : null;
  return lettersOn() ? byKey.get(event.key.toUpperCase()) : null;
}

function isTyping(target) {
  return target.matches("input, textarea, select, [contenteditable]");
}
