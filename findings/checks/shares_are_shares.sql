-- Shares lie between 0 and 1, within their intervals.
SELECT group_id, phase, code, valence, measure
FROM shares
WHERE share NOT BETWEEN 0 AND 1 OR share < low OR share > high OR low < 0 OR high > 1
