-- The ladder has one row for each group and step.
SELECT groups.group_id, codes.code, count(matrix.level) AS levels
FROM groups
CROSS JOIN codes
LEFT JOIN ladder_matrix AS matrix
    ON matrix.group_id = groups.group_id
    AND matrix.code = codes.code
WHERE codes.ordinal
GROUP BY groups.group_id, codes.code
HAVING count(matrix.level) <> 1
