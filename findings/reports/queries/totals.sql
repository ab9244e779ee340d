-- How much is there in all, and how many results of how many can be told from chance?
SELECT
    count(*) AS documents,
    coalesce(sum(words), 0)::BIGINT AS words,
    coalesce(sum(codable_sentences), 0)::BIGINT AS sentences,
    coalesce(sum(pseudonyms), 0)::BIGINT AS pseudonyms,
    count(DISTINCT group_id) AS groups,
    count(*) FILTER (NOT coded OR group_id IS NULL) AS left_out,
    (SELECT count(*) FROM unplaced_decisions) AS unplaced,
    (SELECT count(p_adjusted) FROM comparisons) AS comparisons,
    (SELECT count(*) FROM comparisons WHERE p_adjusted < $clear) AS clear_comparisons,
    (SELECT count(p_adjusted) FROM factor_step_links) AS links,
    (SELECT count(*) FROM factor_step_links WHERE p_adjusted < $clear) AS clear_links,
    (SELECT min(reviews_wanted) FROM shares WHERE reviews_wanted > 0) AS least_wanted,
    (SELECT max(reviews_wanted) FROM shares WHERE reviews_wanted > 0) AS most_wanted
FROM documents
