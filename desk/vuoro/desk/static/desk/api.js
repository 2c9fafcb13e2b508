/** Questions and presses to the lobby service. */

import { now } from "../shared/times.js";

const ANSWER_WITHIN = 5_000;
const DEADLINE = 15_000;
const PAUSE = 400;

/** The lobby refused: `code` says why, `retryAfter` how many seconds to wait if it knows. */
export class Refusal extends Error {
  constructor(code, status = 0, retryAfter = null) {
    super(code);
    Object.assign(this, { code, status, retryAfter });
  }
}

let csrf = "";
let series = "";

/** The token that tells our own page from others; every command carries it. */
export function knowSession(session) {
  csrf = session.csrf;
}

/** The lobby's series; it changes when the lobby was restored from a backup. */
export function knowSeries(name) {
  series = name;
}

/** The answer to a question. Throws Refusal. */
export async function ask(path) {
  return answerOf(await reach(path, { headers: { accept: "application/json" } }));
}

/** Sign in; gives the session. Throws Refusal. */
export async function signIn(username, password) {
  return answerOf(await reach("/v1/session", posted({ username, password })));
}

/** Sign out. Throws Refusal. */
export async function signOut() {
  await answerOf(await reach("/v1/session", { method: "DELETE", headers: { "x-csrf-token": csrf } }));
}

/**
 * Press a button. When no answer comes the same press is sent again with the same key, which does
 * nothing twice, until its deadline; after it the lobby would do nothing. Throws Refusal.
 */
export async function press(path, command = {}) {
  const deadline = now() + DEADLINE;
  const body = { ...command, deadline: new Date(deadline).toISOString() };
  const request = posted(body, { "idempotency-key": `${series}.${randomKey()}` });
  for (;;) {
    try {
      return await answerOf(await reach(`/v1/desk/${path}`, request));
    } catch (refusal) {
      if (refusal.code !== "unreachable" || now() + PAUSE > deadline) throw refusal;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}

function posted(body, headers = {}) {
  return {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", "x-csrf-token": csrf, ...headers },
  };
}

async function reach(path, request) {
  try {
    return await fetch(path, {
      ...request, credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
  } catch {
    throw new Refusal("unreachable");
  }
}

async function answerOf(response) {
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const body = isJson ? await response.json() : null;
  if (response.ok) return body;
  throw new Refusal(body?.code ?? "unknown", response.status, body?.retry_after ?? null);
}

/** 128 random bits. `crypto.randomUUID` is missing on plain http, which an office network may use. */
function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
