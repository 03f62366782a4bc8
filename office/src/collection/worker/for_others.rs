//! Lines of a bill for members who are not the payer.

use std::collections::BTreeSet;

use payung_model::content::Content;
use payung_model::cover::Due;
use payung_model::cover::reminder::Dues;
use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::sealed::inbox::BillId;
use payung_model::units::{Date, Month, Rupiah, Timestamp};

use super::BillingWorker;
use super::asker::{last_day_to_join, lines, parts};
use crate::billing::{Bill, BillLine, BillOrder, BillState, MemberId, NotIssued};
use crate::failure::Failure;
use crate::opener::{Priced, Reckoned};
use crate::random::SystemRandom;
use crate::store::money::{ArrangementRow, BillAsk, BillFilter, Fund, PAY_FOR, Wanted, WantedBill};

/// What a payer is to be asked for besides the own months.
#[derive(Default)]
pub(super) struct ForOthers {
    /// What can be paid until months end.
    pub usual: LinesForOthers,
    /// What can be paid for a shorter time, because a member's birthday comes before. It gets a bill
    /// of its own: otherwise the code for all others would end with it.
    pub soon: LinesForOthers,
    /// Bills of others for the same months are being cancelled: nothing is issued before.
    pub waits: bool,
    /// Why there is nothing to pay for one of them, where the payer is told.
    pub notice: Option<&'static str>,
}

/// Lines that one bill may have.
#[derive(Default)]
pub(super) struct LinesForOthers {
    /// Each member's months.
    pub lines: Vec<BillLine>,
    /// The last day on which all of them can be paid; none when there are no lines.
    pub last_day: Option<Date>,
    /// What the lines would come to if the discount were decided the other way; none where that is
    /// certain.
    pub otherwise: Option<Rupiah>,
}

impl BillingWorker {
    /// What that payer pays for others now. `own`: the lines that the same bill has besides; live
    /// bills with one of these are about to be replaced, so what they ask for is asked for again.
    pub(super) fn for_others(
        &mut self,
        payer: RegistrationId,
        own: &[BillLine],
        now: Timestamp,
    ) -> Result<ForOthers, Failure> {
        let mut found = ForOthers::default();
        let arrangements = self.store.pays_for(payer)?;
        if arrangements.is_empty() {
            return Ok(found);
        }
        let billed = self.billed(payer, own)?;
        let fund = self.store.fund_of(payer)?;
        let (_, content) = self.newest()?;
        for it in arrangements {
            self.add_lines(&it, fund, &content, &billed, now, &mut found)?;
        }
        Ok(found)
    }

    /// Member-months that a live bill of the payer asks for and goes on asking for.
    fn billed(
        &self,
        payer: RegistrationId,
        own: &[BillLine],
    ) -> Result<BTreeSet<(MemberId, Month)>, Failure> {
        let of = |lines: &[BillLine]| -> BTreeSet<(MemberId, Month)> {
            lines.iter().map(|line| (line.member, line.month)).collect()
        };
        let own = of(own);
        let bills = self.store.bills(BillFilter::Payer(payer), u32::MAX)?;
        let live = bills.into_iter().map(|row| row.bill);
        // One that is being cancelled goes on asking for nothing.
        let live = live.filter(|bill| bill.state.is_live() && bill.state != BillState::Cancelling);
        let staying = live.filter(|bill| of(&bill.lines).is_disjoint(&own));
        Ok(staying.flat_map(|bill| of(&bill.lines)).collect())
    }

    fn add_lines(
        &mut self,
        it: &ArrangementRow,
        fund: Option<Fund>,
        content: &Content,
        billed: &BTreeSet<(MemberId, Month)>,
        now: Timestamp,
        found: &mut ForOthers,
    ) -> Result<(), Failure> {
        let today = now.date();
        let current = today.month();
        let Some(status) = self.store.status(it.registration)? else {
            return Ok(());
        };
        let index = self.store.index_row(it.registration, status.revision)?;
        let is_flagged = index.is_none_or(|row| !row.flags.is_empty());
        let goes_on = status.state == OfficeState::Accepted
            || status.state == OfficeState::Received && !is_flagged;
        // What waits for an officer is billed when it was decided.
        if !goes_on {
            return Ok(());
        }
        let mut asker = match self.reckon(it.registration)? {
            Reckoned::Priced(priced) => *priced,
            Reckoned::Unpriced => {
                found.notice = Some("no_price");
                return Ok(());
            }
            Reckoned::Unopened => return Ok(()),
        };
        if let Some(fund) = fund {
            asker.dues.payer = fund.payer(&content.payment);
        }
        let account = self.store.member_account(it.registration)?;
        // After a claim nothing is due, whoever pays.
        if account.claim.is_some() {
            return Ok(());
        }
        let horizon = Self::horizon(content, today);
        let paid = account.paid_months();
        let Due { mut months, joins } = Due::of(&content.cover, &paid, today, it.months);
        months.retain(|month| it.covers(*month));
        // Where more months are paid than the present ones, nothing is due yet.
        if it.last_month.is_none() && months.first().is_none_or(|first| *first > horizon) {
            return Ok(());
        }
        months.retain(|month| !billed.contains(&(it.member, *month)));
        let Some(first) = months.first().copied() else {
            return Ok(());
        };
        let month_ends = current.last_day().max(first.last_day());
        let mut last_day = month_ends;
        if joins {
            let Some(day) = last_day_to_join(&asker, &content.cover, today) else {
                return Ok(());
            };
            if day < today {
                found.notice = Some("too_old");
                return Ok(());
            }
            last_day = last_day.min(day);
        }
        if self
            .store
            .cancel_rivals(it.payer, it.member, &months, now)?
        {
            found.waits = true;
            return Ok(());
        }
        let Some(lines) = lines(content, &asker.dues, it.member, &months) else {
            return Ok(());
        };
        let part = if last_day < month_ends {
            &mut found.soon
        } else {
            &mut found.usual
        };
        let other = fund.and_then(|fund| fund.other_payer(&content.payment));
        if let Some(payer) = other {
            let dues = Dues {
                payer,
                ..asker.dues.clone()
            };
            let other = self::lines(content, &dues, it.member, &months).unwrap_or_default();
            let amounts = other.iter().map(BillLine::amount).chain([part.otherwise]);
            let amounts: Vec<Rupiah> = amounts.flatten().collect();
            part.otherwise = Rupiah::checked_sum(amounts);
        }
        part.lines.extend(lines);
        part.last_day = Some(part.last_day.map_or(last_day, |day| day.min(last_day)));
        Ok(())
    }

