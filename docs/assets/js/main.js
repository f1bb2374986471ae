// Makes the questions of a page answerable. Without JavaScript they are lists with folded answers.
// Nothing is stored and nothing is sent. The scripts are classic ones, in the order of mkdocs.yml, because browsers load
// no modules into a page that is opened from a file.

(() => {
  const { makeChoice } = kb.choice;
  const { makeFill } = kb.fill;
  const { makeOrder } = kb.order;
  const { makePoints } = kb.points;
  const { makeTools } = kb.tools;

  const KINDS = {
    single: makeChoice,
    multiple: makeChoice,
    numeric: makeFill,
    shape: makeFill,
    predict: makeFill,
    bug: makeFill,
    order: makeOrder,
    open: makePoints,
  };

  for (const section of document.querySelectorAll(".kb-questions")) {
    const questions = [...section.querySelectorAll(".kb-question")];
    for (const question of questions) KINDS[question.dataset.kind]?.(question);
    makeTools(section, questions);
    kb.keys.keepKeys(section);
  }
  const content = document.querySelector(".md-content");
  if (content) kb.regions.watch(content);
})();
