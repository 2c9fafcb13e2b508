/** Kiosks and displays: what is wrong with them, and locking a kiosk. */

import { changed, el, fill } from "../shared/dom.js";
import { count, text, textOr } from "../shared/words.js";
import { open, shows } from "./dialog.js";

const FINE = new Set(["ok", "ready", "none", "absent"]);
const button = document.getElementById("devices");

/** Let the button open the list of devices. */
export function startDevices(desk) {
  button.addEventListener("click", () => show(desk));
}

/** Bring the button, and the list if it is open, up to date. */
export function renderDevices(desk) {
  const devices = [...desk.line.devices.values()];
  const alarms = devices.filter((device) => complaints(device).length > 0);
  const first = alarms[0];
  const words = first
    ? alarms.length === 1 ? `${first.name}: ${complaints(first)[0]}` : count("devices.alarms", alarms.length)
    : text(devices.length ? "devices.fine" : "devices.none");
  if (changed(button, words)) {
    button.className = `plain state ${first ? "alarm" : "fine"}`;
    fill(button, shape(first), el("span", { role: "status" }, words));
  }
  if (shows("devices") && changed(button.list, JSON.stringify(devices))) fill(button.list, ...rows(desk));
}

/** What is wrong with a device, in words; most urgent first. */
function complaints(device) {
  if (!device.connected) return [text("devices.lost")];
  const wrong = [];
  if (!FINE.has(device.printer)) wrong.push(part("printer", device.printer));
  if (!FINE.has(device.scanner)) wrong.push(part("scanner", device.scanner));
  return wrong;
}

function part(name, code) {
  return textOr(`${name}.${code}`, `${name}.other`, { code });
}

function shape(alarm) {
  return el("span", { class: `shape ${alarm ? "overdue" : "in_time"}`, "aria-hidden": "true" });
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
  const wrong = complaints(device);
  const kind = textOr(`device.${device.kind}`, "devices.title");
  const words = wrong.length ? wrong : fine(device);
  return el("li", { class: wrong.length ? "alarm" : "fine" },
    shape(wrong.length),
    el("div", {},
      el("b", {}, device.name),
      el("small", {}, kind, device.locked && ` · ${text("devices.locked")}`),
      el("p", {}, words.join(" · "))),
    device.kind === "kiosk" && desk.may("manage") && lockButton(desk, device));
}

function fine(device) {
  if (device.kind !== "kiosk") return [text("devices.connected")];
  return [part("printer", device.printer), part("scanner", device.scanner)];
}

function lockButton(desk, { id, locked }) {
  const lock = () => desk.press(`devices/${encodeURIComponent(id)}/lock`, { locked: !locked });
  return el("button", { type: "button", onclick: lock }, text(locked ? "devices.unlock" : "devices.lock"));
}
