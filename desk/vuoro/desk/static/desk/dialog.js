/** One dialog at a time: a title, a body, and keys of its own. */

import { el, fill } from "../shared/dom.js";
import { text } from "../shared/words.js";
import { lettersOn } from "./letters.js";

const dialog = document.getElementById("dialog");
let keys = {};
let kind = "";

dialog.addEventListener("close", () => {
  // The event comes late: another dialog may be open by then.
  if (dialog.open) return;
  dialog.replaceChildren();
  keys = {};
});
dialog.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select")) return;
  const press = /^\d$/.test(event.key) || lettersOn() ? keys[event.key.toUpperCase()] : null;
  if (!press) return;
  event.preventDefault();
  press();
});
// A press beside the dialog closes it, as people expect.
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});

export function isOpen() {
  return dialog.open;
}

/** Whether a dialog of this kind is open. */
export function shows(name) {
  return dialog.open && kind === name;
}

export function close() {
  dialog.close();
}

/** Open a dialog; the element marked `autofocus` in its body gets the focus. */
export function open({ name, title, body, keys: own = {} }) {
  kind = name;
  keys = own;
  const escape = el("kbd", { "aria-hidden": "true" }, "Esc");
  const x = el("button", { type: "button", class: "plain close", onclick: close }, text("close"), escape);
  dialog.className = name;
  fill(
    dialog,
    el("div", { class: "frame" }, el("header", {}, el("h2", { id: "dialog-title" }, title), x), ...body),
  );
  if (dialog.open) dialog.querySelector("[autofocus]")?.focus();
  else dialog.showModal();
}

/** A column of buttons numbered 1, 2, 3 …; the first has the focus. Gives it with its keys. */
export function choices(options, choose) {
  const keysOfThem = {};
  const buttons = options.map(({ value, label, hint = "", disabled = false }, index) => {
    const key = index < 9 ? String(index + 1) : "";
    if (key && !disabled) keysOfThem[key] = () => choose(value);
    return el(
      "button",
      { type: "button", disabled, autofocus: index === 0, onclick: () => choose(value) },
      el("span", { class: "label" }, label, hint && el("small", {}, hint)),
      key && el("kbd", { "aria-hidden": "true" }, key),
    );
  });
  return { element: el("div", { class: "choices" }, ...buttons), keys: keysOfThem };
}
