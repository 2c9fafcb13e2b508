/** Which waiting ticket stands where: mine, due now, waiting, for others; and its traffic light. */

import { minutesSince } from "../shared/times.js";

const NEARLY = 5;

/** `in_time`, `nearly` (five minutes or less) or `overdue`. */
export function light(ticket) {
  const over = minutesSince(ticket.due);
  if (over > 0) return "overdue";
  return over >= -NEARLY ? "nearly" : "in_time";
}

/** The waiting tickets in their groups, each in the order in which they are due. */
export function grouped(tickets, { counter, staff }) {
  const groups = { mine: [], due: [], waiting: [], others: [] };
  for (const ticket of tickets) groups[groupOf(ticket, counter, staff)].push(ticket);
  for (const group of Object.values(groups)) group.sort(byDue);
  return groups;
}

function groupOf(ticket, counter, staff) {
  if (ticket.counter) return ticket.counter === counter?.id ? "mine" : "others";
  if (ticket.specialist) return staff === ticket.specialist || staff === ticket.stand_in ? "mine" : "others";
  if (counter && !counter.services.includes(ticket.service)) return "others";
  return ticket.urgent || minutesSince(ticket.due) >= 0 ? "due" : "waiting";
}

function byDue(a, b) {
  return b.urgent - a.urgent || a.due - b.due || a.arrived - b.arrived || (a.id < b.id ? -1 : 1);
}
