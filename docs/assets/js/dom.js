// Small helpers around the document.

globalThis.kb = {};

kb.dom = (() => {
  /** An element with properties, attributes (those with a hyphen, and role) and children. */
  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name.includes("-") || name === "role") element.setAttribute(name, value);
      else element[name] = value;
    }
    element.append(...children);
    return element;
  }

  /** A line that is read aloud when it changes. */
  function makeStatus() {
    return make("div", { className: "kb-status", role: "status" });
  }

  /** Say whether an answer is right, with an explanation: nodes or text. */
  function say(status, right, ...explanation) {
    status.dataset.verdict = right ? "right" : "wrong";
    status.replaceChildren(make("strong", {}, right ? "Right. " : "Not yet. "), ...explanation);
  }

  /** Tell the page that a question was answered; a right answer unfolds the explanation. */
  function answered(question, right) {
    if (right) {
      question.dataset.state = "right";
      question.querySelector(".kb-answer").open = true;
    } else {
      delete question.dataset.state; // what was right before is not what stands there now
    }
    question.dispatchEvent(new CustomEvent("kb-answered", { bubbles: true, detail: { right } }));
  }

  /** The text of an element where it has any besides formulas; of formulas alone, their LaTeX. */
  function spoken(element) {
    const words = element.cloneNode(true);
    words.querySelectorAll("math").forEach((formula) => formula.replaceWith(formula.getAttribute("alttext") ?? ""));
    return words.textContent.trim();
  }

  /** Name a control for a screen reader where its content is nothing but a formula. */
  function nameFormula(control) {
    const words = control.cloneNode(true);
    words.querySelectorAll("math, .kb-letter").forEach((element) => element.remove());
    if (words.textContent.trim() === "") control.setAttribute("aria-label", spoken(control));
  }

  /** Copies of the nodes inside an element. */
  function copyOf(element) {
    return [...element.childNodes].map((node) => node.cloneNode(true));
  }

  return { make, makeStatus, say, answered, nameFormula, copyOf };
})();
