//! The worker: makes bills, asks the acquirer for codes, and books what was paid.
//!
//! It runs beside the opener, in the process that holds the keys, because a bill is made of the
//! answers and is sealed to a phone. Each step is one unit of work of the store, and each thing
//! that it asks of the acquirer may be asked again. So it may be killed at any place: whoever runs
//! next goes on from what the database says. Its log names no bill and nobody: what waits is listed
//! by `office bill list --waiting`.
//!
//! - `asker`: what a month costs, and until when somebody may join;
//! - `for_others`: lines for members who are not the payer;
//! - `codes`: what the acquirer is asked for;
//! - `payments`: what it reports;
//! - `updates`: bills of whoever changed their data.

mod asker;
mod codes;
mod for_others;
mod payments;
mod updates;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use payung_model::card::Card;
use payung_model::content::Content;
use payung_model::cover::Due;
use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::BillId;
use payung_model::sealed::{Bundle, OfficeKey, RegistrationId, SigningKey};
use payung_model::units::{Date, Month, Timestamp};

use super::acquirer::Acquirer;
use super::checked_first;
use crate::billing::{Bill, BillOrder, NotIssued};
use crate::clock::{Clock, Stopwatch};
use crate::failure::Failure;
use crate::keys::{Keys, KeysProblem};
use crate::opener::{ContentCache, Priced, Reckoned, reckon};
use crate::purposes::PAYER;
use crate::random::SystemRandom;
use crate::store::Store;
use crate::store::money::{
    ASKED, ASKED_AFTER_EXPIRY, AcquirerNote, BillAsk, BillFilter, PAY_FOR, PAYER_ENDED, ReportKey,
    Wanted, WantedBill,
};
use asker::{last_day_to_join, lines};

/// Asks, codes and cards that are leased at once.
pub(super) const LEASED: u32 = 50;
/// Leases in one pass, at most, so that a pass ends.
pub(super) const ROUNDS: usize = 20;
/// How long a lease keeps other workers away. It begins when the work is leased, and is longer than
/// the worker goes on asking for what it leased: [`PATIENCE`], and the one call that was begun
/// before that was over. So it ends early only after the process died.
const LEASE: Duration = Duration::from_secs(15 * 60);
/// For how long one pass goes on asking the acquirer for codes, and for refunds. An acquirer that
/// takes its time for each of them must not keep payments from being booked.
const PATIENCE: Duration = Duration::from_secs(2 * 60);
/// Pause after the first failure. Each further failure doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);
/// How often the worker looks.
const PAUSE: Duration = Duration::from_secs(1);
/// How often it looks for members who go on, and for bills that nobody should pay any more.
const ROUND: Duration = Duration::from_secs(60);
/// What a worker notes for monitoring is written at most this often, unless something failed.
const NOTED: Duration = Duration::from_secs(30);

/// Makes bills and books payments. It holds private keys, so it has no `Debug`.
pub struct BillingWorker {
    pub(super) store: Store,
    pub(super) keys: Vec<OfficeKey>,
    /// Signs cards; none when the key folder has no such key.
    pub(super) card_key: Option<SigningKey>,
    acquirer: Box<dyn Acquirer>,
    contents: ContentCache,
    clock: Clock,
    /// The rules by which open bills were looked through last.
    rules: Option<u64>,
    /// Changes of data that were accepted up to then were looked at.
    updates: Timestamp,
    /// References that were booked by this worker.
    seen: HashSet<String>,
    /// When the acquirer is next asked for payments, and how many times in a row it has not
    /// answered.
    away: (Timestamp, u32),
    /// When the next round is.
    round: Timestamp,
    /// Answers and failures of the acquirer that are not in the database yet.
    note: AcquirerNote,
    /// Time of the last note in the database.
    noted: Option<Timestamp>,
    /// Places of reports that this worker could not read, and that are in the database.
    unread: HashSet<ReportKey>,
    /// For how long one pass goes on asking for codes, and for refunds.
    patience: Duration,
    /// Runs since the pass began.
    began: Stopwatch,
}

