// Open questions: the points of a good answer can be ticked off.

kb.points = (() => {
  const { make } = kb.dom;

  function makePoints(question) {
    const points = [...question.querySelectorAll(".kb-point")];
    const count = make("p", { className: "kb-note", role: "status" });
    const boxes = points.map((point) => {
      const box = make("input", { type: "checkbox" });
      point.classList.add("kb-point--live");
      point.replaceChildren(make("label", {}, box, ...point.childNodes));
      return box;
    });
    const refresh = () => {
      count.textContent = `${boxes.filter((box) => box.checked).length} of ${boxes.length} points said`;
    };
    boxes.forEach((box) => box.addEventListener("change", refresh));
    refresh();
    question.querySelector(".kb-points").after(count);
  }

  return { makePoints };
})();
