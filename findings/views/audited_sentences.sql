-- Which sentences have people judged completely that were drawn at random, and how likely was it to
-- draw them? The random audit, by which shares are corrected. While some of it is open in a group,
-- only what lies below its smallest random number still open is a random sample: with that
-- probability.
-- document_id: hash of the document's text
-- sentence: number of the sentence in the document, from 0
-- start_char: its first character in the document's text, from 0
-- end_char: the character after its last
-- probability: probability with which it was drawn
WITH audit AS (
    SELECT assignments.*, documents.group_id
    FROM store.current_assignments AS assignments
    JOIN store.current_documents AS documents USING (document_id)
    WHERE assignments.strategy = 'audit'
),

whole AS (
    SELECT codebook_version
    FROM store.codes
    GROUP BY codebook_version
    HAVING list_has_all(list(code), (SELECT list(code) FROM codes))
),

drawn AS (
    SELECT
        group_id,
        coalesce(
            min(random_number) FILTER (
                state = 'open' OR done_codebook_version NOT IN (SELECT codebook_version FROM whole)
            ),
            max(inclusion_probability)
        ) AS probability
    FROM audit
    GROUP BY group_id
)

SELECT
    sentences.document_id,
    sentences.sentence,
    sentences.start_char,
    sentences.end_char,
    drawn.probability
FROM audit
JOIN drawn ON drawn.group_id IS NOT DISTINCT FROM audit.group_id
JOIN store.codable_sentences AS sentences USING (document_id, start_char, end_char)
WHERE audit.state = 'done' AND audit.random_number < drawn.probability
ORDER BY ALL
