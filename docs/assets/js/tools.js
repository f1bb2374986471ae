// The line above a page's questions: how many were right at the first try, and a button for all answers.

kb.tools = (() => {
  const { make } = kb.dom;

  function makeTools(section, questions) {
    if (questions.length === 0) return;
    const first = new Map(); // question -> was its first answer right, without help
    const helped = new Set(); // questions whose answer or hints were opened before the first try
    const score = make("span", { role: "status" }, `${questions.length} questions`);
    section.addEventListener("kb-answered", ({ target, detail }) => {
      if (!first.has(target)) first.set(target, detail.right && !helped.has(target));
      const right = [...first.values()].filter(Boolean).length;
      score.textContent = `${right} of ${first.size} answered right at the first try`;
    });
    const help = ({ target }) => {
      if (target.open && target.matches(".kb-answer, .kb-hint")) helped.add(target.closest(".kb-question"));
    };
    section.addEventListener("toggle", help, true); // this event does not bubble
    section.prepend(make("div", { className: "kb-tools" }, score, makeToggle(questions)));
  }

  function makeToggle(questions) {
    const answers = questions.map((question) => question.querySelector(".kb-answer"));
    const button = make("button", { type: "button", className: "kb-button", "aria-pressed": "false" }, "Show all answers");
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      answers.forEach((answer) => { answer.open = open; });
      button.setAttribute("aria-pressed", String(open));
      button.textContent = open ? "Hide all answers" : "Show all answers";
    });
    return button;
  }

  return { makeTools };
})();
