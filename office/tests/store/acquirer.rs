//! An acquirer that is played, with everything that a real one may do to an office: it does not
//! answer, answers after it did what was asked, reports twice and out of order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

use payung_model::sealed::RegistrationId;
use payung_model::sealed::inbox::BillId;
use payung_model::units::{Date, Rupiah, Timestamp};
use payung_office::billing::Payment;
use payung_office::collection::acquirer::{
    Acquirer, AcquirerProblem, CodeOrder, IssuedCodes, PaymentReport, ReportPlace, Reports,
};
use payung_office::store::money::ReportMark;

pub(super) const NMID: &str = "ID1020999999999";
pub(super) const MERCHANT: &str = "PAYUNG SANDBOX";

/// What an acquirer does to the next calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mood {
    #[default]
    Good,
    /// It does nothing, and does not answer.
    Gone,
    /// It does what is asked, and its answer is lost.
    Mute,
    /// The process that asks dies before the call.
    KillsBefore,
    /// The process that asks dies when it was done.
    KillsAfter,
}

#[derive(Default)]
pub(super) struct Inside {
    pub mood: Mood,
    /// The mood of that call from now on; good again afterwards.
    pub at: Option<(u32, Mood)>,
    /// Reports come out of order, and each twice.
    pub untidy: bool,
    pub nmid: Option<&'static str>,
    /// Cancelling this bill is refused.
    pub keeps: Option<BillId>,
    /// Places of reports that nobody can read.
    pub unreadable: BTreeSet<u64>,
    /// Places of reports that do not say their place.
    pub unplaced: BTreeSet<u64>,
    /// How often a refund was asked for.
    pub refunds_asked: u32,
    codes: BTreeMap<BillId, Code>,
    reports: Vec<Payment>,
    refunds: BTreeMap<RegistrationId, (String, Rupiah)>,
}

struct Code {
    order: Option<CodeOrder>,
    cancelled: bool,
    paid: bool,
}

/// Clones are one acquirer.
#[derive(Clone, Default)]
pub(super) struct Played(Arc<Mutex<Inside>>);

impl Played {
    pub(super) fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Somebody pays a code, if it can be paid. Its reference.
    pub(super) fn pay(
        &self,
        bill: BillId,
        amount: Option<Rupiah>,
        at: Timestamp,
    ) -> Option<String> {
        let mut inside = self.inside();
        let code = inside.codes.get_mut(&bill)?;
        let order = code.order.clone()?;
        if code.cancelled || code.paid || at.date() > order.last_day {
            return None;
        }
        code.paid = true;
        let reference = format!("CTH-{:06}", inside.reports.len() + 1);
        inside.reports.push(Payment {
            reference: reference.clone(),
            bill,
            amount: amount.unwrap_or(order.amount),
            paid_at: at,
            channel: "qris".into(),
        });
        Some(reference)
    }

    /// Any report.
    pub(super) fn report(&self, payment: Payment) {
        self.inside().reports.push(payment);
    }

    /// All money that was paid here.
    pub(super) fn taken(&self) -> u64 {
        self.inside().reports.iter().map(|it| it.amount.0).sum()
    }

    /// All money that was paid back.
    pub(super) fn given_back(&self) -> u64 {
        self.inside().refunds.values().map(|(_, it)| it.0).sum()
    }

    /// Bills whose codes can be paid on that day.
    pub(super) fn payable(&self, day: Date) -> Vec<BillId> {
        let inside = self.inside();
        let can = |code: &Code| {
            let order = code.order.as_ref();
            !code.cancelled && !code.paid && order.is_some_and(|order| order.last_day >= day)
        };
        let found = inside.codes.iter().filter(|(_, code)| can(code));
        found.map(|(id, _)| *id).collect()
    }

    /// The payload of that bill's code.
    pub(super) fn code(&self, bill: BillId) -> String {
        let inside = self.inside();
        let order = inside.codes.get(&bill).and_then(|code| code.order.as_ref());
        let nmid = inside.nmid.unwrap_or(NMID);
        order.map_or_else(String::new, |order| qris(nmid, order.amount))
    }

    fn call<T>(
        &self,
        work: impl FnOnce(&mut Inside) -> Result<T, AcquirerProblem>,
    ) -> Result<T, AcquirerProblem> {
        let mut inside = self.inside();
        if let Some((calls, mood)) = inside.at {
            if calls == 0 {
                (inside.at, inside.mood) = (None, mood);
            } else {
                inside.at = Some((calls - 1, mood));
            }
        }
        let mood = inside.mood;
        if matches!(mood, Mood::KillsBefore | Mood::KillsAfter) {
            inside.mood = Mood::Good;
        }
        let gone = || Err(AcquirerProblem::Away("it is played".into()));
        match mood {
            Mood::Good => work(&mut inside),
            Mood::Gone => gone(),
            Mood::Mute => {
                let _ = work(&mut inside);
                gone()
            }
            Mood::KillsBefore => panic!("killed before the call"),
            Mood::KillsAfter => {
                let _ = work(&mut inside);
                panic!("killed after the call")
            }
        }
    }
}

