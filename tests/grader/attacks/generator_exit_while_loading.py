"""GeneratorExit at module level.

Code that is suspended somewhere may take it for its own end.

Held by: verdict outside
Expected: syntax or import error
"""

raise GeneratorExit
