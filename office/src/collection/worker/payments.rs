//! What the acquirer reports: payments, each booked once.

use std::collections::VecDeque;

use payung_model::units::Timestamp;

use super::{BillingPass, BillingWorker, ROUNDS, pause};
use crate::billing::{Booked, Payment};
use crate::clock::Stopwatch;
use crate::collection::acquirer::{AcquirerProblem, PaymentReport, ReportPlace};
use crate::failure::Failure;
use crate::store::money::ReportKey;

/// Reports that are read at once.
const REPORTS: u32 = 200;
/// Reports before the last one read that are read again, because some may come late.
const OVERLAP: u64 = 100;
/// References that are known to be booked, at most: so many need not be asked for again.
const MOST_SEEN: usize = 10_000;

impl BillingWorker {
    /// Reads the acquirer's reports from where the last ones ended, and books each once.
    pub(super) fn book_payments(
        &mut self,
        now: Timestamp,
        pass: &mut BillingPass,
    ) -> Result<(), Failure> {
        if now < self.away.0 {
            return Ok(());
        }
        let read = self.store.cursor()?;
        let mut after = read.saturating_sub(OVERLAP);
        for _ in 0..ROUNDS {
            let reports = match self.acquirer.payments(after, REPORTS) {
                Ok(reports) => reports,
                Err(problem) => {
                    self.is_away(&problem, now);
                    return Ok(());
                }
            };
            self.away = Default::default();
            if reports.last < read {
                // Another acquirer, or one that lost its memory: references still book once.
                tracing::error!(
                    read,
                    last = reports.last,
                    "the acquirer has fewer reports than were read"
                );
            }
            let (mut furthest, mut before) = (after, after);
            for report in &reports.reports {
                before = report.sequence().unwrap_or(before);
                match &report.payment {
                    Ok(payment) => self.book(payment, now, pass)?,
                    Err(reason) => self.keep_unread(key_of(report, before), reason, now)?,
                }
                furthest = furthest.max(before);
            }
            // What cannot be read is kept by its place, so it holds nobody else back.
            if furthest > read {
                self.store.set_cursor(furthest)?;
            }
            // An acquirer that gives nothing further than what was asked for must not keep this
            // pass going.
            let all = reports.reports.is_empty() || furthest >= reports.last;
            if all {
                self.note.read_at = Some(now);
            } else if furthest == after {
                // Nobody knows what comes behind these, so it is not said that all was read.
                self.note.failures += 1;
                tracing::error!(after, "the acquirer's reports name no place further on");
            }
            if all || furthest == after {
                return Ok(());
            }
            after = furthest;
        }
        Ok(())
    }

    /// Asks again for reports that could not be read, each after a pause that grows, and books
    /// those that can be read now.
    pub(super) fn read_again(
        &mut self,
        now: Timestamp,
        pass: &mut BillingPass,
    ) -> Result<(), Failure> {
        if now < self.away.0 {
            return Ok(());
        }
        let mut due = VecDeque::from(self.store.unread_due(now, REPORTS)?);
        let began = Stopwatch::start();
        while let Some(first) = due.front() {
            if began.elapsed() > self.patience {
                return Ok(());
            }
            let first = first.key.sequence;
            let after = first.saturating_sub(1);
            let found = match self.acquirer.payments(after, REPORTS) {
                Ok(found) => found.reports,
                Err(problem) => {
                    self.is_away(&problem, now);
                    return Ok(());
                }
            };
            // Of a place that this answer reaches, it says all that there is; of the first one in
            // any case, so that this ends.
            let furthest = found.iter().filter_map(PaymentReport::sequence).max();
            let furthest = furthest.unwrap_or_default();
            while let Some(unread) = due.front() {
                let key = &unread.key;
                // One without a place comes behind its place, so an answer that ends there may lack
                // it.
                let reached =
                    key.sequence < furthest || key.mark.is_none() && key.sequence == furthest;
                if key.sequence != first && !reached {
                    break;
                }
                let here = found.iter().find(|report| is_report(key, report));
                let reason = match here.map(|report| &report.payment) {
                    Some(Ok(payment)) => {
                        self.book(payment, now, pass)?;
                        self.store.was_read(key)?;
                        self.unread.remove(key);
                        None
                    }
                    Some(Err(reason)) => Some(*reason),
                    None => {
                        // It may have got a place, at which nobody looks any more.
                        if key.mark.is_some() {
                            for report in &found {
                                if let Ok(payment) = &report.payment {
                                    self.book(payment, now, pass)?;
                                }
                            }
                        }
                        Some("the acquirer does not report it any more")
                    }
                };
                if let Some(reason) = reason {
                    let until = now.plus(pause(unread.tries));
                    self.store.set_unread_aside(key, reason, until)?;
                }
                due.pop_front();
            }
        }
        Ok(())
    }

    fn is_away(&mut self, problem: &AcquirerProblem, now: Timestamp) {
        let pause = pause(self.away.1);
        self.away = (now.plus(pause), self.away.1.saturating_add(1));
        self.note.failures += 1;
        tracing::warn!(%problem, "payments cannot be asked for; tried again later");
    }

    /// Keeps the place of a report that cannot be read: somebody paid.
    fn keep_unread(
        &mut self,
        report: ReportKey,
        reason: &str,
        now: Timestamp,
    ) -> Result<(), Failure> {
        if self.unread.contains(&report) {
            return Ok(());
        }
        let again = now.plus(pause(0));
        if self.store.note_unread(&report, reason, now, again)? {
            tracing::error!(
                %report,
                reason,
                "a report cannot be read: see `office money unread`"
            );
        }
        if self.unread.len() >= MOST_SEEN {
            self.unread.clear();
        }
        self.unread.insert(report);
        Ok(())
    }

    fn book(
        &mut self,
        payment: &Payment,
        now: Timestamp,
        pass: &mut BillingPass,
    ) -> Result<(), Failure> {
        let seen = format!(
            "{} {} {}",
            payment.reference, payment.bill, payment.amount.0
        );
        if self.seen.contains(&seen) {
            return Ok(());
        }
        match self.store.book_payment(payment, self.key()?, now)? {
            Booked::Again => {}
            Booked::Refused => tracing::error!(
                "a payment has another payment's reference: see `office money unapplied`"
            ),
            Booked::Unknown => {
                pass.booked += 1;
                tracing::error!("a payment belongs to no bill here: see `office money unapplied`");
            }
            Booked::Paid { .. } | Booked::Unapplied => pass.booked += 1,
        }
        if self.seen.len() >= MOST_SEEN {
            self.seen.clear();
        }
        self.seen.insert(seen);
        Ok(())
    }
}

/// Which report it is; `before`: the place of the last one that has a place, itself among them.
fn key_of(report: &PaymentReport, before: u64) -> ReportKey {
    let mark = match &report.place {
        ReportPlace::At(_) => None,
        ReportPlace::Unknown(mark) => Some(mark.clone()),
    };
    ReportKey {
        sequence: before,
        mark,
    }
}

fn is_report(key: &ReportKey, report: &PaymentReport) -> bool {
    match (&report.place, &key.mark) {
        (ReportPlace::At(sequence), None) => *sequence == key.sequence,
        (ReportPlace::Unknown(mark), Some(known)) => mark == known,
        _ => false,
    }
}
