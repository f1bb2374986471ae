// Questions with options: one is right, or the exact set is asked for.

kb.choice = (() => {
  const { answered, copyOf, make, makeStatus, nameFormula, say } = kb.dom;

  function makeChoice(question) {
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
    nameFormula(button);
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
      nameBox(box, label);
      return { ...row, box, why: makeWhy(row.option, label) };
    });
    const status = makeStatus();
    const button = make("button", { type: "button", className: "kb-button" }, "Check");
    button.addEventListener("click", () => {
      if (!boxes.some((row) => row.box.checked)) {
        say(status, false, "Pick at least one."); // nothing was answered, so nothing counts
        return;
      }
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
    if (picked.some((row) => !isRight(row))) return "One that you picked is wrong.";
    return "What you picked is right, but something is missing.";
  }

  /** A label that is nothing but a formula does not name its check box. */
  function nameBox(box, label) {
    nameFormula(label);
    const name = label.getAttribute("aria-label");
    if (name === null) return;
    label.removeAttribute("aria-label");
    box.setAttribute("aria-label", name);
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

  return { makeChoice };
})();
