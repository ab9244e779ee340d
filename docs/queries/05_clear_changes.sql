-- What has changed clearly from one phase to the next, many comparisons allowed for?
SELECT
    short, code, valence, previous_phase, phase, round(100 * change, 1) AS points,
    round(100 * change_low, 1) AS low, round(100 * change_high, 1) AS high, corrected
FROM development
WHERE p_adjusted < 0.05
ORDER BY abs(change) DESC
