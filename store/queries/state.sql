-- What have findings been made from? Changes with every source, pass, decision, assignment, review,
-- erasure and codebook, and where the last run refused other files than before.
SELECT concat_ws(
    '-',
    (SELECT coalesce(max(seq), 0) FROM sources),
    (SELECT coalesce(max(seq), 0) FROM coding_passes),
    (SELECT coalesce(max(seq), 0) FROM decisions),
    (SELECT count(*) FROM placements),
    (SELECT coalesce(max(seq), 0) FROM assignments),
    (SELECT coalesce(max(seq), 0) FROM reviews),
    (SELECT coalesce(max(seq), 0) FROM erasures),
    (SELECT codebook_version FROM current_codebook),
    (
        SELECT left(md5(string_agg(source_name || reason, '|' ORDER BY source_name)), 8)
        FROM refusals
        WHERE run_id = (SELECT run_id FROM runs ORDER BY seq DESC LIMIT 1)
    )
) AS state
