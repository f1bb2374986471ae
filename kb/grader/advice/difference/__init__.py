"""The kind of difference, for wrong answers that do not behave like a known mistake.

Every file knows one kind. It proposes what may be the matter from one failing call; what then holds for all of them is
told, and nothing is told that leaves a failing call unexplained.
"""
