/** What time it is at the lobby, and how people read times. */

import { language, text } from "./words.js";

const MINUTE = 60_000;
const reader = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Helsinki", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
const dayReader = new Intl.DateTimeFormat({ sv: "sv-FI", en: "en-GB" }[language] ?? "fi-FI", {
  timeZone: "Europe/Helsinki", day: "numeric", month: "numeric",
});

let offset = 0;

/** The lobby has said what time it is. This computer's clock may be wrong; the lobby's counts. */
export function heard(now) {
  offset = Date.parse(now) - Date.now();
}

/** Milliseconds of the lobby's clock. */
export function now() {
  return Date.now() + offset;
}

/** The clock time of a moment (text of the wire, or milliseconds): 9.05 in Finnish and Swedish, 9:05 in English. */
export function clockTime(moment) {
  const [hour, minute] = reader.format(milliseconds(moment)).split(":");
  return `${Number(hour)}${language === "en" ? ":" : "."}${minute}`;
}

/** Day and month of a moment. */
export function dayOf(moment) {
  return dayReader.format(Date.parse(moment));
}

/** Whole minutes of the clock from a moment until now: 9.58 to 10.03 is 5, whatever the seconds. */
export function minutesSince(moment) {
  return Math.floor(now() / MINUTE) - Math.floor(milliseconds(moment) / MINUTE);
}

/** A number of minutes in words. */
export function span(minutes) {
  const n = Math.max(0, minutes);
  if (n < 60) return text("time.minutes", { n });
  const h = Math.floor(n / 60);
  return n % 60 ? text("time.hours", { h, n: n % 60 }) : text("time.whole_hours", { h });
}

function milliseconds(moment) {
  return typeof moment === "string" ? Date.parse(moment) : moment;
}

/** Call back whenever the lobby's clock turns to a new minute: the one timer of the page. */
export function everyMinute(callback) {
  const wait = MINUTE - (((now() % MINUTE) + MINUTE) % MINUTE) + 20;
  setTimeout(() => {
    callback();
    everyMinute(callback);
  }, wait);
}
