// Questions with options: one is right, or the exact set is asked for.

import { answered, copyOf, make, makeStatus, say } from "./dom.js";

export function makeChoice(question) {
  const options = [...question.querySelectorAll(".kb-option")];
  const verdicts = [...question.querySelectorAll(".kb-verdict")];
  const rows = options.map((option, index) => ({ option, verdict: verdicts[index] }));
  if (question.dataset.kind === "single") rows.forEach((row) => makeSingle(question, row));
  else makeMultiple(question, rows);
}

const isRight = (row) => row.verdict.dataset.right === "true";

/** Pressing an option shows at once whether it is right, and why. */
function makeSingle(question, row) {
  const button = make("button", { type: "button", className: "kb-pick" }, ...row.option.childNodes);
  const why = makeWhy(row.option, button);
  button.addEventListener("click", () => {
    reveal(row, why);
    answered(question, isRight(row));
  });
}

/** Ticks, and a button that compares them with the right set. */
function makeMultiple(question, rows) {
  const boxes = rows.map((row) => {
    const box = make("input", { type: "checkbox" });
    const label = make("label", { className: "kb-pick" }, box, ...row.option.childNodes);
    return { ...row, box, why: makeWhy(row.option, label) };
  });
  const status = makeStatus();
  const button = make("button", { type: "button", className: "kb-button" }, "Check");
  button.addEventListener("click", () => {
    const wrong = boxes.filter((row) => row.box.checked !== isRight(row)).length;
    boxes.filter((row) => row.box.checked).forEach((row) => reveal(row, row.why));
    boxes.filter((row) => !row.box.checked).forEach((row) => hide(row, row.why));
    say(status, wrong === 0, wrong === 0 ? "" : missing(boxes));
    answered(question, wrong === 0);
  });
  question.querySelector(".kb-options").after(make("div", { className: "kb-form" }, button, status));
}

function missing(boxes) {
  const picked = boxes.filter((row) => row.box.checked);
  if (picked.length === 0) return "Pick at least one.";
  if (picked.some((row) => !isRight(row))) return "One that you picked is wrong.";
  return "What you picked is right, but something is missing.";
}

function makeWhy(option, control) {
  const why = make("div", { className: "kb-option__why", role: "status", hidden: true });
  option.classList.add("kb-option--live");
  option.replaceChildren(control, why);
  return why;
}

function reveal({ option, verdict }, why) {
  const right = verdict.dataset.right === "true";
  option.dataset.verdict = right ? "right" : "wrong";
  why.hidden = false;
  why.replaceChildren(make("strong", {}, right ? "Right. " : "Wrong. "), ...copyOf(verdict.querySelector(".kb-text")));
}

function hide({ option }, why) {
  delete option.dataset.verdict;
  why.hidden = true;
}
