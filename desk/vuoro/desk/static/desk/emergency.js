/** Asking colleagues for help, and showing who asks. */

import { changed, el, fill } from "../shared/dom.js";
import { text } from "../shared/words.js";
import { close, open } from "./dialog.js";
import { counterName } from "./facts.js";
import { tell } from "./toast.js";

const alarm = document.getElementById("emergency");

/** Ask first: a wrong key must not alarm the house. */
export function askForHelp(desk) {
  if (!desk.counter) return tell(text("refused.not_your_counter"), { bad: true });
  const counter = desk.counter.id;
  const yes = async () => {
    close();
    if (await desk.press("emergency", { counter })) tell(text("did.emergency"));
  };
  open({
    name: "emergency-dialog",
    title: text("emergency.title"),
    body: [
      el("p", {}, text("emergency.detail", { counter: counterName(desk, counter) })),
      el("div", { class: "buttons" },
        el("button", { class: "danger filled", type: "button", autofocus: true, onclick: yes }, text("do.emergency")),
        el("button", { type: "button", onclick: close }, text("cancel"))),
    ],
  });
}

/** Who asks for help, on every desk, until somebody says it is over. */
export function renderEmergency(desk) {
  const counter = desk.line.emergency;
  if (!changed(alarm, counter)) return;
  alarm.hidden = !counter;
  if (!counter) return alarm.replaceChildren();
  const over = async () => {
    if (await desk.press("emergency", { counter: null })) tell(text("did.emergency_over"));
  };
  fill(
    alarm,
    el("strong", {}, text("emergency.shown", { counter: counterName(desk, counter) })),
    el("button", { type: "button", onclick: over }, text("emergency.over")),
  );
}