    /// A bill for those whose birthday comes before the month ends. What else was asked for is asked
    /// for again before, and gets its own bill then, also after a kill.
    pub(super) fn bill_soon(
        &self,
        ask: &BillAsk,
        soon: LinesForOthers,
        now: Timestamp,
    ) -> Result<Option<&'static str>, Failure> {
        self.store
            .ask_bill(ask.id, &ask.why, ask.months, now, None)?;
        self.want_for_others(ask, soon, now)
    }

    /// A bill for others alone.
    pub(super) fn bill_for_others(
        &mut self,
        ask: &BillAsk,
        now: Timestamp,
    ) -> Result<Option<&'static str>, Failure> {
        let end = |worker: &Self, notice: Option<&str>| -> Result<_, Failure> {
            let key = worker.key()?;
            worker.store.notify_asker(ask.id, notice, true, key, now)?;
            Ok(None)
        };
        let others = self.for_others(ask.id, &[], now)?;
        if others.waits {
            return Ok(Some("another bill is being cancelled"));
        }
        if !others.soon.lines.is_empty() {
            return self.bill_soon(ask, others.soon, now);
        }
        if others.usual.lines.is_empty() {
            return end(self, others.notice);
        }
        self.want_for_others(ask, others.usual, now)
    }

    fn want_for_others(
        &self,
        ask: &BillAsk,
        part: LinesForOthers,
        now: Timestamp,
    ) -> Result<Option<&'static str>, Failure> {
        let order = BillOrder {
            id: BillId::new(now, &mut SystemRandom)?,
            payer: ask.id,
            lines: part.lines,
            last_day: part.last_day.unwrap_or(now.date()),
            why: PAY_FOR.to_owned(),
        };
        let wanted = WantedBill {
            order,
            today: now.date(),
            at: now,
            otherwise: part.otherwise,
        };
        match self.store.want_bill(&wanted, self.key()?)? {
            Wanted::New(_) => Ok(Some("")),
            Wanted::Again(_) | Wanted::Covered => Ok(None),
            Wanted::Not(NotIssued::OpenBill(other)) => {
                self.store.begin_cancel(other, now, None)?;
                Ok(Some("another bill is being cancelled"))
            }
            // Paid by somebody meanwhile: what is left is asked for anew.
            Wanted::Not(NotIssued::AlreadyPaid) => Ok(Some("a month was paid meanwhile")),
            Wanted::Not(NotIssued::Claimed) => {
                let key = self.key()?;
                self.store.notify_asker(ask.id, None, true, key, now)?;
                Ok(None)
            }
            Wanted::Not(NotIssued::Lines) => Ok(Some("the rules name no price")),
            Wanted::Not(NotIssued::Late) => Ok(Some("its last day is over")),
        }
    }

    /// Does a month of the bill cost something else by these rules, and how many of its months are
    /// the payer's own?
    pub(super) fn costs_otherwise(
        &mut self,
        bill: &Bill,
        content: &Content,
    ) -> Result<(bool, usize), Failure> {
        let fund = self.store.fund_of(bill.payer)?;
        let arrangements = self.store.pays_for(bill.payer)?;
        let (mut changed, mut own) = (false, 0);
        let mut of_member: Option<(MemberId, Option<Priced>)> = None;
        for line in &bill.lines {
            let theirs = arrangements.iter().find(|it| it.member == line.member);
            own += usize::from(theirs.is_none());
            if of_member
                .as_ref()
                .is_none_or(|(member, _)| *member != line.member)
            {
                let id = theirs.map_or(bill.payer, |it| it.registration);
                of_member = Some((line.member, self.asker(id)?));
            }
            let Some((_, Some(asker))) = &of_member else {
                continue;
            };
            let mut dues = asker.dues.clone();
            dues.payer = fund.map_or(dues.payer, |fund| fund.payer(&content.payment));
            changed |= parts(content, &dues, line.month).is_some_and(|now| now != line.parts);
        }
        Ok((changed, own))
    }

    /// Does another person pay that month for whom this registration is?
    pub(super) fn somebody_pays(&self, id: RegistrationId, month: Month) -> Result<bool, Failure> {
        let all = self.store.paid_for(id)?;
        Ok(all.iter().any(|it| it.payer != id && it.covers(month)))
    }
}
