"""The SQL of the progress file: one table, and triggers that keep it append-only."""

from __future__ import annotations

SCHEMA = (
    """
    CREATE TABLE answers (
        seq INTEGER PRIMARY KEY,
        event TEXT NOT NULL CHECK (event IN ('answered', 'reset', 'restore', 'start', 'hint', 'solution')),
        at TEXT NOT NULL,       -- ISO 8601, UTC
        question TEXT,          -- full id
        rev INTEGER,
        "right" INTEGER,
        score REAL,
        tries INTEGER,
        hints INTEGER,
        seconds REAL,
        rating INTEGER,         -- 1 again, 2 hard, 3 good, 4 easy, as in FSRS
        overruled INTEGER,
        session TEXT,
        detail TEXT,            -- JSON: what was answered; of a reset the list of ids, null for all
        CHECK (event <> 'answered' OR coalesce(
            question <> '' AND rev >= 1 AND "right" IN (0, 1) AND score BETWEEN 0 AND 1 AND tries >= 0
            AND hints >= 0 AND seconds >= 0 AND rating BETWEEN 1 AND 4 AND overruled IN (0, 1)
            AND session IS NOT NULL AND detail IS NOT NULL, 0)),
        CHECK (event NOT IN ('start', 'hint', 'solution') OR coalesce(question <> '' AND rev >= 1, 0))
    )
    """,
    """
    CREATE TRIGGER no_update BEFORE UPDATE ON answers
    BEGIN SELECT raise(ABORT, 'answers are only ever appended'); END
    """,
    """
    CREATE TRIGGER no_delete BEFORE DELETE ON answers
    BEGIN SELECT raise(ABORT, 'answers are only ever appended'); END
    """,
    """
    CREATE TRIGGER no_replace BEFORE INSERT ON answers WHEN EXISTS (SELECT 1 FROM answers WHERE seq = NEW.seq)
    BEGIN SELECT raise(ABORT, 'answers are only ever appended'); END
    """,
)
# of an answer; an aid has the first three and a mark only the moment and detail
COLUMNS = 'question, rev, at, "right", score, tries, hints, seconds, rating, overruled, session, detail'
INSERT = f"INSERT INTO answers (event, {COLUMNS}) VALUES ('answered', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_AID = "INSERT INTO answers (event, question, rev, at) VALUES (?, ?, ?, ?)"
INSERT_MARK = "INSERT INTO answers (event, at, detail) VALUES (?, ?, ?)"
SELECT = f"SELECT event, {COLUMNS} FROM answers ORDER BY seq"
