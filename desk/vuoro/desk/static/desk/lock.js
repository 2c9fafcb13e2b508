/** Locking the lobby or a service, with words for the visitors. */

import { el } from "../shared/dom.js";
import { named, text } from "../shared/words.js";
import { close, open } from "./dialog.js";
import { endonym } from "./facts.js";
import { tell } from "./toast.js";

const WHOLE = "";
/** Staff write in these; visitors with another language read one of them. */
const WRITTEN = ["fi", "sv", "en"];

/** Let those who manage the lobby lock it, or open it again. */
export function lockLobby(desk) {
  const { lobby, services } = desk.line;
  const options = [{ id: WHOLE, name: text("lock.whole"), locked: lobby.mode === "locked" },
    ...[...services.values()].map(({ id, name, locked }) => ({ id, name: named(name), locked }))];
  const what = el("select", { id: "lock-what", autofocus: true }, ...options.map(({ id, name, locked }) =>
    el("option", { value: id }, locked ? `${name} (${text("lock.is_locked")})` : name)));
  const messages = WRITTEN.filter((tag) => lobby.languages.includes(tag)).map((tag) => el("label", {}, endonym(tag),
    el("input", { name: tag, lang: tag, maxlength: 160, value: lobby.message[tag] ?? "" })));
  const words = el("fieldset", {}, el("legend", {}, text("lock.message")), ...messages);
  const button = el("button", { class: "primary", type: "submit" });
  const form = el("form", { class: "form" }, el("label", { for: "lock-what" }, text("lock.what")), what, words, button);
  const chosen = () => options.find(({ id }) => id === what.value);
  const show = () => {
    // Only the lobby as a whole has words for its visitors.
    words.hidden = chosen().id !== WHOLE || chosen().locked;
    button.textContent = text(chosen().locked ? "lock.open" : "lock.lock");
  };
  what.addEventListener("change", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(desk, chosen(), new FormData(form));
  });
  show();
  open({ name: "lock", title: text("lock.title"), body: [el("p", { class: "soft" }, text("lock.detail")), form] });
}

async function send(desk, { id, locked }, written) {
  const said = Object.fromEntries([...written].map(([tag, words]) => [tag, words.trim()]).filter(([, words]) => words));
  const message = id === WHOLE ? (locked ? {} : said) : null;
  const answer = await desk.press("lock", { service: id || null, locked: !locked, message });
  if (!answer) return;
  close();
  tell(text(locked ? "did.unlock" : "did.lock"));
}
