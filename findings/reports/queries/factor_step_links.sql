-- Which factors go together with which steps so clearly that it can be told from chance?
FROM factor_step_links
WHERE p_adjusted < $clear AND odds_ratio IS NOT NULL
ORDER BY p_adjusted, p_value, odds_ratio DESC, factor, effect, step
LIMIT $first
