-- What a page says of a refund, and which request for money it answers: see store/money/refunds.rs.

-- The refund that this row is a part of: the id of its first part.
ALTER TABLE refunds ADD COLUMN whole BLOB;
ALTER TABLE refunds ADD COLUMN officer TEXT;
ALTER TABLE refunds ADD COLUMN why TEXT;
-- The request that it answers; NULL while it answers none.
ALTER TABLE refunds ADD COLUMN request BLOB;
-- 1 when the acquirer is not asked, because the money went another way.
ALTER TABLE refunds ADD COLUMN elsewhere INTEGER NOT NULL DEFAULT 0;

-- Of a refund of before, its parts were written by one transaction, and officer and reason stand in the log alone.
UPDATE refunds SET
    whole = (SELECT id FROM refunds AS part WHERE part.payer = refunds.payer AND part.asked_at = refunds.asked_at ORDER BY id LIMIT 1),
    officer = (SELECT officer FROM audit
        WHERE action = 'money refund' AND audit.id = refunds.payer AND audit.at = refunds.asked_at ORDER BY seq LIMIT 1),
    why = (SELECT substr(detail, instr(detail, ': ') + 2) FROM audit
        WHERE action = 'money refund' AND audit.id = refunds.payer AND audit.at = refunds.asked_at AND instr(detail, ': ') > 0
        ORDER BY seq LIMIT 1);

-- For what was given back to one payer: no other index names the payer, so each question read the whole table.
CREATE INDEX refunds_by_payer ON refunds (payer, asked_at);
-- For payments that belong to no bill, by pages: they are few among all payments.
CREATE INDEX payments_without_a_bill ON payments (booked_at, reference) WHERE became IN ('refused', 'unknown');
