/** The line as this desk knows it: rows by id, kept up to date by frames. */

import { now } from "../shared/times.js";

const UNDO_TIME = 12_000;
const GONE = new Set(["done", "left"]);
const TABLES = ["services", "counters", "tickets", "bookings", "devices"];

export class Line {
  version = 0;
  series = "";
  lobby = null;
  emergency = "";
  sync = null;
  services = new Map();
  counters = new Map();
  tickets = new Map();
  bookings = new Map();
  devices = new Map();

  /** Take in a frame; gives the names of the parts that it touched. */
  apply(frame) {
    const touched = new Set();
    for (const name of TABLES) {
      if (frame.full) this[name].clear();
      for (const row of frame[name]) this.#put(name, row);
      if (frame.full || frame[name].length) touched.add(name);
    }
    if (frame.lobby) this.lobby = frame.lobby;
    if (frame.emergency !== null) this.emergency = frame.emergency;
    if (frame.sync) this.sync = frame.sync;
    this.version = frame.version;
    this.series = frame.series;
    for (const row of frame.tickets) this.#forgetLater(row.id);
    return touched;
  }

  /** Take in the ticket of an answer, unless the stream was quicker. */
  learn(ticket) {
    const known = this.tickets.get(ticket.id);
    if (known && known.version >= ticket.version) return false;
    this.tickets.set(ticket.id, timed(ticket));
    this.#forgetLater(ticket.id);
    return true;
  }

  inState(...states) {
    return [...this.tickets.values()].filter((ticket) => states.includes(ticket.state));
  }

  /** The ticket that a counter has called or serves. */
  heldBy(counter) {
    if (!counter) return null;
    for (const ticket of this.tickets.values()) {
      if (ticket.counter === counter && (ticket.state === "called" || ticket.state === "serving")) return ticket;
    }
    return null;
  }

  /** The start of the next booking that is still expected: the staff member's own, else anybody's. */
  nextBooking(staff) {
    const expected = [...this.bookings.values()].filter(
      (booking) => booking.state === "expected" && Date.parse(booking.start) > now(),
    );
    const own = expected.filter((booking) => booking.specialist === staff);
    const starts = (own.length ? own : expected).map((booking) => booking.start);
    return starts.length ? starts.reduce((a, b) => (a < b ? a : b)) : null;
  }

  /** A frame may be older than the answer to a press that has come on another connection. */
  #put(name, row) {
    if (name !== "tickets") return this[name].set(row.id, row);
    const known = this.tickets.get(row.id);
    if (!known || known.version <= row.version) this.tickets.set(row.id, timed(row));
  }

  /** A ticket that is over stays for the time in which it may be undone. */
  #forgetLater(id) {
    const ticket = this.tickets.get(id);
    if (!GONE.has(ticket.state)) return;
    setTimeout(() => {
      if (this.tickets.get(id) === ticket) this.tickets.delete(id);
    }, UNDO_TIME);
  }
}

/** The row with its times as numbers, read once: long lists are sorted by them. A visit with two
 *  numbers on paper shows both. */
function timed(row) {
  const number = [row.number, ...row.also].join(" / ");
  return { ...row, number, due: Date.parse(row.due_at), arrived: Date.parse(row.arrived_at) };
}
