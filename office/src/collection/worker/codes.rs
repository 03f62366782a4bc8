//! What the acquirer is asked for: codes of bills, their cancelling, and refunds.

use payung_model::content::Content;
use payung_model::payment::qris::PayableQris;
use payung_model::sealed::inbox::BillCode;
use payung_model::units::{Rupiah, Timestamp};

use super::{BillingPass, BillingWorker, LEASED, ROUNDS, pause};
use crate::billing::{Bill, BillState};
use crate::clock::Stopwatch;
use crate::collection::acquirer::{AcquirerProblem, CodeOrder, IssuedCodes};
use crate::failure::Failure;
use crate::store::money::CodeTask;

/// Why something waits that the acquirer was asked for.
const SILENT: &str = "the acquirer does not answer";
/// Why the rest waits when it answers, and takes its time.
const SLOW: &str = "the acquirer takes too long";

/// The outcome of one try for a bill that waits for the acquirer.
enum Step {
    /// It is done.
    Done,
    /// Tried again after a pause.
    Aside(&'static str),
    /// The acquirer does not answer: nothing more is asked of it in this pass.
    Away(String),
}

impl BillingWorker {
    /// Has codes issued and cancelled at the acquirer.
    pub(super) fn ask_acquirer(
        &mut self,
        now: Timestamp,
        pass: &mut BillingPass,
    ) -> Result<(), Failure> {
        let began = Stopwatch::start();
        for _ in 0..ROUNDS {
            let tasks = self.store.lease_codes(now, self.lease(now), LEASED)?;
            let all = tasks.len() < LEASED as usize;
            let mut away: Option<String> = None;
            for CodeTask { bill, tries } in tasks {
                if away.is_none() && began.elapsed() > self.patience {
                    away = Some(SLOW.to_owned());
                }
                let step = match (&away, bill.state) {
                    // The rest of what was leased is set aside too. Otherwise it would wait until
                    // the lease ends.
                    (Some(problem), _) => Step::Away(problem.clone()),
                    (None, BillState::Wanted) => self.issue(&bill, now, pass)?,
                    (None, _) => self.cancel(&bill, now, pass)?,
                };
                let until = now.plus(pause(tries));
                match step {
                    Step::Done => {}
                    Step::Aside(reason) => {
                        pass.aside += 1;
                        self.note.failures += 1;
                        tracing::error!(reason, tries = tries + 1, "a bill waits for the acquirer");
                        self.store.set_code_aside(bill.id, reason, until)?;
                    }
                    Step::Away(problem) => {
                        pass.aside += 1;
                        if away.is_none() {
                            self.note.failures += 1;
                            tracing::warn!(problem, "codes are asked for again later");
                        }
                        let reason = if problem == SLOW { SLOW } else { SILENT };
                        self.store.set_code_aside(bill.id, reason, until)?;
                        away = Some(problem);
                    }
                }
            }
            if all || away.is_some() {
                break;
            }
        }
        Ok(())
    }

    fn issue(
        &mut self,
        bill: &Bill,
        now: Timestamp,
        pass: &mut BillingPass,
    ) -> Result<Step, Failure> {
        let order = CodeOrder {
            bill: bill.id,
            amount: bill.total,
            last_day: bill.last_day,
            number: bill.id.receipt(),
        };
        let codes = match self.acquirer.issue(&order) {
            Ok(codes) => codes,
            Err(AcquirerProblem::Away(problem)) => return Ok(Step::Away(problem)),
            Err(AcquirerProblem::Cancelled) => {
                // Somebody cancelled it there: so it is cancelled here.
                self.store.begin_cancel(bill.id, now, None)?;
                return Ok(Step::Aside("it was cancelled at the acquirer"));
            }
            Err(AcquirerProblem::Conflict) => {
                return Ok(Step::Aside(
                    "the acquirer knows it with another amount or day",
                ));
            }
            Err(AcquirerProblem::Paid) => return Ok(Step::Aside("it was paid at the acquirer")),
            Err(AcquirerProblem::Refused(what)) => {
                tracing::error!(what, "the acquirer refuses a code");
                return Ok(Step::Aside("the acquirer refuses"));
            }
        };
        let (_, content) = self.newest()?;
        let codes = match checked(&codes, bill.total, &content) {
            Ok(codes) => codes,
            Err(reason) => return Ok(Step::Aside(reason)),
        };
        if self.store.code_issued(bill.id, &codes, self.key()?, now)? {
            pass.issued += 1;
        }
        Ok(Step::Done)
    }

