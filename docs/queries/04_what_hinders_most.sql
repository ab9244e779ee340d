-- What hinders each group most: in how many of its documents is a factor said to hinder?
SELECT short, label_nb, documents_hindering, hinders, round(share_helping, 2) AS share_helping
FROM factor_balance
WHERE dimension = 'organisering'
QUALIFY row_number() OVER (PARTITION BY group_id ORDER BY documents_hindering DESC, hinders DESC) <= 3
ORDER BY short, documents_hindering DESC, hinders DESC
