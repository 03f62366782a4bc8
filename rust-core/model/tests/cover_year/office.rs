//! What the office does in that year.

use payung_model::content::Content;
use payung_model::cover::reminder::OpenBill;
use payung_model::cover::{Cover, CoverState};
use payung_model::units::{Rupiah, Timestamp};

use super::Member;
use super::random::Random;

impl Member {
    /// What the phone knows from the office.
    pub fn known(&self) -> (usize, [Option<OpenBill>; 2], bool) {
        let bills = [self.bill, self.bill_for_others];
        (self.paid.len(), bills, self.somebody_pays)
    }

    /// What the office writes: payments, who pays, and bills: the first one, one to start again, and
    /// those for others.
    pub fn office(&mut self, content: &Content, random: &mut Random, now: Timestamp, number: i32) {
        let day = self.settings.zone.day(now);
        for bill in [&mut self.bill, &mut self.bill_for_others] {
            if bill.is_some_and(|bill| bill.expires < day || random.one_in(20)) {
                *bill = None;
            }
        }
        if number == 0 && self.begins > 0 {
            let expires = day.plus_days(self.begins - 1).unwrap();
            self.bill = Some(OpenBill {
                amount: Rupiah(16_800),
                issued: now,
                said_paid: None,
                expires,
            });
        }
        let cover = Cover::of(&content.cover, &content.calendar, &self.months(), day);
        let ended = matches!(cover.state, CoverState::Ended { .. });
        if ended && self.bill.is_none() && random.one_in(20) {
            self.bill = Some(OpenBill {
                amount: Rupiah(16_800),
                issued: now,
                said_paid: None,
                expires: day.month().last_day(),
            });
        }
        let pays = number == self.begins || random.one_in(self.diligence);
        if number >= self.begins && pays {
            self.pay(content, random, day);
            self.bill = None;
        }
        let next_end = day.month().next().unwrap().last_day();
        if self.pays_for_others && day.day() >= 24 && self.bill_for_others.is_none() {
            self.bill_for_others = Some(OpenBill {
                amount: Rupiah(33_600),
                issued: now,
                said_paid: None,
                expires: next_end,
            });
        }
        if random.one_in(100) && !self.paid.is_empty() {
            self.somebody_pays = !self.somebody_pays;
        }
    }
}
