/** Whether letters work as keys: some people must turn them off (WCAG 2.2, 2.1.4 Character Key Shortcuts). */

const SWITCH = "vuoro-letter-keys";

export function lettersOn() {
  return localStorage.getItem(SWITCH) !== "off";
}

export function switchLetters(on) {
  localStorage.setItem(SWITCH, on ? "on" : "off");
}
