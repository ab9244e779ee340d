-- Which quotes speak best for each group, code and valence? Those that people accepted first, then
-- by the machine's certainty of code and valence; one from each document before a second from any.
-- At most ten a cell.
-- group_id: the case
-- code: the code
-- valence: positive, neutral or negative
-- place: place among the quotes of the cell, from 1
-- quote: the passage
-- before: the sentence before it
-- after: the sentence after it
-- words: words in the quote
-- document: name of the file
-- document_id: hash of the document's text
-- start_char: first character of the quote in the document's text, from 0
-- end_char: the character after its last
-- speaker: label of the speaker, or number of the agenda item
-- kind: kind of source
-- role: the informant's role
-- phase: phase of data collection
-- source: who coded, 'machine' or 'human'
-- coder: the person, or the model with its version
-- status: 'accepted', 'auto' (stands without a person) or 'pending' (waits for one)
-- score: the machine's probability; none for people
-- certainty: the machine's probability of code and valence; none for people
-- segment_id: the segment
WITH certain AS (
    SELECT segments.*, segments.score * codings.valence_score AS certainty
    FROM coded_segments AS segments
    LEFT JOIN store.codings USING (run_id, segment_id)
    WHERE segments.status <> 'rejected' AND segments.group_id IS NOT NULL
),

ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY group_id, code, valence, document_id
            ORDER BY source = 'human' DESC, certainty DESC NULLS LAST, len(quote), segment_id
        ) AS place_in_document
    FROM certain
),

placed AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY group_id, code, valence
            ORDER BY
                place_in_document,
                source = 'human' DESC,
                certainty DESC NULLS LAST,
                segment_id
        ) AS place
    FROM ranked
    QUALIFY place <= 10
),

beside AS (
    SELECT
        placed.segment_id,
        arg_max(sentences.text, sentences.start_char)
            FILTER (sentences.end_char <= placed.start_char) AS before,
        arg_min(sentences.text, sentences.start_char)
            FILTER (sentences.start_char >= placed.end_char) AS after
    FROM placed
    JOIN store.sentences USING (document_id)
    GROUP BY placed.segment_id
)

SELECT
    placed.group_id,
    placed.code,
    placed.valence,
    placed.place,
    placed.quote,
    beside.before,
    beside.after,
    len(regexp_extract_all(placed.quote, '[^\s\pZ]+')) AS words,
    placed.document,
    placed.document_id,
    placed.start_char,
    placed.end_char,
    placed.speaker,
    placed.kind,
    placed.role,
    placed.phase,
    placed.source,
    placed.coder,
    placed.status,
    placed.score,
    placed.certainty,
    placed.segment_id
FROM placed
JOIN groups ON groups.group_id = placed.group_id
JOIN codes ON codes.code = placed.code
LEFT JOIN beside ON beside.segment_id = placed.segment_id
ORDER BY groups.position, codes.position, placed.valence, placed.place
