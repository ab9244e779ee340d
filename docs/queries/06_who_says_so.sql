-- Do informants in different roles say different things of a step?
SELECT
    role,
    count(DISTINCT document_id) AS documents,
    count(*) FILTER (valence = 'positive') AS positive,
    count(*) FILTER (valence = 'negative') AS negative
FROM coded_segments
WHERE code = 'trinn2' AND status <> 'rejected'
GROUP BY role
ORDER BY documents DESC
