/** One visitor's turn on their own phone: live and calm. All words come from the server. */

import { aloud, chime, stopSaying, say } from "./aloud.js";
import { stayAwake } from "./awake.js";

const BUZZ = [400, 200, 400, 200, 800];
const RETRY = 2_000;
/** A try that takes longer has failed; the page says that the connection is lost after a few. */
const ASK_FOR = 5_000;
const LOST_AFTER = 4_000;
const main = document.getElementById("turn");
const note = document.getElementById("note");
const icon = document.querySelector('link[rel="icon"]');
const usualIcon = icon.href;

/** With a stream the page asks when there is news, and now and then; without one it asks all the time. */
const patience = main.dataset.stream ? 20_000 : 4_000;

let calls = Number(main.dataset.calls);
let said = main.dataset.said;
let heard = Date.now();
let asking = false, again = false, failing = null;

aloud(() => said);
stayAwake();
if (calls) icon.href = main.dataset.calledIcon;
if (main.dataset.stream) listen();
setInterval(look, 1_000);
document.getElementById("wish").addEventListener("submit", wish);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());

/** The stream only tells that there is news: the page then asks for the words. */
function listen() {
  const source = new EventSource(main.dataset.stream);
  source.onmessage = ask;
  source.onopen = ask;
  source.onerror = () => {
    ask();
    // The browser reconnects by itself unless the server has answered with a refusal.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, RETRY);
  };
}

async function ask() {
  if (asking) return (again = true);
  asking = true;
  try {
    const answer = await fetch(main.dataset.shown, { cache: "no-store", signal: AbortSignal.timeout(ASK_FOR) });
    if (answer.status === 404) return location.reload();
    show(await answer.json());
    heard = Date.now();
    failing = null;
  } catch {
    failing ??= Date.now();
  } finally {
    asking = false;
    if (again) setTimeout(ask, 100);
    again = false;
  }
}

/** A stream is silent while nothing happens, so silence alone is no loss: the page asks before it says so. */
function look() {
  if (failing || Date.now() - heard > patience) ask();
  if (failing && Date.now() - failing > LOST_AFTER) set(note, main.dataset.lost, "note lost");
}

/** Sent without leaving the page: a new one would have to be asked for its sound again. */
async function wish(event) {
  event.preventDefault();
  const form = event.currentTarget, sent = document.getElementById("sent");
  const fields = new URLSearchParams(new FormData(form));
  fields.set(event.submitter.name, event.submitter.value);
  fields.set("press", crypto.getRandomValues(new Uint32Array(4)).join("-"));
  try {
    const signal = AbortSignal.timeout(ASK_FOR);
    await fetch(form.action, { method: "POST", body: fields, redirect: "manual", signal });
    set(sent, sent.dataset.words);
    ask();
  } catch {
    failing ??= Date.now();
  }
}

function show(shown) {
  const body = `turn ${shown.state}`;
  if (document.body.className !== body) document.body.className = body;
  lines(document.getElementById("now"), shown.now);
  lines(document.getElementById("facts"), shown.facts);
  set(note, shown.note, shown.is_stale ? "note lost" : "note");
  quiet(shown);
  document.title = shown.title;
  icon.href = shown.calls ? main.dataset.calledIcon : usualIcon;
  said = shown.said;
  if (shown.calls > calls) tell(shown);
  if (!shown.calls) stopSaying();
  calls = shown.calls;
}

/** Called, or called again: a phone in a pocket tells by itself. */
function tell(shown) {
  navigator.vibrate?.(BUZZ);
  chime();
  say(shown.said);
}

function quiet({ wishes, how, place }) {
  document.getElementById("quiet").hidden = !wishes.length;
  const placed = document.getElementById("place");
  set(document.getElementById("how"), how);
  set(placed, place);
  placed.hidden = !place;
  const box = document.getElementById("wishes");
  if (!changed(box, wishes)) return;
  set(document.getElementById("sent"), "");
  const focused = box.contains(document.activeElement) ? document.activeElement.name : null;
  box.replaceChildren(...wishes.map(({ name, value, text, hint }) => {
    const words = element("span", "", `${text} `);
    if (hint) words.append(element("small", "", hint));
    const button = element("button", "", "");
    Object.assign(button, { name, value });
    button.append(words);
    return button;
  }));
  if (focused) box.querySelector(`[name="${focused}"]`)?.focus();
}

function lines(box, wanted) {
  if (!changed(box, wanted)) return;
  box.replaceChildren(...wanted.map(({ kind, text, label }) => {
    if (!label) return element("p", kind, text);
    const line = element("p", kind, "");
    line.append(element("span", "label", label), " ", element("span", "words", text));
    return line;
  }));
}

/** Whether an element has to show something else; the first time what the server drew is right. */
function changed(box, wanted) {
  const now = JSON.stringify(wanted);
  const before = box.shows;
  box.shows = now;
  return before !== now && (before !== undefined || box.textContent.replace(/\s+/g, "") !== plain(wanted));
}

function plain(wanted) {
  return wanted.map(({ label, text, hint }) => [label, text, hint].join("")).join("").replace(/\s+/g, "");
}

function set(box, words, kind = box.className) {
  if (box.textContent !== words) box.textContent = words;
  if (box.className !== kind) box.className = kind;
}

function element(tag, kind, words) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  made.textContent = words;
  return made;
}
