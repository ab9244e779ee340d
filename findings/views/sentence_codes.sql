-- Which sentences carry which code, and who says so? Sentences that may be coded, a row for each
-- code and valence that anyone gave.
-- document_id: hash of the document's text
-- sentence: number of the sentence in the document, from 0
-- code: the code
-- valence: positive, neutral or negative
-- counts: whether it counts: people say so, or the machine where no person has spoken
-- machine: whether the machine's last pass says so, whatever people said
-- human: whether people say so
WITH given AS (
    SELECT
        document_id, start_char, end_char, code, valence,
        TRUE AS counts, source = 'machine' AS machine, source = 'human' AS human
    FROM coded_segments
    WHERE status <> 'rejected'
    UNION ALL
    -- What the machine had said where people have spoken since.
    SELECT
        codings.document_id, codings.start_char, codings.end_char, codings.code, codings.valence,
        FALSE AS counts, TRUE AS machine, FALSE AS human
    FROM store.codings
    JOIN store.latest_passes USING (run_id, document_id)
    SEMI JOIN store.human_segments AS decided
        ON decided.document_id = codings.document_id
        AND decided.code = codings.code
        AND decided.start_char < codings.end_char
        AND decided.end_char > codings.start_char
    SEMI JOIN codes ON codes.code = codings.code
)

SELECT
    sentences.document_id,
    sentences.sentence,
    given.code,
    given.valence,
    bool_or(given.counts) AS counts,
    bool_or(given.machine) AS machine,
    bool_or(given.human) AS human
FROM given
JOIN store.codable_sentences AS sentences
    ON sentences.document_id = given.document_id
    AND sentences.start_char < given.end_char
    AND sentences.end_char > given.start_char
GROUP BY sentences.document_id, sentences.sentence, given.code, given.valence
