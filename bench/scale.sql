-- A study as large as one likes: $documents documents of 100 sentences, each document in one of the
-- codebook's cases and phases, with 100 coded segments; two in a hundred sentences audited.
-- Run on an empty store that knows a codebook and a run.
INSERT INTO documents BY NAME
SELECT
    printf('%064x', number) AS document_id,
    printf('%07d.txt', number) AS source_name,
    (
        SELECT string_agg(printf('A: Setning %03d av %07d om det vi gjør sammen nå.', n, number), chr(10) ORDER BY n)
        FROM range(100) AS lines (n)
    ) AS text,
    cases.ids[1 + number % len(cases.ids)] AS group_id,
    phases.ids[1 + number // 7 % len(phases.ids)] AS phase,
    ['interview', 'minutes', 'observation'][1 + number % 3] AS kind,
    ['gruppe', 'linje', 'etat'][1 + number % 3] AS role,
    'nb' AS lang,
    DATE '2022-01-01' + (number % 1000)::INTEGER AS date,
    1000 AS words
FROM range($documents) AS numbers (number)
CROSS JOIN (SELECT list(id ORDER BY position) AS ids FROM items WHERE list = 'cases') AS cases
CROSS JOIN (SELECT list(id ORDER BY position) AS ids FROM items WHERE list = 'phases') AS phases;

-- Every line is `A: ` and a sentence of 46 characters.
INSERT INTO turns BY NAME
SELECT document_id, n AS turn, 'informant' AS role, 'A' AS speaker, 50 * n + 3 AS start_char,
    50 * n + 49 AS end_char
FROM documents
CROSS JOIN range(100) AS lines (n);

INSERT INTO sentences BY NAME
SELECT document_id, n AS sentence, n AS turn, 50 * n + 3 AS start_char, 50 * n + 49 AS end_char,
    substring(text, 50 * n + 4, 46) AS text
FROM documents
CROSS JOIN range(100) AS lines (n);

INSERT INTO sources BY NAME
SELECT (SELECT run_id FROM runs) AS run_id, source_name, 'present' AS state, document_id,
    document_id AS file_hash, 'bench' AS reading, []::VARCHAR[] AS warnings
FROM documents;

INSERT INTO coding_passes BY NAME
SELECT (SELECT run_id FROM runs) AS run_id, document_id, codebook_version, 'bench' AS reading,
    'bench' AS model_version, 100 AS segments
FROM documents
CROSS JOIN (SELECT codebook_version FROM runs);

-- Each segment covers one or two sentences; which code and valence is as good as random.
INSERT INTO codings BY NAME
SELECT
    (SELECT run_id FROM runs) AS run_id,
    document_id,
    printf('%016x', hash(document_id, n)) AS segment_id,
    50 * n + 3 AS start_char,
    least(50 * (n + hash(n, document_id) % 2) + 49, 4999)::INTEGER AS end_char,
    codes.ids[(1 + hash(document_id, n, 'code') % len(codes.ids))::BIGINT] AS code,
    ['positive', 'neutral', 'negative'][(1 + hash(document_id, n, 'valence') % 3)::BIGINT] AS valence,
    (hash(document_id, n, 'score') % 1000) / 1000 AS score,
    0.8 AS valence_score,
    CASE WHEN hash(document_id, n, 'status') % 5 = 0 THEN 'auto' ELSE 'pending' END AS status
FROM documents
CROSS JOIN range(100) AS lines (n)
CROSS JOIN (SELECT list(code ORDER BY position) AS ids FROM codes) AS codes;

CREATE TEMP TABLE drawn AS
SELECT document_id, start_char, end_char, (hash(document_id, sentence) % 20000) / 1000000 AS number
FROM sentences
WHERE hash(document_id, sentence, 'drawn') % 50 = 0;

INSERT INTO assignments BY NAME
SELECT uuid()::VARCHAR AS assignment_id, now()::TIMESTAMP AS assigned_at, document_id, start_char,
    end_char, 'audit' AS strategy, number AS random_number, 0.02 AS inclusion_probability,
    (SELECT codebook_version FROM runs) AS codebook_version
FROM drawn;

INSERT INTO reviews BY NAME
SELECT uuid()::VARCHAR AS review_id, document_id, start_char, end_char, 'kari' AS coder,
    (SELECT codebook_version FROM runs) AS codebook_version, now()::TIMESTAMP AS reviewed_at
FROM drawn;

-- People keep two thirds of what the machine said of these sentences.
INSERT INTO decisions BY NAME
SELECT uuid()::VARCHAR AS decision_id, codings.document_id, codings.start_char, codings.end_char,
    substring(documents.text, codings.start_char + 1, codings.end_char - codings.start_char) AS quote,
    codings.code, codings.valence,
    CASE WHEN hash(codings.segment_id, 'verdict') % 3 = 0 THEN 'rejected' ELSE 'accepted' END AS verdict,
    'kari' AS coder, '' AS memo, codings.codebook_version, now()::TIMESTAMP AS decided_at
FROM drawn
JOIN (SELECT *, (SELECT codebook_version FROM runs) AS codebook_version FROM codings) AS codings
    USING (document_id, start_char)
JOIN documents USING (document_id);
