/** Signing in. */

import { text } from "../shared/words.js";
import { clockTime } from "../shared/times.js";
import { signIn } from "./api.js";

const form = document.getElementById("sign-in");
const { username, password } = form.elements;
const button = form.querySelector("button");
const error = document.getElementById("sign-in-error");
const show = document.getElementById("show");

// Until now the form would have been sent without us.
button.disabled = false;

show.addEventListener("change", () => {
  password.type = show.checked ? "text" : "password";
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.getAttribute("aria-disabled") === "true") return;
  if (!username.value.trim() || !password.value) {
    tell(text("sign_in.empty"), username.value.trim() ? password : username);
    return;
  }
  wait(true);
  try {
    await signIn(username.value.trim(), password.value);
    location.replace("/desk");
  } catch (refusal) {
    tell(wordsOf(refusal), password);
    password.select();
    wait(false);
  }
});

function wait(waiting) {
  button.setAttribute("aria-disabled", waiting);
  button.textContent = text(waiting ? "sign_in.trying" : "sign_in.button");
}

function wordsOf(refusal) {
  if (refusal.code === "wrong_sign_in") return text("sign_in.wrong");
  if (refusal.code === "locked_out") {
    // The next whole minute, so that the time told is never too early.
    const until = Date.now() + (refusal.retryAfter ?? 900) * 1000 + 59_999;
    return text("sign_in.locked_out", { time: clockTime(until) });
  }
  return text(refusal.code === "unreachable" ? "sign_in.unreachable" : "sign_in.failed");
}

function tell(words, field) {
  error.hidden = false;
  error.textContent = words;
  for (const input of [username, password]) {
    input.toggleAttribute("aria-invalid", input === field);
    input.setAttribute("aria-describedby", error.id);
  }
  field.focus();
}
