-- How far can the machine be trusted with each code, and how far do people agree with it here?
SELECT
    quality.code, quality.verdict, round(quality.precision, 2) AS precision,
    round(quality.recall, 2) AS recall, here.sentences AS reviewed_here,
    round(here.agreed / nullif(here.agreed + here.only_b, 0), 2) AS precision_here
FROM quality
LEFT JOIN (
    SELECT code, sum(sentences) AS sentences, sum(agreed) AS agreed, sum(only_b) AS only_b
    FROM agreement
    WHERE coder_b = 'machine'
    GROUP BY code
) AS here USING (code)
