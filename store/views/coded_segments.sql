-- Which passages carry which code, who says so, and where do they stand? The contract for everyone
-- who reads codes: people's decisions, and the machine's codings where no person has spoken.
-- segment_id: hash of document, place and code
-- document_id: hash of the document's text
-- document: name of the file
-- group_id: the case, by the codebook's id
-- kind: kind of source
-- phase: phase of data collection
-- date: date of the interview, meeting or document
-- role: the informant's role
-- lang: language of the document
-- speaker: label of the speaker, or number of the agenda item
-- start_char: first character of the passage in the document's text, from 0
-- end_char: the character after its last
-- quote: the passage
-- dimension: dimension of the code
-- code: the code
-- valence: positive, neutral or negative; what that means is said by the codebook
-- source: who coded, 'machine' or 'human'
-- coder: the person, or the model with its version
-- score: the machine's probability that the code is right; none for people
-- status: 'auto' (stands without a person), 'pending' (waits for one), 'accepted', 'rejected'
-- model_version: the model that coded; none for people
-- codebook_version: the codebook that was coded by
-- run_id: the run that coded; none for people
WITH segments AS (
    SELECT
        document_id, start_char, end_char, code, valence, 'machine' AS source,
        'kodetrapp ' || model_version AS coder, score, status, model_version, codebook_version,
        run_id
    FROM machine_segments
    UNION ALL
    SELECT
        document_id, start_char, end_char, code, valence, 'human' AS source,
        coder, NULL AS score, verdict AS status, NULL AS model_version, codebook_version,
        NULL AS run_id
    FROM human_segments
),

-- Before texts are joined: this join sorts its rows, which are many.
spoken AS MATERIALIZED (
    SELECT segments.*, turns.speaker
    FROM segments
    SEMI JOIN current_documents ON current_documents.document_id = segments.document_id
    ASOF LEFT JOIN turns
        ON turns.document_id = segments.document_id
        AND turns.start_char <= segments.start_char
)

SELECT
    left(sha256(concat_ws('|', segments.document_id, segments.start_char, segments.end_char, segments.code)), 16)
        AS segment_id,
    segments.document_id,
    documents.source_name AS document,
    documents.group_id,
    documents.kind,
    documents.phase,
    documents.date,
    documents.role,
    documents.lang,
    segments.speaker,
    segments.start_char,
    segments.end_char,
    substring(documents.text, segments.start_char + 1, segments.end_char - segments.start_char) AS quote,
    codes.dimension,
    segments.code,
    segments.valence,
    segments.source,
    segments.coder,
    segments.score,
    segments.status,
    segments.model_version,
    segments.codebook_version,
    segments.run_id
FROM spoken AS segments
JOIN current_documents AS documents USING (document_id)
JOIN codes
    ON codes.code = segments.code
    AND codes.codebook_version = (SELECT codebook_version FROM current_codebook)
ORDER BY document, segments.start_char, segments.end_char, codes.position
