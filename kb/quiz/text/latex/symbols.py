"""Tables: what a LaTeX command is in Unicode, and what a character is in ASCII."""

from __future__ import annotations

RELATIONS = {
    "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥", "lt": "<", "gt": ">",
    "ne": "≠", "neq": "≠", "approx": "≈", "sim": "~", "simeq": "≃", "equiv": "≡", "propto": "∝", "ll": "≪",
    "gg": "≫", "in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂", "subseteq": "⊆", "supset": "⊃",
    "supseteq": "⊇", "to": "→", "rightarrow": "→", "longrightarrow": "→", "leftarrow": "←", "gets": "←",
    "leftrightarrow": "↔", "Rightarrow": "⇒", "implies": "⇒", "Leftrightarrow": "⇔", "iff": "⇔",
    "mapsto": "↦", "mid": "|", "parallel": "∥", "perp": "⊥", "colon": ":", "coloneqq": ":=", "doteq": "≐",
}  # fmt: skip
BINARY = {
    "cdot": "·", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "cap": "∩", "cup": "∪", "setminus": "∖",
    "odot": "⊙", "otimes": "⊗", "oplus": "⊕", "ast": "*", "star": "⋆", "circ": "∘", "wedge": "∧", "land": "∧",
    "vee": "∨", "lor": "∨", "bmod": "mod", "bullet": "•",
}  # fmt: skip
LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ",
    "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "infty": "∞",
    "ell": "ℓ", "hbar": "ℏ", "emptyset": "∅", "varnothing": "∅", "top": "⊤", "bot": "⊥", "prime": "′",
    "dots": "…", "ldots": "…", "cdots": "…", "dotsc": "…", "vdots": "⋮", "ddots": "⋱", "Re": "Re", "Im": "Im",
    "degree": "°", "checkmark": "✓", "dagger": "†", "angle": "∠", "therefore": "∴", "backslash": "\\",
}  # fmt: skip
PREFIXES = {"partial": "∂", "nabla": "∇", "neg": "¬", "lnot": "¬", "forall": "∀", "exists": "∃"}
BIG = {"sum": "∑", "prod": "∏", "int": "∫", "iint": "∬", "oint": "∮", "bigcup": "⋃", "bigcap": "⋂"}
FUNCTIONS = {
    "log", "ln", "lg", "exp", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
    "max", "min", "sup", "inf", "lim", "arg", "det", "dim", "deg", "gcd", "Pr", "ker", "sgn", "argmax",
    "argmin", "limsup", "liminf",
}  # fmt: skip
OPEN = {"lfloor": "⌊", "lceil": "⌈", "langle": "⟨", "lVert": "‖", "lvert": "|", "{": "{", "lbrace": "{"}
CLOSE = {"rfloor": "⌋", "rceil": "⌉", "rangle": "⟩", "rVert": "‖", "rvert": "|", "}": "}", "rbrace": "}"}
FENCES = {"|": "‖", "Vert": "‖", "vert": "|"}  # the same sign opens and closes
ACCENTS = {
    "hat": ("\u0302", "hat"), "widehat": ("\u0302", "hat"), "bar": ("\u0304", "bar"),
    "overline": ("\u0305", "bar"), "tilde": ("\u0303", "tilde"), "widetilde": ("\u0303", "tilde"),
    "vec": ("\u20d7", "vec"), "dot": ("\u0307", "dot"), "ddot": ("\u0308", "ddot"),
}  # fmt: skip
BLACKBOARD = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "E": "𝔼", "P": "ℙ", "C": "ℂ", "Q": "ℚ", "1": "𝟙"}
SPACES = {",", ";", ":", ">", " ", "quad", "qquad", "enspace", "space", "thinspace"}
SILENT = {
    "!", "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr",
    "middle", "limits", "nolimits", "displaystyle", "textstyle", "scriptstyle", "rm", "bf", "it",
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
ASCII |= {greek: name for name, greek in reversed(LETTERS.items()) if "\u0370" <= greek <= "\u03ff"}
