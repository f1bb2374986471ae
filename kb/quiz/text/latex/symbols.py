"""Tables: the classes of signs, raised and lowered characters, and characters in ASCII."""

from __future__ import annotations

from kb.quiz.text.latex.layout import Class

SIGNS: dict[str, Class] = {
    "≤≥≠≈~∼≃≡∝≪≫∈∉∋⊂⊆⊃⊇→←↔⇒⟹⇔⟺↦∣∥⊥≔≐⟶": "relation",
    "·⋅×÷±∓∩∪∖⊙⊗⊕∗⋆∘∧∨•": "binary",
    "∂∇¬∀∃": "prefix",
    "∑∏∫∬∮⋃⋂": "function",
    "⌊⌈⟨{": "open",
    "⌋⌉⟩}": "close",
}
SPELLED = {
    "⋅": "·",
    "∗": "*",
    "∼": "~",
    "⟶": "→",
    "⟹": "⇒",
    "⟺": "⇔",
    "∣": "|",
    "≔": ":=",
    "ϕ": "φ",
}  # signs of MathML
FUNCTIONS = {
    "log", "ln", "lg", "exp", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
    "max", "min", "sup", "inf", "lim", "arg", "det", "dim", "deg", "gcd", "Pr", "ker", "sgn", "argmax",
    "argmin", "limsup", "liminf",
}  # fmt: skip
HAT, BAR, TILDE, VECTOR = ("\u0302", "hat"), ("\u0304", "bar"), ("\u0303", "tilde"), ("\u20d7", "vec")
ACCENTS = {
    "ˆ": HAT, "^": HAT, "¯": BAR, "‾": BAR, "―": BAR, "˜": TILDE, "~": TILDE, "→": VECTOR, "⃗": VECTOR,
    "˙": ("\u0307", "dot"), "¨": ("\u0308", "ddot"),
}  # fmt: skip
GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ϵ": "epsilon", "ε": "varepsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ϑ": "vartheta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "ϱ": "varrho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi",
    "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
SUPERSCRIPT = dict(
    zip(
        "0123456789+-−=()nixTabcdefghjklmoprstuvwyzβγδθ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱˣᵀᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷʸᶻᵝᵞᵟᶿ",
        strict=True,
    )
)
SUBSCRIPT = dict(
    zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True)
)
SUPERSCRIPT |= dict(zip("ABDEGHIJKLMNOPRUVW⊤", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵁⱽᵂᵀ", strict=True))

# Signs of texts and screens for a terminal that can show ASCII only. Greek letters follow below.
ASCII = {
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~=", "≃": "~=", "≡": "==", "∝": "proportional to", "≪": "<<",
    "≫": ">>", "∈": "in", "∉": "not in", "⊂": "subset of", "⊆": "subset of", "→": "->", "←": "<-",
    "↔": "<->", "⇒": "=>", "⇔": "<=>", "↦": "|->", "⟶": "->", "↑": "^", "↓": "v", "·": "*", "×": "x",
    "÷": "/", "±": "+-", "∓": "-+", "∩": "intersect", "∪": "union", "∖": "\\", "⊙": "(*)", "⊗": "(x)",
    "⊕": "(+)", "⋆": "*", "∘": "o", "∧": "and", "∨": "or", "•": "*", "∂": "d", "∇": "grad ", "¬": "not ",
    "∀": "for all ", "∃": "exists ", "∑": "sum", "∏": "prod", "∫": "integral", "⋃": "union",
    "⋂": "intersection", "√": "sqrt", "∞": "inf", "ℓ": "l", "∅": "{}", "⊤": "T", "⊥": "perp", "′": "'",
    "…": "...", "⋯": "...", "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "⟨": "<", "⟩": ">",
    "‖": "||", "∥": "||", "ℝ": "R", "ℕ": "N", "ℤ": "Z", "𝔼": "E", "ℙ": "P", "ℂ": "C", "ℚ": "Q", "𝟙": "1",
    "−": "-", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "°": " deg",
    "✓": "+", "✔": "+", "✗": "x", "✘": "x", "●": "*", "○": "o", "◐": "~", "▶": ">", "▸": ">", "─": "-",
    "━": "-", "│": "|", "┃": "|", "═": "=", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+",
    "┬": "+", "┴": "+", "┼": "+", "╭": "+", "╮": "+", "╯": "+", "╰": "+", "╴": "-", "╸": "-", "╺": "-",
    "╶": "-", "▌": "|", "█": "#", "░": ".", "▒": ":", "▓": "#", "\u00a0": " ", "\u2009": " ", "\u202f": " ",
    "µ": "u", "½": "1/2", "¼": "1/4", "¾": "3/4", "∼": "~", "≔": ":=", "ß": "ss", "⋅": "*", "∗": "*",
}  # fmt: skip
ASCII |= GREEK
