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
-- codes: codes of the codebook
-- certified: of these, codes that the machine may code alone
-- codable_sentences: sentences that may be coded
-- audited: of these, drawn at random and judged completely by people
-- shares: shares of sentences of groups and codes that are published
-- corrected: of these, corrected for the machine's errors
SELECT
    $state AS state,
    now() AT TIME ZONE 'UTC' AS published_at,
    codebooks.codebook_id,
    codebooks.codebook_version,
    (SELECT model_version FROM store.runs ORDER BY seq DESC LIMIT 1) AS model_version,
    (SELECT count(*) FROM coded_segments WHERE status <> 'rejected') AS segments,
    (SELECT count(*) FROM coded_segments WHERE status = 'accepted') AS confirmed,
    (SELECT count(*) FROM coded_segments WHERE status = 'auto') AS auto,
    (SELECT count(*) FROM coded_segments WHERE status = 'pending') AS pending,
    (SELECT count(*) FROM codes) AS codes,
    (SELECT count(*) FROM quality WHERE verdict = 'certified') AS certified,
    (SELECT coalesce(sum(codable_sentences), 0)::BIGINT FROM documents) AS codable_sentences,
    (SELECT count(*) FROM store.current_assignments WHERE strategy = 'audit' AND state = 'done')
        AS audited,
    (SELECT count(*) FROM findings WHERE valence = 'any' AND share_of_sentences IS NOT NULL)
        AS shares,
    (SELECT count(*) FROM findings WHERE valence = 'any' AND corrected) AS corrected
FROM store.codebooks
WHERE codebooks.codebook_version = (SELECT codebook_version FROM store.current_codebook)
