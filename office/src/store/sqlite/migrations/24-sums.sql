-- What the ledger comes to, kept beside its entries: see store/money/sums.rs.
CREATE TABLE ledger_sums (
    kind   TEXT PRIMARY KEY NOT NULL,
    amount INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE unapplied (
    payer  BLOB PRIMARY KEY NOT NULL,
    amount INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX unapplied_money ON unapplied (payer) WHERE amount > 0;

INSERT INTO ledger_sums (kind, amount)
    SELECT kind, sum(amount) FROM (
        SELECT CASE WHEN instr(target, ':') = 0 THEN target ELSE substr(target, 1, instr(target, ':') - 1) END AS kind, amount FROM entries
        UNION ALL SELECT CASE WHEN instr(source, ':') = 0 THEN source ELSE substr(source, 1, instr(source, ':') - 1) END, -amount FROM entries
    ) AS moved GROUP BY kind;
INSERT INTO unapplied (payer, amount)
    SELECT unhex(replace(substr(account, 11), '-', '')), sum(amount) FROM (
        SELECT target AS account, amount FROM entries WHERE target LIKE 'unapplied:%'
        UNION ALL SELECT source, -amount FROM entries WHERE source LIKE 'unapplied:%'
    ) AS moved GROUP BY account;
