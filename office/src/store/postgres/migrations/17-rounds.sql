-- What a billing worker looks for each second and each minute has an index: see store/money/rounds.rs.

-- For the newest bill of a member, also among those that are over.
CREATE INDEX bill_lines_of_member ON payung_desk.bill_lines (member, bill, month);
-- For members whose paid months end soon, by pages.
CREATE INDEX credited_by_month ON payung_desk.credited (month, member);
-- For who pays or paid for a member: the index of before holds only what is open.
CREATE INDEX arrangements_by_member ON payung_desk.arrangements (member);
-- For bills that wait with a reason, which are few among all bills.
CREATE INDEX bills_that_say_why ON payung_desk.bills (id) WHERE state IN ('wanted', 'cancelling') AND work_note IS NOT NULL;
