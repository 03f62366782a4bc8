//! What the acquirer reports: payments, each booked once.

use payung_model::units::Timestamp;

use super::{BillingPass, BillingWorker, ROUNDS, pause};
use crate::billing::{Booked, Payment};
use crate::failure::Failure;

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
        let mut unreadable: Option<u64> = None;
        for _ in 0..ROUNDS {
            let reports = match self.acquirer.payments(after, REPORTS) {
                Ok(reports) => reports,
                Err(problem) => {
                    let pause = pause(self.away.1);
                    self.away = (now.plus(pause), self.away.1.saturating_add(1));
                    self.note.failures += 1;
                    tracing::warn!(%problem, "payments cannot be asked for; tried again later");
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
            let mut furthest = after;
            for report in &reports.reports {
                if let Some(payment) = &report.payment {
                    self.book(payment, now, pass)?;
                } else {
                    let first = unreadable.unwrap_or(report.sequence);
                    unreadable = Some(first.min(report.sequence));
                    tracing::error!(sequence = report.sequence, "a report cannot be read");
                }
                furthest = furthest.max(report.sequence);
            }
            // What cannot be read is asked for again: somebody paid.
            let place = unreadable.map_or(furthest, |place| furthest.min(place.saturating_sub(1)));
            if place > read {
                self.store.set_cursor(place)?;
            }
            // An acquirer that gives nothing further than what was asked for must not keep this
            // pass going.
            if reports.reports.is_empty() || furthest >= reports.last || furthest == after {
                self.note.read_at = Some(now);
                self.note.unbooked = unreadable.is_some();
                return Ok(());
            }
            after = furthest;
        }
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
