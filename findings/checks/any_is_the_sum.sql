-- What is counted whatever the valence is the sum over the valences.
SELECT group_id, code
FROM findings
GROUP BY group_id, code
HAVING sum(segments) FILTER (valence <> 'any') <> sum(segments) FILTER (valence = 'any')
