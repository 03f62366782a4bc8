//! The number on the member's card, which some channels ask for in place of a bill's code.

use payung_model::payment::channel::ChannelKey;
use payung_model::text::{Arg, Message};
use payung_model::typed::clean;

use super::{BillView, Bills};
use crate::api::PayungError;
use crate::api::error::Failure;
use crate::api::state::AppState;

#[uniffi::export]
impl Bills {
    /// Keeps the number on the member's card, sealed on this phone, for the channels that ask for it
    /// (`ChannelView.card_button`). It is typed once: every later bill of
    /// the member has it. Spaces, dots and dashes between the digits are left out; an empty text
    /// takes the number away. A number that cannot be one is refused with what is wrong with it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, _) = example::billed();
    /// let bill = payung.home()?.bill.expect("it can be paid").bill;
    /// assert!(payung.bills().card_number(bill.clone(), "123".into()).is_err());
    /// assert_eq!(payung.bills().card_number(bill.clone(), "123 4567 8901".into())?.id, bill);
    /// # Ok(())
    /// # }
    /// ```
    pub fn card_number(&self, bill: String, number: String) -> Result<BillView, PayungError> {
        self.app.call("bills.card_number", || {
            let number = self.app.read_card_number(&number)?;
            let (mut member, opened) = self.app.member_and_bill(&bill)?;
            member.kept.card_number = number;
            member.keep(&self.app)?;
            self.app.bill_view(&member, &opened)
        })
    }
}

impl AppState {
    fn read_card_number(&self, typed: &str) -> Result<Option<String>, Failure> {
        let cleaned = clean(typed);
        let number: String = cleaned
            .chars()
            .filter(|sign| !sign.is_whitespace() && !".-".contains(*sign))
            .collect();
        if number.is_empty() {
            return Ok(None);
        }
        if !number.bytes().all(|sign| sign.is_ascii_digit()) {
            return Err(self.not_possible("not-possible-card-number"));
        }
        let rules = self.rules();
        let digits = rules.content.payment.digits(ChannelKey::CardNumber);
        let wanted = digits.map_or(number.len(), usize::from);
        let (id, name) = match number.len() {
            count if count < wanted => ("digits-too-few", "left"),
            count if count > wanted => ("digits-too-many", "over"),
            _ => return Ok(Some(number)),
        };
        let count = |number: usize| Arg::Number(number as u64);
        let message = Message::new(id)
            .with("count", count(number.len()))
            .with("wanted", count(wanted))
            .with(name, count(number.len().abs_diff(wanted)));
        Err(Failure::NotPossible(self.message_text(&message)))
    }
}
