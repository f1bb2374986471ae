// Steps to put in order, with buttons that move a step up or down.

kb.order = (() => {
  const { answered, make, makeStatus, say } = kb.dom;

  function makeOrder(question) {
    const list = question.querySelector(".kb-steps");
    const steps = [...list.children];
    const refresh = () => mark(list);
    steps.forEach((step, index) => makeStep(step, index, refresh));
    refresh();
    const status = makeStatus();
    const button = make("button", { type: "button", className: "kb-button" }, "Check");
    button.addEventListener("click", () => {
      const wrong = [...list.children].findIndex((step, place) => Number(step.dataset.place) !== place);
      if (wrong >= 0) list.children[wrong].dataset.verdict = "wrong";
      say(status, wrong < 0, wrong < 0 ? "" : `Position ${wrong + 1} is the first that is wrong.`);
      answered(question, wrong < 0);
    });
    list.after(make("div", { className: "kb-form" }, button, status));
  }

  function makeStep(step, index, refresh) {
    step.classList.add("kb-step--live");
    const name = step.textContent.trim().slice(0, 60);
    for (const [sign, word, move] of [
      ["↑", "up", () => step.previousElementSibling?.before(step)],
      ["↓", "down", () => step.nextElementSibling?.after(step)],
    ]) {
      const button = make("button", { type: "button", className: "kb-button kb-button--small", "aria-label": `Move ${word}: ${name}` }, sign);
      button.addEventListener("click", () => {
        move();
        refresh();
        (button.disabled ? step.querySelector("button:not([disabled])") : button)?.focus();
      });
      step.append(button);
    }
  }

  /** The first step cannot go up, the last not down; a moved step is judged anew. */
  function mark(list) {
    for (const step of list.children) {
      const [up, down] = step.querySelectorAll("button");
      up.disabled = step === list.firstElementChild;
      down.disabled = step === list.lastElementChild;
      delete step.dataset.verdict;
    }
  }

  return { makeOrder };
})();
