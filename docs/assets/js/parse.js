// Reading what somebody typed.

/** A number: 0.5, -3, 1e-3, 1/3, 40%; null when it is none. */
export function readNumber(text) {
  const match = /^([-+]?[\d.]+(?:e[-+]?\d+)?)(?:\/(\d+(?:\.\d+)?))?(%?)$/i.exec(text.replace(/[\s_]/g, "").replace("−", "-"));
  if (!match) return null;
  const value = Number(match[1]) / Number(match[2] ?? 1);
  return Number.isFinite(value) ? { value, percent: match[3] === "%" } : null;
}

/** A shape as a list of sizes: 2x3, (2, 3), [2 3]; () is the shape of a scalar; null when it is none. */
export function readShape(text) {
  const inside = text.trim().replace(/^[([]|[)\]]$/g, "");
  if (/^\s*$/.test(inside)) return /^[([]\s*[)\]]$/.test(text.trim()) ? [] : null;
  const parts = inside.replace(/,\s*$/, "").split(/\s*[x×*,]\s*|\s+/i).filter((part) => part !== "");
  return parts.every((part) => /^\d+$/.test(part)) ? parts.map(Number) : null;
}

/** Printed text: no space at the ends of lines, no empty lines at either end. */
export function readOutput(text) {
  return text.split("\n").map((line) => line.trimEnd()).join("\n").replace(/^\n+|\n+$/g, "");
}
