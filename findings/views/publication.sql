-- What was this file made from, and when?
-- state: changes with everything that findings are made from
-- published_at: when, in UTC
-- codebook_id: the codebook
-- codebook_version: its version
-- model_version: the model of the last run
-- segments: coded segments that are not rejected
-- confirmed: of these, accepted by people
-- auto: of these, by the machine and standing without a person
-- pending: of these, by the machine and waiting for a person
SELECT
    $state AS state,
    now() AT TIME ZONE 'UTC' AS published_at,
    codebooks.codebook_id,
    codebooks.codebook_version,
    (SELECT model_version FROM store.runs ORDER BY seq DESC LIMIT 1) AS model_version,
    (SELECT count(*) FROM coded_segments WHERE status <> 'rejected') AS segments,
    (SELECT count(*) FROM coded_segments WHERE status = 'accepted') AS confirmed,
    (SELECT count(*) FROM coded_segments WHERE status = 'auto') AS auto,
    (SELECT count(*) FROM coded_segments WHERE status = 'pending') AS pending
FROM store.codebooks
WHERE codebooks.codebook_version = (SELECT codebook_version FROM store.current_codebook)