    fn cancel(
        &mut self,
        bill: &Bill,
        now: Timestamp,
        pass: &mut BillingPass,
    ) -> Result<Step, Failure> {
        match self.acquirer.cancel(bill.id) {
            Ok(()) | Err(AcquirerProblem::Cancelled) => {
                if self.store.cancelled(bill.id, self.key()?, now)? {
                    pass.cancelled += 1;
                }
                Ok(Step::Done)
            }
            Err(AcquirerProblem::Away(problem)) => Ok(Step::Away(problem)),
            // Its report comes, and pays it.
            Err(AcquirerProblem::Paid) => Ok(Step::Aside("it was paid at the acquirer")),
            Err(AcquirerProblem::Conflict | AcquirerProblem::Refused(_)) => {
                Ok(Step::Aside("the acquirer does not cancel it"))
            }
        }
    }

    /// Has refunds paid out by the acquirer.
    pub(super) fn pay_out(
        &mut self,
        now: Timestamp,
        pass: &mut BillingPass,
    ) -> Result<(), Failure> {
        let (began, mut away) = (Stopwatch::start(), None);
        for refund in self.store.lease_refunds(now, self.lease(now), LEASED)? {
            if away.is_none() && began.elapsed() > self.patience {
                away = Some(SLOW);
            }
            // The rest of what was leased is set aside too. Otherwise it would wait until the lease
            // ends.
            let reason = if let Some(reason) = away {
                reason
            } else {
                let done = self
                    .acquirer
                    .refund(refund.id, &refund.reference, refund.amount);
                match done {
                    Ok(()) => {
                        self.store.refunded(refund.id, now)?;
                        continue;
                    }
                    Err(AcquirerProblem::Away(_)) => {
                        away = Some(SILENT);
                        self.note.failures += 1;
                        SILENT
                    }
                    Err(_) => {
                        self.note.failures += 1;
                        "the acquirer refuses a refund"
                    }
                }
            };
            pass.aside += 1;
            tracing::error!(reason, tries = refund.tries + 1, "a refund waits");
            let until = now.plus(pause(refund.tries));
            self.store.set_refund_aside(refund.id, reason, until)?;
        }
        Ok(())
    }
}

/// The codes as a phone may get them, or why none of them may be sent.
fn checked(
    codes: &IssuedCodes,
    total: Rupiah,
    content: &Content,
) -> Result<Vec<BillCode>, &'static str> {
    let mut good = Vec::new();
    if let Some(qris) = &codes.qris {
        let merchants = &content.payment.merchants;
        // A code that somebody put in the place of the acquirer's would take the money, so only
        // merchants that the signed rules name are passed on.
        let payable = PayableQris::check(qris, total, merchants).map_err(|problem| {
            tracing::error!(
                code = problem.code(),
                "a code of the acquirer is not sent to a phone"
            );
            "the acquirer's code is wrong, or its merchant is not in the rules"
        })?;
        good.push(BillCode {
            kind: "qris".into(),
            value: payable.text().to_owned(),
        });
    }
    if let Some(code) = &codes.payment_code {
        let fits = (4..=40).contains(&code.len()) && code.bytes().all(|it| it.is_ascii_digit());
        if !fits {
            return Err("the acquirer's payment code is no number");
        }
        good.push(BillCode {
            kind: "payment_code".into(),
            value: code.clone(),
        });
    }
    if good.is_empty() {
        return Err("the acquirer gave no code");
    }
    Ok(good)
}
