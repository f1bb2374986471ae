// Boxes that scroll sideways can be reached and moved with the keyboard, and landmarks have names of their own.

kb.regions = (() => {
  const SCROLLING = [
    [".kb-math, .kb-math-long", "Formula"],
    [".md-typeset__scrollwrap, .kb-table, .kb-coverage", "Table"],
    [".tabbed-labels", "Tabs"],
    [".highlight pre, .highlight code", "Code"],
  ];

  /** A box is a stop of the Tab key only while some of it is out of sight. */
  function markScrolling(content) {
    for (const [selector, name] of SCROLLING) {
      for (const box of content.querySelectorAll(selector)) {
        if (box.hasAttribute("tabindex") && !box.hasAttribute("data-kb-scrolls")) continue; // the theme's own
        const scrolls = box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible";
        mark(box, scrolls, name);
      }
    }
  }

  function mark(box, scrolls, name) {
    if (scrolls === box.hasAttribute("data-kb-scrolls")) return;
    box.toggleAttribute("data-kb-scrolls", scrolls);
    if (scrolls) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", `${name}, scrolls sideways`);
    } else {
      for (const attribute of ["tabindex", "role", "aria-label"]) box.removeAttribute(attribute);
    }
  }

  /** The theme gives the search no name, and every block of code the same one. */
  function nameLandmarks() {
    document.querySelector(".md-search[role=dialog]")?.setAttribute("aria-label", "Search");
    document.querySelectorAll(".md-code__nav").forEach((nav, index) => {
      nav.setAttribute("aria-label", `Code block ${index + 1}`);
    });
  }

  /** Now, when the window changes, when something is unfolded, and when the theme adds its buttons to code. */
  function watch(content) {
    let due = 0;
    const later = () => {
      cancelAnimationFrame(due);
      due = requestAnimationFrame(() => {
        markScrolling(content);
        nameLandmarks();
      });
    };
    later();
    addEventListener("load", later);
    addEventListener("resize", later);
    content.addEventListener("toggle", later, true);
    content.addEventListener("change", later); // tabs
    new MutationObserver((changes) => {
      if (changes.some((change) => [...change.addedNodes].some(isNav))) later();
    }).observe(content, { childList: true, subtree: true });
  }

  const isNav = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches(".md-code__nav");

  return { watch };
})();
