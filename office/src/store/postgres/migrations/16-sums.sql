-- What the ledger comes to, kept beside its entries: see store/money/sums.rs.
CREATE TABLE payung_desk.ledger_sums (
    kind   text COLLATE "C" PRIMARY KEY NOT NULL,
    amount bigint NOT NULL
);
CREATE TABLE payung_desk.unapplied (
    payer  bytea PRIMARY KEY NOT NULL,
    amount bigint NOT NULL
);
CREATE INDEX unapplied_money ON payung_desk.unapplied (payer) WHERE amount > 0;

INSERT INTO payung_desk.ledger_sums (kind, amount)
    SELECT kind, sum(amount) FROM (
        SELECT split_part(target, ':', 1) AS kind, amount FROM payung_desk.entries
        UNION ALL SELECT split_part(source, ':', 1), -amount FROM payung_desk.entries
    ) AS moved GROUP BY kind;
INSERT INTO payung_desk.unapplied (payer, amount)
    SELECT decode(replace(substr(account, 11), '-', ''), 'hex'), sum(amount) FROM (
        SELECT target AS account, amount FROM payung_desk.entries WHERE target LIKE 'unapplied:%'
        UNION ALL SELECT source, -amount FROM payung_desk.entries WHERE source LIKE 'unapplied:%'
    ) AS moved GROUP BY account;
