-- Which factors go together with which steps? An association in what is told, not a cause.
SELECT factor_nb, effect, step_nb, together, round(odds_ratio, 1) AS odds_ratio,
    round(low, 1) AS low, round(high, 1) AS high, round(p_adjusted, 3) AS p_adjusted
FROM factor_step_links
WHERE odds_ratio IS NOT NULL
ORDER BY p_value
LIMIT 10
