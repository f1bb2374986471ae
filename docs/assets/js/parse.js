// Reading what somebody typed. The terminal reads the same spellings (kb/quiz/answers), and one table tests both:
// tests/site/test_spellings.py.

kb.parse = (() => {
  const MINUS = /[−‐‑‒–—﹣]/g; // what keyboards, word processors and PDFs write for a minus
  const RAISED = /[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g;
  const DIGITS = String.raw`(?:\d+\.?\d*|\.\d+)`;
  const NUMBER = new RegExp(String.raw`^([-+]?${DIGITS}(?:e[-+]?\d+)?)(?:[x*]10(?:\^|\*\*)\(?([-+]?\d+)\)?)?(?:\/(${DIGITS}))?(%?)$`, "i");
  const POWER = /^([-+]?)(\d+)(?:\^|\*\*)\(?([-+]?\d+)\)?$/;

  /** Full-width letters, digits and brackets, as Chinese and Japanese keyboards type them, become plain ones. */
  function plain(text) {
    const raised = text.replace(RAISED, (run) => `^${run.normalize("NFKC")}`);
    return raised.normalize("NFKC").replace(MINUS, "-").replace(/[⁄∕]/g, "/").replace(/[×✕]/g, "x").replace(/[·∙]/g, "*");
  }

  /** A number: 0.5, -3, 1e-3, 2x10^-3, 1/3, 40%, 1,984, 0,5; null when it is not one. */
  function readNumber(text) {
    const typed = withPoint(plain(text).replace(/[\s_]/g, ""));
    const power = POWER.exec(typed);
    if (power) return finite(Number(`${power[1]}1`) * Number(power[2]) ** Number(power[3]), false);
    const match = NUMBER.exec(typed);
    if (!match) return null;
    return finite((Number(match[1]) * 10 ** Number(match[2] ?? 0)) / Number(match[3] ?? 1), match[4] === "%");
  }

  const finite = (value, percent) => (Number.isFinite(value) ? { value, percent } : null);

  /** Commas between groups of three digits go; a single other comma is a decimal comma. */
  function withPoint(typed) {
    const grouped = typed.replace(/(?<![\d,.])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])/g, (digits) => digits.replaceAll(",", ""));
    return grouped.replace(/^([-+]?\d+),(\d+)(?![\d,.])/, "$1.$2");
  }

  /** A shape as a list of sizes: 2x3, (2, 3), [2 3], torch.Size([2, 3]); () is a scalar's; null when it is not one. */
  function readShape(text) {
    const typed = plain(text).trim().replace(/^(?:torch\s*\.\s*)?size\s*\((.*)\)$/i, "$1").trim();
    const inside = typed.replace(/^[([]|[)\]]$/g, "");
    if (/^\s*$/.test(inside)) return /^[([]\s*[)\]]$/.test(typed) ? [] : null;
    const parts = inside.replace(/[,、]\s*$/, "").split(/\s*[x*,、]\s*|\s+/i).filter((part) => part !== "");
    return parts.every((part) => /^\d+$/.test(part)) ? parts.map(Number) : null;
  }

  /** Printed text: no space at the ends of lines, no empty lines at either end. */
  function readOutput(text) {
    return text.split("\n").map((line) => line.trimEnd()).join("\n").replace(/^\n+|\n+$/g, "");
  }

  return { readNumber, readShape, readOutput };
})();
