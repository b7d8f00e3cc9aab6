-- SPDX-FileCopyrightText: 2026 The Countersign authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The record in a PostgreSQL database. Statements are divided by lines that hold nothing but `--;` and run in one
-- transaction, by somebody who may make roles and owns the database. docs/registry.md says what the tables hold.
-- A program compares the functions with these texts: an existing one is never edited, a later one is added beside it.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'countersign_owner') THEN
        CREATE ROLE countersign_owner NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'countersign_app') THEN
        CREATE ROLE countersign_app NOLOGIN;
    END IF;
    IF NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN
        EXECUTE pg_catalog.format('GRANT countersign_owner TO %I', current_user);
    END IF;
END
$$
--;
CREATE SCHEMA countersign AUTHORIZATION countersign_owner
--;
REVOKE ALL ON SCHEMA countersign FROM PUBLIC
--;
SET LOCAL ROLE countersign_owner
--;
SET LOCAL search_path = countersign, pg_catalog
--;
CREATE TABLE schema_version (version integer PRIMARY KEY)
--;
INSERT INTO schema_version VALUES (1)
--;
CREATE TABLE head (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    seq bigint NOT NULL,
    link bytea NOT NULL CHECK (length(link) = 32)
)
--;
INSERT INTO head (seq, link) VALUES (0, decode(repeat('00', 32), 'hex'))
--;
CREATE TABLE event (
    seq bigint PRIMARY KEY CHECK (seq > 0),
    id text COLLATE "C",
    prev bytea NOT NULL CHECK (length(prev) = 32),
    link bytea NOT NULL CHECK (length(link) = 32),
    body bytea NOT NULL CHECK (length(body) <= 1048576),
    signature bytea NOT NULL CHECK (length(signature) <= 65536),
    meta bytea NOT NULL CHECK (length(meta) <= 4096),
    kind text,
    subject text,
    actor text,
    claimed_at bigint
)
--;
CREATE INDEX event_id ON event (id)
--;
CREATE INDEX event_subject ON event (subject, seq)
--;
CREATE TABLE event_text (
    seq bigint NOT NULL REFERENCES event (seq),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    bytes bytea NOT NULL CHECK (length(bytes) <= 65536),
    PRIMARY KEY (seq, hash)
)
--;
CREATE TABLE content (
    hash bytea PRIMARY KEY CHECK (length(hash) = 32),
    bytes bytea NOT NULL
)
--;
CREATE TABLE tree_step (
    seq bigint NOT NULL REFERENCES event (seq),
    path text COLLATE "C" NOT NULL,
    hash bytea CHECK (length(hash) = 32),
    PRIMARY KEY (seq, path)
)
--;
CREATE TABLE tree (
    path text COLLATE "C" PRIMARY KEY,
    hash bytea NOT NULL REFERENCES content (hash)
)
--;
-- The policy that the server goes by: a copy of the last one in an event of somebody who may put one in force. A
-- server does not fold; what it lets through wrongly has no effect, and what it refuses wrongly the owner mends with
-- follow_policy().
CREATE TABLE policy (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    seq bigint NOT NULL REFERENCES event (seq),
    told jsonb NOT NULL
)
--;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the record is only added to' USING ERRCODE = 'CS001';
END
$$
--;
CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON event EXECUTE FUNCTION refuse()
--;
CREATE TRIGGER text_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON event_text EXECUTE FUNCTION refuse()
--;
CREATE TRIGGER content_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON content EXECUTE FUNCTION refuse()
--;
CREATE TRIGGER step_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON tree_step EXECUTE FUNCTION refuse()
--;
CREATE FUNCTION link_of(seq bigint, prev bytea, body bytea, signature bytea, meta bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    -- No literal with a backslash: the caller may have turned standard_conforming_strings off.
    SELECT sha256(decode('636f756e7465727369676e2e6c696e6b2e763100', 'hex') || int8send(seq) || prev
                  || sha256(body) || sha256(signature) || sha256(meta))
$$
--;
CREATE FUNCTION follow_policy(place bigint) RETURNS jsonb
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO countersign.policy (seq, told)
    SELECT e.seq, convert_from(e.body, 'UTF8')::jsonb #> '{data,policy}' FROM countersign.event AS e WHERE e.seq = place
    ON CONFLICT (single) DO UPDATE SET seq = excluded.seq, told = excluded.told
    RETURNING told
$$
--;
-- Why a login may not append an event, as far as that needs no fold; null where nothing is against it. `$` walks over
-- whatever has another form than a policy's.
CREATE FUNCTION refusal(policy jsonb, event jsonb, login text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor jsonb;
    held jsonb;
    wanted jsonb;
    act text := CASE event ->> 'kind' WHEN 'release.made' THEN 'deploy' WHEN 'release.rolled_back' THEN 'roll_back' END;
BEGIN
    IF policy IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT person INTO actor FROM jsonb_path_query(policy, '$.people[*]') AS person
    WHERE person ->> 'id' = event ->> 'actor' AND person -> 'active' = 'true' LIMIT 1;
    IF jsonb_path_exists(policy, '$.people[*].logins[*]')
       AND NOT coalesce(jsonb_path_query_array(actor, '$.logins[*]') @> to_jsonb(login), false) THEN
        RETURN 'the actor is not the person of this login';
    END IF;
    IF act IS NOT NULL THEN
        -- Which rule of the environment is in force depends on the file's path, which only a fold knows.
        SELECT jsonb_agg(role) INTO wanted FROM jsonb_path_query(policy, '$.environments[*]') AS environment,
            LATERAL (SELECT jsonb_path_query(environment -> act, '$[*]') AS role
                     UNION ALL SELECT jsonb_path_query(rule -> act, '$[*]')
                               FROM jsonb_path_query(environment, '$.rules[*]') AS rule) AS roles
        WHERE environment ->> 'id' = event #>> '{data,environment}';
        wanted := coalesce(wanted, '[]');
    ELSIF event ->> 'kind' = 'policy.changed' THEN
        wanted := jsonb_path_query_array(policy, '$.rights.administer[*]');
        IF wanted = '[]' THEN
            wanted := NULL;
        END IF;
        IF actor IS NULL THEN
            RETURN 'the actor may not do this';
        END IF;
    END IF;
    held := jsonb_path_query_array(actor, '$.roles[*]');
    IF wanted IS NOT NULL AND NOT coalesce(held, '[]') ?| ARRAY(SELECT jsonb_array_elements_text(wanted)) THEN
        RETURN 'the actor may not do this';
    END IF;
    RETURN NULL;
END
$$
--;
CREATE FUNCTION append(expected_seq bigint, expected_link bytea, entries jsonb)
RETURNS TABLE (status text, at_seq bigint, at_link bytea)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '5s'
AS $$
DECLARE
    here record;
    entry jsonb;
    part jsonb;
    told jsonb;
    body bytea;
    signature bytea;
    bytes bytea;
    digest bytea;
    meta bytea;
    event_id text;
    before bytea;
    known bytea;
    policy jsonb;
    against text;
BEGIN
    IF jsonb_typeof(entries) IS DISTINCT FROM 'array' OR jsonb_array_length(entries) NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION 'an append has between 1 and 1000 events' USING ERRCODE = 'CS002';
    END IF;
    -- One queue for all writers, in order of arrival. Waiting for the row would be two waits, for the place in its queue
    -- and for whoever holds it, and lock_timeout is counted anew for each.
    LOCK TABLE countersign.head IN SHARE ROW EXCLUSIVE MODE;
    SELECT seq, link INTO STRICT here FROM countersign.head WHERE single FOR UPDATE;
    FOR entry IN SELECT value FROM jsonb_array_elements(entries) LOOP
        event_id := entry ->> 'id';
        IF event_id IS NOT NULL THEN
            SELECT e.body INTO known FROM countersign.event AS e WHERE e.id = event_id ORDER BY e.seq LIMIT 1;
            IF FOUND THEN
                RETURN QUERY SELECT CASE WHEN known = decode(entry ->> 'body', 'base64') THEN 'duplicate'
                                         ELSE 'id_conflict' END, here.seq, here.link;
                RETURN;
            END IF;
        END IF;
    END LOOP;
    IF here.seq <> expected_seq OR here.link <> expected_link THEN
        RETURN QUERY SELECT 'stale'::text, here.seq, here.link;
        RETURN;
    END IF;
    SELECT p.told INTO policy FROM countersign.policy AS p WHERE p.single;
    FOR entry IN SELECT value FROM jsonb_array_elements(entries) LOOP
        body := decode(entry ->> 'body', 'base64');
        signature := decode(coalesce(entry ->> 'signature', ''), 'base64');
        BEGIN
            told := convert_from(body, 'UTF8')::jsonb;
        EXCEPTION WHEN OTHERS THEN
            RAISE EXCEPTION 'the body is not JSON' USING ERRCODE = 'CS003';
        END;
        IF jsonb_typeof(told) <> 'object' THEN
            RAISE EXCEPTION 'the body is not a JSON object' USING ERRCODE = 'CS003';
        END IF;
        IF length(body) > (CASE WHEN told ->> 'kind' IN ('ledger.opened', 'policy.changed') THEN 1048576 ELSE 65536 END) THEN
            RAISE EXCEPTION 'the body is too large' USING ERRCODE = 'CS004';
        END IF;
        IF here.seq = 0 AND told ->> 'kind' = 'ledger.opened' THEN
            policy := told #> '{data,policy}';
        END IF;
        against := countersign.refusal(policy, told, session_user);
        IF against IS NOT NULL THEN
            RAISE EXCEPTION '%', against USING ERRCODE = 'CS006';
        END IF;
        meta := convert_to(format('{"at":%s,"login":%s}', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
                                  to_json(session_user::text)), 'UTF8');
        before := here.link;
        here.seq := here.seq + 1;
        here.link := countersign.link_of(here.seq, before, body, signature, meta);
        INSERT INTO countersign.event (seq, id, prev, link, body, signature, meta, kind, subject, actor, claimed_at)
        VALUES (here.seq, entry ->> 'id', before, here.link, body, signature, meta, told ->> 'kind', told ->> 'subject',
                told ->> 'actor',
                CASE WHEN jsonb_typeof(told -> 'claimed_at') = 'number' AND told ->> 'claimed_at' ~ '^-?[0-9]{1,16}$'
                     THEN (told ->> 'claimed_at')::bigint END);
        IF (here.seq = 1 AND told ->> 'kind' = 'ledger.opened' OR told ->> 'kind' = 'policy.changed')
           AND jsonb_typeof(told #> '{data,policy}') = 'object' THEN
            policy := countersign.follow_policy(here.seq);
        END IF;
        FOR part IN SELECT value FROM jsonb_array_elements(coalesce(entry -> 'texts', '[]')) LOOP
            bytes := decode(part #>> '{}', 'base64');
            INSERT INTO countersign.event_text (seq, hash, bytes) VALUES (here.seq, sha256(bytes), bytes)
            ON CONFLICT DO NOTHING;
        END LOOP;
        FOR part IN SELECT value FROM jsonb_array_elements(coalesce(entry -> 'contents', '[]')) LOOP
            bytes := decode(part #>> '{}', 'base64');
            -- As much as a governed file may have.
            IF length(bytes) > 67108864 THEN
                RAISE EXCEPTION 'a content is too large' USING ERRCODE = 'CS004';
            END IF;
            INSERT INTO countersign.content (hash, bytes) VALUES (sha256(bytes), bytes) ON CONFLICT DO NOTHING;
        END LOOP;
        FOR part IN SELECT value FROM jsonb_array_elements(coalesce(entry -> 'edits', '[]')) LOOP
            IF length(part ->> 'path') NOT BETWEEN 1 AND 4096 OR part ->> 'path' !~ '^[A-Za-z0-9._%/-]+$' THEN
                RAISE EXCEPTION 'a path of the tree has other characters' USING ERRCODE = 'CS005';
            END IF;
            IF part ? 'hash' THEN
                digest := decode(part ->> 'hash', 'hex');
                INSERT INTO countersign.tree_step (seq, path, hash) VALUES (here.seq, part ->> 'path', digest);
                INSERT INTO countersign.tree (path, hash) VALUES (part ->> 'path', digest)
                ON CONFLICT (path) DO UPDATE SET hash = excluded.hash;
            ELSE
                INSERT INTO countersign.tree_step (seq, path, hash) VALUES (here.seq, part ->> 'path', NULL);
                DELETE FROM countersign.tree WHERE path = part ->> 'path';
            END IF;
        END LOOP;
    END LOOP;
    UPDATE countersign.head SET seq = here.seq, link = here.link WHERE single;
    -- Until the end of this transaction: what is answered "ok" has reached the disk.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    PERFORM pg_notify('countersign', here.seq::text);
    RETURN QUERY SELECT 'ok'::text, here.seq, here.link;
END
$$
--;
CREATE VIEW pointer AS
SELECT file.value ->> 'environment' AS environment, prompt.key AS prompt, prompt.value ->> 'version' AS version,
       prompt.value ->> 'path' AS path, prompt.value ->> 'event' AS event, (prompt.value ->> 'seq')::bigint AS seq
FROM tree
JOIN content ON content.hash = tree.hash,
     LATERAL (SELECT convert_from(content.bytes, 'UTF8')::jsonb AS value) AS file,
     LATERAL jsonb_each(file.value -> 'prompts') AS prompt
WHERE tree.path LIKE 'environments/%.json' AND tree.path NOT LIKE 'environments/%.flagd.json'
--;
CREATE VIEW active_prompt AS
SELECT pointer.environment, pointer.prompt, pointer.version, encode(content.hash, 'hex') AS hash,
       convert_from(content.bytes, 'UTF8') AS text
FROM pointer
JOIN tree ON tree.path = pointer.path
JOIN content ON content.hash = tree.hash
--;
CREATE VIEW version AS
SELECT file.value ->> 'artifact' AS prompt, file.value ->> 'version' AS version, file.value ->> 'lane' AS lane,
       file.value ->> 'accepted_by' AS accepted_by, (file.value ->> 'change_number')::bigint AS change_number,
       file.value ->> 'event' AS event, (file.value ->> 'seq')::bigint AS seq
FROM tree
JOIN content ON content.hash = tree.hash,
     LATERAL (SELECT convert_from(content.bytes, 'UTF8')::jsonb AS value) AS file
WHERE tree.path LIKE 'prompts/%/version.json'
--;
CREATE VIEW login AS
SELECT login.value #>> '{}' AS login, person.value ->> 'id' AS person, person.value ->> 'name' AS name,
       person.value -> 'active' = 'true' AS active
FROM policy, jsonb_path_query(policy.told, '$.people[*]') AS person (value),
     jsonb_path_query(person.value, '$.logins[*]') AS login (value)
--;
CREATE VIEW history AS
SELECT seq, id, kind, subject, actor, claimed_at, convert_from(meta, 'UTF8') AS meta FROM event
--;
-- Whatever default privileges the database has.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA countersign FROM PUBLIC, countersign_app
--;
REVOKE ALL ON ALL TABLES IN SCHEMA countersign FROM PUBLIC, countersign_app
--;
GRANT USAGE ON SCHEMA countersign TO countersign_app
--;
GRANT SELECT ON ALL TABLES IN SCHEMA countersign TO countersign_app
--;
GRANT EXECUTE ON FUNCTION append(bigint, bytea, jsonb) TO countersign_app
