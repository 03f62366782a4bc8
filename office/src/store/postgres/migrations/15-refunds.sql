-- What a page says of a refund, and which request for money it answers: see store/money/refunds.rs.

-- The refund that this row is a part of: the id of its first part.
ALTER TABLE payung_desk.refunds ADD COLUMN whole bytea;
ALTER TABLE payung_desk.refunds ADD COLUMN officer text COLLATE "C";
ALTER TABLE payung_desk.refunds ADD COLUMN why text COLLATE "C";
-- The request that it answers; NULL while it answers none.
ALTER TABLE payung_desk.refunds ADD COLUMN request bytea;
-- 1 when the acquirer is not asked, because the money went another way.
ALTER TABLE payung_desk.refunds ADD COLUMN elsewhere bigint NOT NULL DEFAULT 0;

-- Of a refund of before, its parts were written by one transaction, and officer and reason stand in the log alone.
UPDATE payung_desk.refunds SET
    whole = (SELECT part.id FROM payung_desk.refunds AS part
        WHERE part.payer = refunds.payer AND part.asked_at = refunds.asked_at ORDER BY part.id LIMIT 1),
    officer = (SELECT audit.officer FROM payung_desk.audit
        WHERE action = 'money refund' AND audit.id = refunds.payer AND audit.at = refunds.asked_at ORDER BY seq LIMIT 1),
    why = (SELECT substr(detail, strpos(detail, ': ') + 2) FROM payung_desk.audit
        WHERE action = 'money refund' AND audit.id = refunds.payer AND audit.at = refunds.asked_at AND strpos(detail, ': ') > 0
        ORDER BY seq LIMIT 1);

-- For what was given back to one payer: no other index names the payer, so each question read the whole table.
CREATE INDEX refunds_by_payer ON payung_desk.refunds (payer, asked_at);
-- For payments that belong to no bill, by pages: they are few among all payments.
CREATE INDEX payments_without_a_bill ON payung_desk.payments (booked_at, reference) WHERE became IN ('refused', 'unknown');
