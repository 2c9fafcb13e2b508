/** Who sits where, and choosing a counter. Never calls anybody. */

import { el } from "../shared/dom.js";
import { named, text } from "../shared/words.js";
import { choices, close, open } from "./dialog.js";
import { counterName, serviceName } from "./facts.js";
import { tell } from "./toast.js";

/** The list of counters to choose from, with who sits there; gives it with its keys. */
export function counterChoices(desk, after = () => {}) {
  const options = [...desk.line.counters.values()].map((counter) => ({
    value: counter.id,
    label: named(counter.name),
    hint: `${whoSits(desk, counter)} · ${counter.services.map((id) => serviceName(desk, id)).join(", ")}`,
    disabled: counter.staff !== null && counter.staff !== desk.staff,
  }));
  return choices(options, async (counter) => {
    after();
    const answer = await desk.press("counter", { counter });
    if (answer) tell(text("seat.sat", { counter: counterName(desk, counter) }));
  });
}

/** The dialog in which the counter is changed or left. */
export function chooseCounter(desk) {
  if (desk.held) return tell(text("seat.busy"), { bad: true });
  const { element, keys } = counterChoices(desk, close);
  const leave = async () => {
    close();
    if (await desk.press("counter", { counter: null })) tell(text("seat.left"));
  };
  open({
    name: "seat",
    title: text(desk.counter ? "seat.change" : "seat.choose"),
    body: [
      el("p", { class: "soft" }, text("seat.choose_why")),
      element,
      desk.counter && el("button", { type: "button", class: "plain", onclick: leave }, text("seat.leave")),
    ].filter(Boolean),
    keys,
  });
}

function whoSits(desk, counter) {
  if (!counter.staff) return text("seat.free");
  return counter.staff === desk.staff ? text("seat.yours") : text("seat.taken", { name: counter.staff_name });
}
