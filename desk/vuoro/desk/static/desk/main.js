/** The desk: reads the session, follows the line, shows what changes. */

import { everyMinute, clockTime, heard, now } from "../shared/times.js";
import { listen } from "../shared/link.js";
import { text } from "../shared/words.js";
import { act } from "./actions.js";
import { ask, knowSession, signOut } from "./api.js";
import { renderClient, startClient } from "./client.js";
import { Desk } from "./desk.js";
import { renderDevices, startDevices } from "./devices.js";
import { renderEmergency } from "./emergency.js";
import { startKeys } from "./keys.js";
import { renderLists, startLists } from "./lists.js";
import { lockLobby } from "./lock.js";
import { renderRows, startRows } from "./rows.js";
import { openTicket } from "./sheet.js";
import { tellRefusal } from "./toast.js";
import { renderSync, startSync } from "./sync.js";
import { renderTop, showClock } from "./top.js";

const SIGN_IN = "/desk/sign-in";
const BACK_SHOWS = 4_000;
const ROWS_DEPEND_ON = ["tickets", "counters", "services", "bookings", "time"];
const banner = document.getElementById("link");
const at = (id) => document.getElementById(id);

const session = await ask("/v1/session").catch(() => null);
if (session) start(session);
else location.replace(SIGN_IN);

function start(session) {
  knowSession(session);
  const desk = new Desk(session, Number(at("desk").dataset.recallLimit));
  const open = (ticket) => openTicket(desk, ticket);
  startRows(desk, open);
  startLists(desk, open);
  startClient(desk);
  startDevices(desk);
  startSync(desk);
  startKeys(desk);
  startMenu(desk);
  desk.addEventListener("change", ({ detail }) => render(desk, detail));
  desk.addEventListener("busy", () => at("desk").setAttribute("aria-busy", String(desk.busy)));
  desk.addEventListener("refused", ({ detail }) => refused(detail));
  follow(desk);
  everyMinute(() => desk.minute());
}

function render(desk, touched) {
  renderTop(desk);
  renderEmergency(desk);
  renderClient();
  if (ROWS_DEPEND_ON.some((part) => touched.has(part))) {
    renderRows();
    renderLists();
  }
  renderDevices(desk);
  renderSync(desk);
}

function follow(desk) {
  let last = now();
  listen("/v1/desk/stream", {
    frame: (frame) => {
      if (frame.full) at("desk").setAttribute("aria-busy", "false");
      heard(frame.now);
      last = now();
      desk.take(frame);
    },
    down: () => {
      banner.textContent = text("link.lost", { time: clockTime(last) });
      banner.className = "banner shown";
    },
    up: () => {
      banner.textContent = text("link.back");
      banner.className = "banner shown back";
      setTimeout(() => banner.classList.contains("back") && (banner.className = "banner"), BACK_SHOWS);
    },
    ended: signedOut,
  });
}

/** Whether the lobby closed the stream because nobody is signed in any more. */
async function signedOut() {
  try {
    await ask("/v1/session");
    return false;
  } catch (refusal) {
    if (refusal.status !== 401) return false;
    location.replace(SIGN_IN);
    return true;
  }
}

function refused(refusal) {
  if (refusal.code === "not_signed_in") location.replace(SIGN_IN);
  else tellRefusal(refusal);
}

function startMenu(desk) {
  const menu = at("menu");
  const press = (id, run) => at(id)?.addEventListener("click", () => {
    if (menu.matches(":popover-open")) menu.hidePopover();
    run();
  });
  press("counter", () => act(desk, "counter"));
  press("walk-in", () => act(desk, "walkIn"));
  press("ask-help", () => act(desk, "emergency"));
  press("help", () => act(desk, "help"));
  press("lock", () => lockLobby(desk));
  press("sign-out", async () => {
    await signOut().catch(() => null);
    location.replace(SIGN_IN);
  });
  showClock();
}
