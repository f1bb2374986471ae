// Makes the questions of a page answerable. Without JavaScript they are lists with folded answers.
// Nothing is stored and nothing is sent.

import { makeChoice } from "./choice.js";
import { makeFill } from "./fill.js";
import { makeOrder } from "./order.js";
import { makePoints } from "./points.js";
import { makeTools } from "./tools.js";

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
}
