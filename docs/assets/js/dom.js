// Small helpers around the document.

/** An element with properties, attributes (those with a hyphen, and role) and children. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** A line that is read aloud when it changes. */
export function makeStatus() {
  return make("div", { className: "kb-status", role: "status" });
}

/** Say whether an answer is right, with an explanation: nodes or text. */
export function say(status, right, ...explanation) {
  status.dataset.verdict = right ? "right" : "wrong";
  status.replaceChildren(make("strong", {}, right ? "Right. " : "Not yet. "), ...explanation);
}

/** Tell the page that a question was answered; a right answer unfolds the explanation. */
export function answered(question, right) {
  if (right) {
    question.dataset.state = "right";
    question.querySelector(".kb-answer").open = true;
  }
  question.dispatchEvent(new CustomEvent("kb-answered", { bubbles: true, detail: { right } }));
}

/** Copies of the nodes inside an element. */
export function copyOf(element) {
  return [...element.childNodes].map((node) => node.cloneNode(true));
}
