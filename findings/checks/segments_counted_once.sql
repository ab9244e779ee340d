-- The findings count every segment of a group once, and no rejected one.
SELECT counted.group_id, counted.segments, held.segments
FROM (
    SELECT group_id, sum(segments) AS segments
    FROM findings
    WHERE valence <> 'any'
    GROUP BY group_id
) AS counted
LEFT JOIN (
    SELECT group_id, count(*) AS segments
    FROM coded_segments
    WHERE status <> 'rejected'
    GROUP BY group_id
) AS held USING (group_id)
WHERE counted.segments <> coalesce(held.segments, 0)
