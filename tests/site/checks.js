// Evaluated in every page by test_browser.py: a list of what is wrong with it.

async () => {
  const faults = [];
  const content = document.querySelector(".md-content");
  const formulas = [...content.querySelectorAll("math")];

  for (const formula of formulas) {
    const box = formula.getBoundingClientRect();
    if (box.width < 3 || box.height < 3) faults.push(`invisible: ${formula.outerHTML.slice(0, 80)}`);
  }

  for (const root of content.querySelectorAll("msqrt")) {
    const [box, inside] = [root, root.lastElementChild].map((element) => element.getBoundingClientRect());
    const style = getComputedStyle(root);
    const gap = (box.right + parseFloat(style.marginInlineEnd) - inside.right) / parseFloat(style.fontSize);
    if (box.width > 0 && (gap < -0.05 || gap > 0.2)) faults.push(`a root ends ${gap.toFixed(2)} em behind its content`);
  }

  if (formulas.length > 0) {
    await document.fonts.load('16px "KB Math"', "𝑥");
    const loaded = [...document.fonts].some((font) => font.family.includes("KB Math") && font.status === "loaded");
    if (!loaded) faults.push("the math font is not loaded");
  }

  const words = content.cloneNode(true);
  words.querySelectorAll("pre, code, style, script, svg, .kb-spoken").forEach((element) => element.remove());
  const raw = words.textContent.match(/\$[^\s\d]|[^\s\d]\$|\\[a-z]{3,}/);
  if (raw) faults.push(`raw LaTeX: ${raw[0]}`);

  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) {
    const wide = [...content.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
    faults.push(`wider than the window: ${wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 80))}`);
  }

  // Contrast: the text's color over all backgrounds behind it, as WCAG computes it.
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colors) => {
    for (const color of ["white", ...colors]) {
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).map((value) => value / 255);
  };
  const light = (colors) => {
    const [r, g, b] = paint(colors).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim();
    const element = texts.currentNode.parentElement;
    if (!text || element.closest("style, script, .headerlink, .kb-anchor, [disabled]")) continue;
    if (!element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const behind = [];
    for (let e = element; e; e = e.parentElement) behind.unshift(getComputedStyle(e).backgroundColor);
    const ink = element.namespaceURI.endsWith("svg") ? style.fill : style.color;
    const [bright, dark] = [light(behind), light([...behind, ink])].sort((a, b) => b - a);
    const ratio = (bright + 0.05) / (dark + 0.05);
    if (ratio < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) {
      faults.push(`contrast ${ratio.toFixed(2)}: ${element.outerHTML.slice(0, 60)} ${text.slice(0, 30)}`);
    }
  }
  return faults.slice(0, 20);
}
