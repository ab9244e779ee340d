-- Where a person has decided on a code, the machine says nothing of it.
SELECT machine.segment_id
FROM coded_segments AS machine
JOIN coded_segments AS human
    ON human.document_id = machine.document_id
    AND human.code = machine.code
    AND human.start_char < machine.end_char
    AND human.end_char > machine.start_char
WHERE machine.source = 'machine' AND human.source = 'human'
