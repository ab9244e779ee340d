-- Which codes occur in the same documents and sentences? Pairs that do in one document at least.
-- code_a: a code
-- code_b: another one, later in the codebook
-- documents_a: documents that hold code_a
-- documents_b: documents that hold code_b
-- documents_both: documents that hold both
-- sentences_both: sentences that carry both
-- jaccard: documents_both / documents that hold any of the two
WITH present AS (
    SELECT document_id, code FROM document_codes WHERE valence = 'any' AND sentences > 0
),

held AS (
    SELECT code, count(*) AS documents FROM present GROUP BY code
),

together AS (
    SELECT a.code AS code_a, b.code AS code_b, count(*) AS documents
    FROM present AS a
    JOIN present AS b USING (document_id)
    WHERE a.code <> b.code
    GROUP BY a.code, b.code
),

carried AS (
    SELECT DISTINCT document_id, sentence, code FROM sentence_codes WHERE counts
),

close AS (
    SELECT a.code AS code_a, b.code AS code_b, count(*) AS sentences
    FROM carried AS a
    JOIN carried AS b USING (document_id, sentence)
    WHERE a.code <> b.code
    GROUP BY a.code, b.code
)

SELECT
    together.code_a,
    together.code_b,
    held_a.documents AS documents_a,
    held_b.documents AS documents_b,
    together.documents AS documents_both,
    coalesce(close.sentences, 0) AS sentences_both,
    together.documents / (held_a.documents + held_b.documents - together.documents) AS jaccard
FROM together
JOIN codes AS a ON a.code = together.code_a
JOIN codes AS b ON b.code = together.code_b AND b.position > a.position
JOIN held AS held_a ON held_a.code = together.code_a
JOIN held AS held_b ON held_b.code = together.code_b
LEFT JOIN close ON close.code_a = together.code_a AND close.code_b = together.code_b
ORDER BY a.position, b.position
