-- Which quotes speak best for each group, code and valence? Those that people accepted first, then
-- by the machine's certainty of code and valence; one from each document before a second from any.
-- group_id: the case
-- code: the code
-- valence: positive, neutral or negative
-- place: place among the quotes of the cell, from 1
-- quote: the passage
-- document: name of the file
-- kind: kind of source
-- role: the informant's role
-- phase: phase of data collection
-- source: who coded, 'machine' or 'human'
-- score: the machine's probability; none for people
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
)
SELECT
    ranked.group_id,
    ranked.code,
    ranked.valence,
    row_number() OVER (
        PARTITION BY ranked.group_id, ranked.code, ranked.valence
        ORDER BY
            ranked.place_in_document,
            ranked.source = 'human' DESC,
            ranked.certainty DESC NULLS LAST,
            ranked.segment_id
    ) AS place,
    ranked.quote,
    ranked.document,
    ranked.kind,
    ranked.role,
    ranked.phase,
    ranked.source,
    ranked.score,
    ranked.segment_id
FROM ranked
JOIN groups ON groups.group_id = ranked.group_id
JOIN codes ON codes.code = ranked.code
ORDER BY groups.position, codes.position, ranked.valence, place
