-- Which differences between groups can be told from chance? The clearest first.
FROM comparisons
WHERE p_adjusted < $clear
ORDER BY p_adjusted, p_value, code, valence, group_a, group_b
LIMIT $first