impl Acquirer for Played {
    fn issue(&self, order: &CodeOrder) -> Result<IssuedCodes, AcquirerProblem> {
        self.call(|inside| {
            let code = inside.codes.entry(order.bill).or_insert_with(|| Code {
                order: Some(order.clone()),
                cancelled: false,
                paid: false,
            });
            if code.cancelled {
                return Err(AcquirerProblem::Cancelled);
            }
            if code.order.as_ref() != Some(order) {
                return Err(AcquirerProblem::Conflict);
            }
            let nmid = inside.nmid.unwrap_or(NMID);
            Ok(IssuedCodes {
                qris: Some(qris(nmid, order.amount)),
                payment_code: Some("881200001234".into()),
            })
        })
    }

    fn cancel(&self, bill: BillId) -> Result<(), AcquirerProblem> {
        self.call(|inside| {
            if inside.keeps == Some(bill) {
                return Err(AcquirerProblem::Refused("status 422".into()));
            }
            let code = inside.codes.entry(bill).or_insert(Code {
                order: None,
                cancelled: false,
                paid: false,
            });
            if code.paid {
                return Err(AcquirerProblem::Paid);
            }
            code.cancelled = true;
            Ok(())
        })
    }

    fn payments(&self, after: u64, most: u32) -> Result<Reports, AcquirerProblem> {
        self.call(|inside| {
            let from = usize::try_from(after).unwrap();
            let numbered = inside.reports.iter().enumerate().skip(from);
            let mut reports: Vec<PaymentReport> = numbered
                .take(most as usize)
                .map(|(place, payment)| {
                    let sequence = place as u64 + 1;
                    let is_unreadable = inside.unreadable.contains(&sequence);
                    let place = if inside.unplaced.contains(&sequence) {
                        // What came with two payments of one reference is alike.
                        ReportPlace::Unknown(ReportMark::of(payment.reference.as_bytes(), 0))
                    } else {
                        ReportPlace::At(sequence)
                    };
                    PaymentReport {
                        place,
                        payment: if is_unreadable {
                            Err("its bill is no id")
                        } else {
                            Ok(payment.clone())
                        },
                    }
                })
                .collect();
            if inside.untidy {
                reports.extend(reports.clone());
                reports.reverse();
            }
            Ok(Reports {
                reports,
                last: inside.reports.len() as u64,
            })
        })
    }

    fn refund(
        &self,
        id: RegistrationId,
        reference: &str,
        amount: Rupiah,
    ) -> Result<(), AcquirerProblem> {
        self.inside().refunds_asked += 1;
        self.call(|inside| {
            let known = inside.reports.iter().find(|it| it.reference == reference);
            let paid = known.ok_or(AcquirerProblem::Refused("unknown".into()))?;
            let before: u64 = inside
                .refunds
                .iter()
                .filter(|(other, (of, _))| **other != id && of == reference)
                .map(|(_, (_, amount))| amount.0)
                .sum();
            if before + amount.0 > paid.amount.0 {
                return Err(AcquirerProblem::Refused("too much".into()));
            }
            inside.refunds.insert(id, (reference.to_owned(), amount));
            Ok(())
        })
    }
}

/// A payload of QRIS as `EMVCo` and ASPI write it; no real merchant's.
pub(super) fn qris(nmid: &str, amount: Rupiah) -> String {
    let field = |tag: &str, value: &str| format!("{tag}{:02}{value}", value.len());
    let national = [
        field("00", "ID.CO.QRIS.WWW"),
        field("02", nmid),
        field("03", "UMI"),
    ];
    let mut text = [
        field("00", "01"),
        field("01", "12"),
        field("51", &national.concat()),
        field("52", "8398"),
        field("53", "360"),
        field("54", &amount.0.to_string()),
        field("58", "ID"),
        field("59", MERCHANT),
        field("60", "CONTOH"),
    ]
    .concat();
    text.push_str("6304");
    let mut crc = 0xffff_u16;
    for byte in text.bytes() {
        crc ^= u16::from(byte) << 8;
        for _ in 0..8 {
            crc = if crc & 0x8000 == 0 {
                crc << 1
            } else {
                crc << 1 ^ 0x1021
            };
        }
    }
    format!("{text}{crc:04X}")
}
