-- Where two coders have judged the same sentences, document by document: how many sentences, and how
-- many of them carry a code by both, by the first alone, by the second alone. People judge what they
-- have reviewed completely, for the codes there were then; the machine is compared with them in the
-- random audit alone, of which it has learnt nothing.
WITH judged AS (
    SELECT DISTINCT
        reviews.coder, reviews.codebook_version, sentences.document_id, sentences.sentence
    FROM store.reviews
    JOIN store.codable_sentences AS sentences
        ON sentences.document_id = reviews.document_id
        AND sentences.start_char >= reviews.start_char
        AND sentences.end_char <= reviews.end_char
),

words AS (
    SELECT
        placed.document_id, placed.start_char, placed.end_char, decisions.code, decisions.coder,
        decisions.verdict
    FROM store.placed_decisions AS placed
    JOIN store.decisions USING (decision_id)
    QUALIFY row_number() OVER (
        PARTITION BY
            placed.document_id, placed.start_char, placed.end_char, decisions.code, decisions.coder
        ORDER BY decisions.seq DESC
    ) = 1
),

said AS (
    SELECT DISTINCT judged.coder, judged.document_id, judged.sentence, words.code
    FROM (SELECT DISTINCT coder, document_id, sentence FROM judged) AS judged
    JOIN store.codable_sentences AS sentences USING (document_id, sentence)
    JOIN words
        ON words.document_id = judged.document_id
        AND words.coder = judged.coder
        AND words.start_char < sentences.end_char
        AND words.end_char > sentences.start_char
    WHERE words.verdict = 'accepted'
    UNION ALL
    SELECT DISTINCT 'machine' AS coder, document_id, sentence, code
    FROM sentence_codes
    WHERE machine
),

known AS (
    SELECT DISTINCT judged.coder, judged.document_id, judged.sentence, had.code
    FROM judged
    JOIN store.codes AS had USING (codebook_version)
),

audit AS (
    SELECT DISTINCT sentences.document_id, sentences.sentence
    FROM store.current_assignments AS assigned
    JOIN store.codable_sentences AS sentences USING (document_id, start_char, end_char)
    WHERE assigned.strategy = 'audit'
),

shared AS (
    SELECT a.coder AS coder_a, b.coder AS coder_b, a.document_id, a.sentence, a.code
    FROM known AS a
    JOIN known AS b USING (document_id, sentence, code)
    WHERE a.coder < b.coder
    UNION ALL
    SELECT coder AS coder_a, 'machine' AS coder_b, document_id, sentence, code
    FROM known
    SEMI JOIN audit USING (document_id, sentence)
)

SELECT
    shared.coder_a,
    shared.coder_b,
    codes.code,
    shared.document_id,
    count(*) AS sentences,
    count(*) FILTER (a.code IS NOT NULL AND b.code IS NOT NULL) AS agreed,
    count(*) FILTER (a.code IS NOT NULL AND b.code IS NULL) AS only_a,
    count(*) FILTER (a.code IS NULL AND b.code IS NOT NULL) AS only_b
FROM shared
JOIN codes ON codes.code = shared.code
LEFT JOIN said AS a
    ON a.coder = shared.coder_a
    AND a.document_id = shared.document_id
    AND a.sentence = shared.sentence
    AND a.code = codes.code
LEFT JOIN said AS b
    ON b.coder = shared.coder_b
    AND b.document_id = shared.document_id
    AND b.sentence = shared.sentence
    AND b.code = codes.code
GROUP BY shared.coder_a, shared.coder_b, codes.code, codes.position, shared.document_id
ORDER BY shared.coder_a, shared.coder_b, codes.position, shared.document_id
