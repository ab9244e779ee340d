-- How good is the machine at each code? From the card of the model that the last run coded by:
-- figures on documents that it had not seen, sentence by sentence, and what it may code alone.
-- code: the code
-- verdict: certified (codes alone from a score on), assisted (proposes) or insufficient (proposes, and has learnt from too few passages)
-- precision: share of the sentences it codes that carry the code
-- recall: share of the sentences with the code that it codes
-- f1: harmonic mean of both
-- alpha: its agreement with people beyond chance (Krippendorff)
-- sentences: sentences with the code that it was tested on
-- alone_from: score from which it codes alone; none where it doesn't
-- wanted: how many more passages to learn from (insufficient) or documents to be certified by (assisted)
-- model_version: the model
WITH card AS (
    SELECT model_version, card
    FROM store.model_cards
    WHERE model_version = (SELECT model_version FROM store.runs ORDER BY seq DESC LIMIT 1)
),

figures AS (
    SELECT unnest(from_json(card -> '$.reports[0].codes', '[{
        "code": "VARCHAR", "precision": "DOUBLE", "recall": "DOUBLE", "f1": "DOUBLE",
        "alpha": "DOUBLE", "support": "BIGINT"
    }]'), recursive := TRUE)
    FROM card
)

SELECT
    codes.code,
    certificate.of ->> 'verdict' AS verdict,
    figures.precision,
    figures.recall,
    figures.f1,
    figures.alpha,
    figures.support AS sentences,
    CASE
        WHEN certificate.of ->> 'verdict' = 'certified'
            THEN (certificate.of ->> 'alone_from')::DOUBLE
    END AS alone_from,
    (certificate.of ->> 'wanted')::BIGINT AS wanted,
    card.model_version
FROM codes
CROSS JOIN card
CROSS JOIN LATERAL (SELECT card.card -> ('$.certificates.' || codes.code) AS of) AS certificate
LEFT JOIN figures ON figures.code = codes.code
ORDER BY codes.position
