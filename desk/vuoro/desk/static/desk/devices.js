/** Kiosks, displays and boxes at counters: what is wrong with them, and locking them. */

import { changed, el, fill } from "../shared/dom.js";
import { count, has, text, textOr } from "../shared/words.js";
import { open, shows } from "./dialog.js";

const FINE = new Set(["ok", "ready", "none", "absent"]);
// All goes on for now: said calmly, and after what doesn't.
const CAN_WAIT = new Set([
  "paper_low", "undervoltage", "hot", "throttled", "memory_low", "disk_worn", "clock_unsure", "second_medium",
  "unknown",
]);
const CAN_BE_LOCKED = new Set(["kiosk", "counter"]);
const SHAPES = { fine: "in_time", notice: "nearly", alarm: "overdue" };
const button = document.getElementById("devices");

/** Let the button open the list of devices. */
export function startDevices(desk) {
  button.addEventListener("click", () => show(desk));
}

/** Bring the button, and the list if it is open, up to date. */
export function renderDevices(desk) {
  const devices = [...desk.line.devices.values()];
  const ill = devices.filter((device) => state(device) !== "fine");
  const first = ill.find((device) => state(device) === "alarm") ?? ill[0];
  const now = first ? state(first) : "fine";
  const words = first ? summary(first, ill.length - 1) : text(devices.length ? "devices.fine" : "devices.none");
  if (changed(button, `${now} ${words}`)) {
    button.className = `plain state ${now}`;
    button.title = words;
    fill(button, shape(now), el("span", { role: "status" }, words));
  }
  if (shows("devices") && changed(button.list, JSON.stringify(devices))) fill(button.list, ...rows(desk));
}

/** The most urgent of a device, and how many others want something. */
function summary(device, others) {
  const words = `${name(device)}: ${complaints(device)[0].words}`;
  return others ? `${words} ${count("devices.more", others)}` : words;
}

/** What staff call it; the lobby service's own computer has no name. */
function name(device) {
  return device.name || kind(device);
}

function kind(device) {
  return textOr(`device.${device.kind}`, "devices.title");
}

/** What is wrong with a device, in words, and what of it can wait; that comes last. */
function complaints(device) {
  if (!device.connected) return [{ words: text("devices.lost"), waits: false }];
  const wrong = troubles(device).map(([name, code]) => ({ words: part(name, code), waits: CAN_WAIT.has(code) }));
  return [...wrong.filter(({ waits }) => !waits), ...wrong.filter(({ waits }) => waits)];
}

/** The parts of a device that are not well, each with the code of its state. */
function troubles({ printer, scanner, parts, host }) {
  const computer = host.map((code) => ["host", code]);
  return [["printer", printer], ["scanner", scanner], ...parts, ...computer].filter(([, code]) => !FINE.has(code));
}

/** `alarm`: something doesn't work. `notice`: somebody should see to it in time. */
function state(device) {
  const wrong = complaints(device);
  if (wrong.length === 0) return "fine";
  return wrong.every(({ waits }) => waits) ? "notice" : "alarm";
}

function part(name, code) {
  const other = has(`${name}.other`) ? `${name}.other` : "part.other";
  return textOr(`${name}.${code}`, other, { code, part: name });
}

function shape(now) {
  return el("span", { class: `shape ${SHAPES[now]}`, "aria-hidden": "true" });
}

function show(desk) {
  button.list = el("ul", { class: "device-list", role: "list" }, ...rows(desk));
  const none = desk.line.devices.size === 0 && el("p", { class: "empty" }, text("devices.none"));
  open({ name: "devices", title: text("devices.title"), body: [none || button.list] });
}

function rows(desk) {
  return [...desk.line.devices.values()].map((device) => row(desk, device));
}

function row(desk, device) {
  const now = state(device);
  const lines = now === "fine"
    ? [el("p", {}, fine(device).join(" · "))]
    : complaints(device).map(({ words, waits }) => el("p", { class: waits ? "notice" : "alarm" }, words));
  return el("li", { class: now },
    shape(now),
    el("div", {},
      el("b", {}, name(device)),
      el("small", {}, device.name && kind(device), device.locked && ` · ${text("devices.locked")}`),
      ...lines),
    CAN_BE_LOCKED.has(device.kind) && desk.may("manage") && lockButton(desk, device));
}

function fine(device) {
  if (device.kind !== "kiosk") return [text("devices.connected")];
  const { paper_left_mm: left } = device;
  const paper = left !== null && text("devices.paper", { metres: Math.round(left / 1000) });
  return [part("printer", device.printer), paper, part("scanner", device.scanner)].filter(Boolean);
}

function lockButton(desk, { id, locked }) {
  const lock = () => desk.press(`devices/${encodeURIComponent(id)}/lock`, { locked: !locked });
  return el("button", { type: "button", onclick: lock }, text(locked ? "devices.unlock" : "devices.lock"));
}
