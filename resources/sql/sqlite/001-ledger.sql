-- SPDX-FileCopyrightText: 2026 The Countersign authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The record in an SQLite file. Statements are divided by lines that hold nothing but `--;`.
-- docs/registry.md says what the tables hold. A program compares these texts with what stands in the file: an
-- existing one is never edited, a later one is added beside it.

CREATE TABLE event (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    id TEXT,
    prev BLOB NOT NULL CHECK (length(prev) = 32),
    link BLOB NOT NULL CHECK (length(link) = 32),
    body BLOB NOT NULL CHECK (length(body) <= 1048576),
    signature BLOB NOT NULL CHECK (length(signature) <= 65536),
    meta BLOB NOT NULL CHECK (length(meta) <= 4096)
) STRICT
--;
CREATE INDEX event_id ON event (id)
--;
CREATE TABLE event_text (
    seq INTEGER NOT NULL REFERENCES event (seq),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    bytes BLOB NOT NULL CHECK (length(bytes) <= 65536),
    PRIMARY KEY (seq, hash)
) STRICT, WITHOUT ROWID
--;
CREATE TABLE content (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    bytes BLOB NOT NULL
) STRICT
--;
CREATE TABLE tree_step (
    seq INTEGER NOT NULL REFERENCES event (seq),
    path TEXT NOT NULL,
    hash BLOB CHECK (hash IS NULL OR length(hash) = 32),
    PRIMARY KEY (seq, path)
) STRICT, WITHOUT ROWID
--;
CREATE TABLE tree (
    path TEXT PRIMARY KEY,
    hash BLOB NOT NULL REFERENCES content (hash)
) STRICT, WITHOUT ROWID
--;
CREATE TRIGGER event_follows BEFORE INSERT ON event
WHEN new.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
  OR new.prev IS NOT coalesce((SELECT link FROM event ORDER BY seq DESC LIMIT 1), zeroblob(32))
BEGIN
    SELECT raise(ABORT, 'an event follows the one before it');
END
--;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'an event is not changed'); END
--;
CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'an event is not removed'); END
--;
CREATE TRIGGER text_stays BEFORE UPDATE ON event_text BEGIN SELECT raise(ABORT, 'a text is not changed'); END
--;
CREATE TRIGGER text_is_kept BEFORE DELETE ON event_text BEGIN SELECT raise(ABORT, 'a text is not removed'); END
--;
CREATE TRIGGER content_stays BEFORE UPDATE ON content BEGIN SELECT raise(ABORT, 'a content is not changed'); END
--;
CREATE TRIGGER content_is_kept BEFORE DELETE ON content BEGIN SELECT raise(ABORT, 'a content is not removed'); END
--;
CREATE TRIGGER step_stays BEFORE UPDATE ON tree_step BEGIN SELECT raise(ABORT, 'a step is not changed'); END
--;
CREATE TRIGGER step_is_kept BEFORE DELETE ON tree_step BEGIN SELECT raise(ABORT, 'a step is not removed'); END
--;
CREATE TRIGGER text_is_not_replaced BEFORE INSERT ON event_text
WHEN EXISTS (SELECT 1 FROM event_text WHERE seq = new.seq AND hash = new.hash)
BEGIN
    SELECT raise(ABORT, 'a text is not changed');
END
--;
CREATE TRIGGER content_is_not_replaced BEFORE INSERT ON content
WHEN EXISTS (SELECT 1 FROM content WHERE hash = new.hash)
BEGIN
    SELECT raise(IGNORE);
END
--;
CREATE TRIGGER step_is_not_replaced BEFORE INSERT ON tree_step
WHEN EXISTS (SELECT 1 FROM tree_step WHERE seq = new.seq AND path = new.path)
BEGIN
    SELECT raise(ABORT, 'a step is not changed');
END
--;
CREATE VIEW pointer (environment, prompt, version, path, event, seq) AS
SELECT json_extract(CAST(file.bytes AS TEXT), '$.environment'), prompt.key,
       prompt.value ->> 'version', prompt.value ->> 'path', prompt.value ->> 'event', prompt.value ->> 'seq'
FROM tree
JOIN content AS file ON file.hash = tree.hash, json_each(CAST(file.bytes AS TEXT), '$.prompts') AS prompt
WHERE tree.path GLOB 'environments/*.json' AND tree.path NOT GLOB 'environments/*.flagd.json'
--;
CREATE VIEW active_prompt (environment, prompt, version, hash, text) AS
SELECT pointer.environment, pointer.prompt, pointer.version, lower(hex(content.hash)), CAST(content.bytes AS TEXT)
FROM pointer
JOIN tree ON tree.path = pointer.path
JOIN content ON content.hash = tree.hash
--;
CREATE VIEW version (prompt, version, lane, accepted_by, change_number, event, seq) AS
SELECT file.bytes ->> 'artifact', file.bytes ->> 'version', file.bytes ->> 'lane', file.bytes ->> 'accepted_by',
       file.bytes ->> 'change_number', file.bytes ->> 'event', file.bytes ->> 'seq'
FROM tree
JOIN (SELECT hash, CAST(bytes AS TEXT) AS bytes FROM content) AS file ON file.hash = tree.hash
WHERE tree.path GLOB 'prompts/*/version.json'
--;
CREATE VIEW history (seq, id, kind, subject, actor, claimed_at) AS
SELECT seq, id, told ->> 'kind', told ->> 'subject', told ->> 'actor', told ->> 'claimed_at'
FROM (SELECT seq, id, CASE WHEN json_valid(CAST(body AS TEXT)) THEN CAST(body AS TEXT) END AS told FROM event)
