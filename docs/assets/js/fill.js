// Questions that are answered by typing: a number, a shape, printed text, the number of a line.

kb.fill = (() => {
  const { answered, copyOf, make, makeStatus, say } = kb.dom;
  const { readNumber, readOutput, readShape } = kb.parse;

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  /** Each kind: its label, and how typed text is judged: {right, say} or null when it cannot be read. */
  const KINDS = {
    numeric: { label: "Your number", unread: "A number is expected, such as 0.25 or 1/4.", judge: judgeNumber },
    shape: { label: "Its shape", unread: "A shape is expected, such as 2x3 or (2, 3).", judge: judgeShape },
    predict: { label: "What it prints", unread: "Write what is printed, line by line.", judge: judgeOutput },
    bug: { label: "Line", unread: "The number of a line is expected.", judge: judgeLine },
  };

  function makeFill(question) {
    const place = question.querySelector(".kb-try");
    const kind = KINDS[question.dataset.kind];
    const field = makeField(question, place);
    const status = makeStatus();
    const button = make("button", { className: "kb-button" }, "Check");
    const unit = place.dataset.unit ? [make("span", {}, place.dataset.unit)] : [];
    const form = make("form", { className: "kb-form" }, make("label", { htmlFor: field.id }, kind.label), field, ...unit, button, status);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const verdict = kind.judge(field.value, place, question);
      if (verdict === null) return say(status, false, kind.unread);
      say(status, verdict.right, ...(verdict.say ?? []));
      answered(question, verdict.right);
    });
    place.replaceChildren(form);
    if (question.dataset.kind === "bug") makeLines(question, field);
  }

  function makeField(question, place) {
    const id = `${question.id}-field`;
    if (question.dataset.kind === "predict") {
      const rows = JSON.parse(place.dataset.answer).split("\n").length;
      return make("textarea", { id, className: "kb-field", rows: Math.max(rows, 2), spellcheck: false });
    }
    return make("input", { id, className: "kb-field", autocomplete: "off", inputMode: "text", spellcheck: false });
  }

  function judgeNumber(text, place, question) {
    const read = readNumber(text);
    if (read === null) return null;
    const value = read.percent && place.dataset.unit !== "%" ? read.value / 100 : read.value;
    const tolerance = Number(place.dataset.tolerance) + 1e-12 * Math.abs(value);
    const near = (other) => Math.abs(value - other) <= tolerance;
    if (near(JSON.parse(place.dataset.answer))) return { right: true };
    return { right: false, say: slip(question, (other) => near(Number(other))) };
  }

  function judgeShape(text, place, question) {
    const shape = readShape(text);
    if (shape === null) return null;
    const answer = readShape(JSON.parse(place.dataset.answer));
    if (same(shape, answer)) return { right: true };
    const known = slip(question, (other) => same(shape, readShape(String(other))));
    if (known.length > 0) return { right: false, say: known };
    return { right: false, say: [shape.length === answer.length ? "The number of axes is right, a size is not." : "The number of axes differs."] };
  }

  function judgeOutput(text, place) {
    if (readOutput(text) === "") return null;
    return { right: readOutput(text) === readOutput(JSON.parse(place.dataset.answer)) };
  }

  function judgeLine(text, place) {
    const read = readNumber(text);
    return read && { right: read.value === JSON.parse(place.dataset.answer) };
  }

  /** The explanation of a known wrong value, if this is one. */
  function slip(question, matches) {
    const found = [...question.querySelectorAll(".kb-slip")].find((item) => matches(JSON.parse(item.dataset.value)));
    return found ? copyOf(found.querySelector(".kb-text")) : [];
  }

  /** A press on a line of the snippet writes its number into the field. */
  function makeLines(question, field) {
    const lines = splitLines(question.querySelector(".highlight .code code"));
    lines.forEach((line, index) => {
      line.addEventListener("click", () => {
        field.value = String(index + 1);
        lines.forEach((other) => other.toggleAttribute("data-picked", other === line));
        field.focus();
      });
    });
  }

  /** Wraps each line in an element; the highlighter leaves line breaks between its own elements. */
  function splitLines(code) {
    const lines = [make("span")];
    for (const node of [...code.childNodes]) {
      if (node.nodeType !== Node.TEXT_NODE) {
        lines.at(-1).append(node);
        continue;
      }
      node.data.split("\n").forEach((text, index) => {
        if (index > 0) {
          lines.at(-1).append("\n");
          lines.push(make("span"));
        }
        lines.at(-1).append(text);
      });
    }
    code.replaceChildren(...lines);
    return lines;
  }

  return { makeFill };
})();
