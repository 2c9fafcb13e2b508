/** How a visit ended. */

import { text } from "../shared/words.js";
import { choices, close, open } from "./dialog.js";

const OUTCOMES = ["served", "further", "referred", "unfinished"];

/** Let staff say how it ended; D and Enter are enough for the usual case. */
export function chooseOutcome(desk, ticket, choose) {
  const options = OUTCOMES.map((value) => ({ value, label: text(`outcome.${value}`) }));
  const { element, keys } = choices(options, (outcome) => {
    close();
    choose(outcome);
  });
  open({ name: "outcome", title: text("outcome.title", { number: ticket.number }), body: [element], keys });
}