/// What one pass did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BillingPass {
    /// Bills that were made.
    pub billed: usize,
    /// Codes that were sent to phones.
    pub issued: usize,
    /// Payments that were booked.
    pub booked: usize,
    /// Bills that expired.
    pub expired: usize,
    /// Bills that were cancelled at the acquirer.
    pub cancelled: usize,
    /// Cards that were sent or taken back.
    pub cards: usize,
    /// What could not be done now and waits with a reason.
    pub aside: usize,
}

impl BillingWorker {
    /// A worker over that database.
    pub fn new(
        store: Store,
        keys: &Keys,
        acquirer: Box<dyn Acquirer>,
        clock: Clock,
    ) -> Result<Self, Failure> {
        let worker = Self::with_keys(store, keys.office(), acquirer, clock)?;
        match keys.card() {
            Some(key) => worker.with_card_key(key.clone()),
            None => Ok(worker),
        }
    }

    /// Also sends cards, which this key signs.
    pub fn with_card_key(mut self, key: SigningKey) -> Result<Self, Failure> {
        let id = Card::key_id(&key.public());
        self.store.wake_cards_of_other_keys(&id)?;
        self.card_key = Some(key);
        Ok(self)
    }

    /// One pass goes on asking the acquirer for codes, and for refunds, for so long and not longer.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// A worker with the office's keys, the newest first, that sends no cards.
    pub fn with_keys(
        store: Store,
        keys: Vec<OfficeKey>,
        acquirer: Box<dyn Acquirer>,
        clock: Clock,
    ) -> Result<Self, Failure> {
        if keys.is_empty() {
            return Err(KeysProblem::Damaged("no office key").into());
        }
        store.requeue_money()?;
        Ok(Self {
            store,
            keys,
            card_key: None,
            acquirer,
            contents: ContentCache::default(),
            clock,
            rules: None,
            updates: Timestamp::default(),
            seen: HashSet::new(),
            away: Default::default(),
            round: Timestamp::default(),
            note: AcquirerNote::default(),
            noted: None,
            unread: HashSet::new(),
            patience: PATIENCE,
            began: Stopwatch::start(),
        })
    }

