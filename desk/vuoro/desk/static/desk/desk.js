/** The desk: what it knows, and the presses it makes one at a time. */

import { ask, knowSeries, press } from "./api.js";
import { Line } from "./line.js";

const WONDER_AFTER = 120;

export class Desk extends EventTarget {
  line = new Line();
  /** A press is on its way; no other is made until its answer is here. */
  busy = false;
  /** Whom Next would call and why; undefined while not known, null where nobody waits. */
  next = undefined;
  /** The card of the client who is here. */
  card = null;
  #wondering = null;
  #asked = 0;

  constructor(session, recallLimit) {
    super();
    Object.assign(this, { session, recallLimit });
  }

  get staff() {
    return this.session.staff;
  }

  may(role) {
    return this.session.roles.includes(role);
  }

  /** The counter where this staff member sits. */
  get counter() {
    for (const counter of this.line.counters.values()) if (counter.staff === this.staff) return counter;
    return null;
  }

  /** The client of this counter, called or being served. */
  get held() {
    return this.line.heldBy(this.counter?.id);
  }

  /** Take in a frame of the stream. */
  take(frame) {
    if (this.line.series && frame.series !== this.line.series) return location.reload();
    knowSeries(frame.series);
    this.#show(this.line.apply(frame));
  }

  /** Press a button; gives the answer, or null when it was refused or another press is on its way. */
  async press(action, command = {}) {
    if (this.busy) return null;
    this.#setBusy(true);
    try {
      const answer = await press(action, command);
      if (answer?.ticket && this.line.learn(answer.ticket)) this.#show(new Set(["tickets"]));
      return answer ?? {};
    } catch (refusal) {
      this.dispatchEvent(new CustomEvent("refused", { detail: refusal }));
      return null;
    } finally {
      this.#setBusy(false);
    }
  }

  /** A minute has passed: everything that depends on the time may be another. */
  minute() {
    this.#show(new Set(["time"]));
  }

  #show(touched) {
    this.dispatchEvent(new CustomEvent("change", { detail: touched }));
    if (["tickets", "counters", "bookings", "time"].some((part) => touched.has(part))) this.#wonder();
    if (touched.has("tickets")) this.#readCard();
  }

  #setBusy(busy) {
    this.busy = busy;
    this.dispatchEvent(new CustomEvent("busy"));
  }

  /** Ask whom Next would call, once for all changes of a moment. */
  #wonder() {
    if (this.#wondering || !this.counter || this.held) return;
    this.#wondering = setTimeout(async () => {
      this.#wondering = null;
      const asked = ++this.#asked;
      const counter = this.counter?.id;
      if (!counter || this.held) return;
      const next = await ask(`/v1/desk/next?counter=${encodeURIComponent(counter)}`).catch(() => undefined);
      if (asked !== this.#asked || this.counter?.id !== counter) return;
      this.next = next;
      this.dispatchEvent(new CustomEvent("change", { detail: new Set(["next"]) }));
    }, WONDER_AFTER);
  }

  async #readCard() {
    const held = this.held;
    if (!held) return void (this.card = null);
    if (this.card?.ticket.id === held.id && this.card.ticket.version >= held.version) return;
    if (this.card && this.card.ticket.id !== held.id) this.card = null;
    const card = await ask(`/v1/desk/tickets/${encodeURIComponent(held.id)}`).catch(() => null);
    if (!card || this.held?.id !== held.id) return;
    this.card = card;
    this.dispatchEvent(new CustomEvent("change", { detail: new Set(["card"]) }));
  }
}
