/** The keys, and the switch that turns letters off. */

import { el } from "../shared/dom.js";
import { text } from "../shared/words.js";
import { open } from "./dialog.js";
import { lettersOn, switchLetters } from "./letters.js";

const SITUATIONS = {
  "help.free": ["next", "call"],
  "help.called": ["serve", "again", "miss", "back"],
  "help.serving": ["done", "park", "transfer"],
};

/** Show the keys of these actions. */
export function showHelp(actions) {
  const parts = Object.entries(SITUATIONS).map(([title, names]) =>
    part(title, names.map((name) => [actions[name].key, text(`do.${name}`)])));
  parts.push(part("help.always", [
    ["U", text("do.undo")], ["W", text("do.walk_in")], ["K", text("do.counter")], ["!", text("do.emergency")],
    ["↑ ↓", text("help.move")], ["Enter", text("help.open")], ["Esc", text("help.close")],
    ["?", text("help.this_help")],
  ]));
  const box = el("input", { type: "checkbox", checked: lettersOn(), onchange: () => switchLetters(box.checked) });
  open({
    name: "help",
    title: text("help.title"),
    body: [
      el("div", { class: "keymap" }, ...parts),
      el("label", { class: "check" }, box,
        el("span", {}, text("help.switch"), el("small", {}, text("help.switch_why")))),
    ],
  });
}

function part(title, rows) {
  const items = rows.map(([key, words]) => el("div", {}, el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)));
  return el("section", {}, el("h3", {}, text(title)), el("dl", {}, ...items));
}