    /// Makes passes until the task is dropped, one each second.
    pub async fn follow(mut self) {
        loop {
            let passed = tokio::task::spawn_blocking(move || {
                let now = self.clock.now();
                let done = self.pass(now);
                (self, done)
            });
            let Ok((worker, done)) = passed.await else {
                tracing::error!("billing stops: a fault of this program");
                return;
            };
            self = worker;
            match done {
                Ok(pass) if pass == BillingPass::default() => {}
                Ok(pass) => tracing::info!(
                    billed = pass.billed,
                    issued = pass.issued,
                    booked = pass.booked,
                    expired = pass.expired,
                    cancelled = pass.cancelled,
                    cards = pass.cards,
                    aside = pass.aside,
                    "billing"
                ),
                Err(error) => tracing::error!(%error, "billing could not go on; it tries again"),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Does what is to be done at that time. Payments come first, so that what was paid is known
    /// before bills expire or are made.
    pub fn pass(&mut self, now: Timestamp) -> Result<BillingPass, Failure> {
        let mut pass = BillingPass::default();
        self.began = Stopwatch::start();
        self.book_payments(now, &mut pass)?;
        self.read_again(now, &mut pass)?;
        let key = self.key()?;
        pass.expired += self.store.expire_due(now.date(), key, now)?.len();
        self.follow_rules(now)?;
        if now >= self.round {
            self.store.cancel_orphans(now)?;
            self.store
                .end_stale_arrangements(now.date(), self.key()?, now)?;
            self.follow_updates(now)?;
            self.ask_continuing(now)?;
            self.round = now.plus(ROUND);
        }
        self.make_bills(now, &mut pass)?;
        self.ask_acquirer(now, &mut pass)?;
        self.pay_out(now, &mut pass)?;
        self.send_cards(now, &mut pass)?;
        self.note(now)?;
        Ok(pass)
    }

    /// Notes for monitoring how it got on with the acquirer. That is a write, so not each second.
    fn note(&mut self, now: Timestamp) -> Result<(), Failure> {
        let note = self.note;
        let same = self.noted.is_some_and(|at| now < at.plus(NOTED));
        if note.failures == 0 && (same || note.read_at.is_none()) {
            return Ok(());
        }
        self.store.note_acquirer(&note)?;
        if note.read_at.is_some() {
            self.noted = Some(now);
        }
        self.note = AcquirerNote::default();
        Ok(())
    }

    /// Until when something is leased now, in a pass that began at `now`.
    pub(super) fn lease(&self, now: Timestamp) -> Timestamp {
        now.plus(self.began.elapsed()).plus(LEASE)
    }

    pub(super) fn key(&self) -> Result<&OfficeKey, Failure> {
        Ok(self
            .keys
            .first()
            .ok_or(KeysProblem::Damaged("no office key"))?)
    }

    /// The rules that are served now, and their number.
    pub(super) fn newest(&mut self) -> Result<(u64, std::sync::Arc<Content>), Failure> {
        let newest = self.store.bundle_for(Bundle::ENGINE)?;
        let sequence = newest.map_or(0, |bundle| bundle.sequence);
        let content = self.contents.of(&self.store, sequence)?;
        let unreadable = || Failure::Input(format!("bundle {sequence} cannot be read"));
        Ok((sequence, content.ok_or_else(unreadable)?))
    }

    /// When other rules are served, bills whose months cost something else now are cancelled, and
    /// asked for again. One that is being paid is honoured, because the acquirer does not cancel it.
    fn follow_rules(&mut self, now: Timestamp) -> Result<(), Failure> {
        let (sequence, content) = self.newest()?;
        if self.rules == Some(sequence) {
            return Ok(());
        }
        let mut after = None;
        loop {
            let bills = self.store.open_bills(after, LEASED)?;
            let Some(last) = bills.last() else { break };
            after = Some(last.id);
            for bill in &bills {
                let (changed, own) = self.costs_otherwise(bill, &content)?;
                if changed {
                    self.make_anew(bill, own, "rules", now)?;
                }
            }
        }
        // Noted at the end: after an error the next pass looks through all bills again.
        self.rules = Some(sequence);
        Ok(())
    }

    /// Has a bill cancelled, and asks for one in its place. `own`: how many of its months are the
    /// payer's own.
    fn make_anew(&self, bill: &Bill, own: usize, why: &str, now: Timestamp) -> Result<(), Failure> {
        let months = u8::try_from(own).ok().filter(|own| *own > 0);
        let why = months.map_or(PAY_FOR, |_| why);
        // The ask comes before the cancelling. After a kill between them the bill is still open and
        // found again; in the other order nobody would ask for another.
        self.store.ask_bill(bill.payer, why, months, now, None)?;
        self.store.begin_cancel(bill.id, now, None)?;
        Ok(())
    }

    /// The last month for which bills are made on that day without anybody asking.
    fn horizon(content: &Content, today: Date) -> Month {
        let days = i32::from(content.payment.next_bill_days.days);
        today.plus_days(days).map_or(today.month(), Date::month)
    }

    /// The next bill of members whose paid months end soon.
    fn ask_continuing(&mut self, now: Timestamp) -> Result<(), Failure> {
        let (_, content) = self.newest()?;
        let today = now.date();
        let Some(last) = Self::horizon(&content, today).previous() else {
            return Ok(());
        };
        let oldest = content.cover.oldest_last_month(today);
        self.store.ask_continuing(last, oldest, now)?;
        Ok(())
    }

    fn make_bills(&mut self, now: Timestamp, pass: &mut BillingPass) -> Result<(), Failure> {
        for _ in 0..ROUNDS {
            let asks = self.store.lease_asks(now, self.lease(now), LEASED)?;
            let all = asks.len() < LEASED as usize;
            for ask in asks {
                // A fault of our own code in one registration must not keep others from their
                // bills.
                let answered = catch_unwind(AssertUnwindSafe(|| self.answer(&ask, now)));
                let answered = answered.unwrap_or(Ok(Some("a fault of this program")));
                match answered? {
                    None => {}
                    Some("") => pass.billed += 1,
                    Some(reason) => {
                        pass.aside += 1;
                        tracing::warn!(reason, tries = ask.tries + 1, "a bill waits");
                        let until = now.plus(pause(ask.tries));
                        self.store.set_ask_aside(ask.id, reason, until)?;
                    }
                }
            }
            if all {
                break;
            }
        }
        Ok(())
    }

    /// Answers an ask. The reason for which it waits; empty when a bill was made; none when there
    /// is nothing more to do.
    fn answer(&mut self, ask: &BillAsk, now: Timestamp) -> Result<Option<&'static str>, Failure> {
        let id = ask.id;
        if ask.why == PAY_FOR {
            return self.bill_for_others(ask, now);
        }
        // What nobody asked for is looked at again each round, and a reason would be told each time.
        let unasked = matches!(&*ask.why, "next" | "expired");
        // Whoever asks for a bill of their own means to pay, whatever the form says of who pays.
        let by_hand = matches!(&*ask.why, ASKED | ASKED_AFTER_EXPIRY);
        let end = |worker: &Self, notice: Option<&str>| -> Result<_, Failure> {
            let (key, notice) = (worker.key()?, notice.filter(|_| !unasked));
            worker.store.notify_asker(id, notice, true, key, now)?;
            Ok(None)
        };
        let Some(found) = self.store.status(id)? else {
            return end(self, None);
        };
        // What waits for the worker's correction is asked for again when that is opened.
        if !matches!(found.state, OfficeState::Received | OfficeState::Accepted) {
            return end(self, None);
        }
        let Some(row) = self.store.index_row(id, found.revision)? else {
            return end(self, None);
        };
        if row.purpose.as_deref() == Some(PAYER) {
            return self.bill_for_others(ask, now);
        }
        let flagged = found.state == OfficeState::Received && !row.flags.is_empty();
        let found = self.reckon(id)?;
        let (_, content) = self.newest()?;
        if let Reckoned::Priced(priced) = &found
            && !content.payment.bills(priced.payer())
            && !by_hand
            && !self.pays_alone(id, priced)?
        {
            return end(self, Some("no_bill"));
        }
        if flagged {
            let notice = Some(checked_first::notice_of(&row.flags));
            self.store
                .notify_asker(id, notice, false, self.key()?, now)?;
            return Ok(None);
        }
        let asker = match found {
            Reckoned::Priced(priced) => priced,
            // It was sent by a form that did not ask. Waiting would not change that.
            Reckoned::Unpriced => return end(self, Some("no_price")),
            Reckoned::Unopened => return Ok(Some("it does not open here")),
        };
        let account = self.store.member_account(id)?;
        let today = now.date();
        let current = today.month();
        let paid = account.paid_months();
        if ask.why == "first" && paid.of(current).is_some() {
            // Another revision of what is paid, or a second registration of somebody whose month
            // somebody else pays.
            let mut payers = account.credited.iter().map(|credit| credit.payer);
            let own = payers.any(|payer| payer == id);
            return end(self, (!own).then_some("already_paid"));
        }
        let count = ask.months.unwrap_or(asker.months);
        let Due { months, joins } = Due::of(&content.cover, &paid, today, count);
        let Some(first) = months.first() else {
            return Ok(Some("no month can be billed"));
        };
        if self.somebody_pays(id, *first)? {
            return end(self, Some("somebody_pays"));
        }
        if ask.why == PAYER_ENDED && *first > Self::horizon(&content, today) {
            return end(self, None);
        }
        let mut last_day = current.last_day().max(first.last_day());
        if joins {
            match last_day_to_join(&asker, &content.cover, today) {
                None => return Ok(Some("no birth date is known")),
                Some(day) if day < today => return end(self, Some("too_old")),
                Some(day) => last_day = last_day.min(day),
            }
        }
        let Some(mut lines) = lines(&content, &asker.dues, account.member, &months) else {
            return Ok(Some("the rules name no price"));
        };
        let others = self.for_others(id, &lines, now)?;
        if others.waits {
            return Ok(Some("another bill is being cancelled"));
        }
        if !others.soon.lines.is_empty() {
            return self.bill_soon(ask, others.soon, now);
        }
        lines.extend(others.usual.lines);
        let theirs = others.usual.last_day;
        last_day = theirs.map_or(last_day, |day| day.min(last_day));
        let order = BillOrder {
            id: BillId::new(now, &mut SystemRandom)?,
            payer: id,
            lines,
            last_day,
            why: said_on_bill(&ask.why).to_owned(),
        };
        let wanted = WantedBill {
            order,
            today,
            at: now,
            otherwise: None,
        };
        match self.store.want_bill(&wanted, self.key()?)? {
            Wanted::New(_) => Ok(Some("")),
            Wanted::Again(_) | Wanted::Covered => Ok(None),
            Wanted::Not(NotIssued::OpenBill(other)) => self.replace(ask, other, now),
            Wanted::Not(NotIssued::AlreadyPaid) => end(self, Some("already_paid")),
            Wanted::Not(NotIssued::Claimed) => end(self, None),
            Wanted::Not(NotIssued::Lines) => Ok(Some("the rules name no price")),
            Wanted::Not(NotIssued::Late) => Ok(Some("its last day is over")),
        }
    }

    /// Another bill for the same months is in the way: it is cancelled first, and then the ask
    /// comes again.
    fn replace(
        &self,
        ask: &BillAsk,
        other: BillId,
        now: Timestamp,
    ) -> Result<Option<&'static str>, Failure> {
        self.store.begin_cancel(other, now, None)?;
        if ask.why == "first" || ask.why == "next" {
            self.store
                .ask_bill(ask.id, "replaced", ask.months, now, None)?;
            return Ok(None);
        }
        Ok(Some("another bill is being cancelled"))
    }

    /// What the bill of a registration is reckoned from.
    fn reckon(&mut self, id: RegistrationId) -> Result<Reckoned, Failure> {
        Ok(reckon(&self.store, &self.keys, &mut self.contents, id)?)
    }

    /// The same; none when it cannot be opened here, or its answers do not say it.
    fn asker(&mut self, id: RegistrationId) -> Result<Option<Priced>, Failure> {
        Ok(match self.reckon(id)? {
            Reckoned::Priced(priced) => Some(*priced),
            Reckoned::Unpriced | Reckoned::Unopened => None,
        })
    }

    /// Does somebody pay alone who said that others pay? That is so once somebody has paid for them
    /// and it has ended, and once they had a bill of their own that was made since they said it.
    fn pays_alone(&self, id: RegistrationId, priced: &Priced) -> Result<bool, Failure> {
        if !self.store.paid_for(id)?.is_empty() {
            return Ok(true);
        }
        let member = self.store.member_account(id)?.member;
        let bills = self.store.bills(BillFilter::Payer(id), u32::MAX)?;
        Ok(bills.iter().any(|row| {
            let mut lines = row.bill.lines.iter();
            row.made_at >= priced.payer_said_at() && lines.any(|line| line.member == member)
        }))
    }
}

/// What the bill says of why there is it. That somebody asked is known to them already; that the old
/// code has expired is what matters then.
fn said_on_bill(why: &str) -> &str {
    if why == ASKED_AFTER_EXPIRY {
        "expired"
    } else {
        why
    }
}

/// The pause after so many tries.
pub(super) fn pause(tries: u32) -> Duration {
    FIRST_PAUSE
        .saturating_mul(1 << tries.min(16))
        .min(LONGEST_PAUSE)
}
