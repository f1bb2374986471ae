"""What kind of difference is it? For wrong answers that behave like no known mistake.

Every file knows one kind. It proposes what may be the matter from one failing call; what then holds for all of them is
told, and nothing is told that leaves a failing call unexplained.
"""
