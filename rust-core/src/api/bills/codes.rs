//! Pictures and texts of the codes of a bill that may be shown.

use payung_model::payment::channel::{ChannelKey, ChannelOffer, offers};
use payung_model::payment::code128::Code128;
use payung_model::payment::picture::Modules;
use payung_model::payment::qris::PayableQris;
use payung_model::sealed::inbox::BillNote;
use payung_model::text::{Arg, Message};

use super::Bills;
use crate::api::PayungError;
use crate::api::error::Failure;
use crate::api::member::Member;
use crate::api::qris::{CodeView, QR_BORDER, SHARED_SCALE, code_view};
use crate::api::state::AppState;

/// Light modules beside bars, as their standard asks.
const BAR_BORDER: u32 = 10;
/// Pixels of a bar module in a picture to be shared, and of a bar's height.
const BAR_SCALE: (usize, usize) = (4, 160);

#[uniffi::export]
impl Bills {
    /// The code of a bill for a channel, to be drawn: a QR code, or bars with one row. Only of a bill
    /// that can be paid.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, _) = example::billed();
    /// let bill = payung.home()?.bill.expect("it can be paid").bill;
    /// let code = payung.bills().code(bill, "indomaret".into())?;
    /// assert_eq!(code.height, 1, "a shop scans bars");
    /// # Ok(())
    /// # }
    /// ```
    pub fn code(&self, bill: String, channel: String) -> Result<CodeView, PayungError> {
        self.app.call("bills.code", || {
            Ok(match self.code_of(&bill, &channel)? {
                Code::Qr(qris) => code_view(&self.app.modules_of(qris.text())?, QR_BORDER),
                Code::Bars(bars) => code_view(bars.bars(), BAR_BORDER),
            })
        })
    }

    /// The code of [`Bills::code`] as a 1-bit PNG with its border, to be shared or printed.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, _) = example::billed();
    /// let bill = payung.home()?.bill.expect("it can be paid").bill;
    /// let picture = payung.bills().code_png(bill, "indomaret".into())?;
    /// assert!(picture.starts_with(b"\x89PNG"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn code_png(&self, bill: String, channel: String) -> Result<Vec<u8>, PayungError> {
        self.app.call("bills.code_png", || {
            Ok(match self.code_of(&bill, &channel)? {
                Code::Qr(qris) => self.app.modules_of(qris.text())?.png(SHARED_SCALE),
                Code::Bars(bars) => bars.png(BAR_SCALE.0, BAR_SCALE.1),
            })
        })
    }

    /// A message to whoever pays: the code, the amount, until when the code is good and, where that is earlier, the due day. It holds no name and no NIK. A QRIS code is a picture ([`Bills::code_png`]), so its text says who receives the money.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, _) = example::billed();
    /// let bill = payung.home()?.bill.expect("it can be paid").bill;
    /// let message = payung.bills().share_text(bill, "indomaret".into())?;
    /// assert!(message.contains("Rp8.400"), "{message}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn share_text(&self, bill: String, channel: String) -> Result<String, PayungError> {
        self.app.call("bills.share_text", || {
            let (member, note, code) = self.app.bill_and_code(&bill, &channel)?;
            let message = match code {
                Code::Qr(qris) => Message::new("bill-share-qris")
                    .with("merchant", Arg::Text(qris.merchant().name.clone())),
                Code::Bars(bars) => {
                    Message::new("bill-share-code").with("code", Arg::Text(bars.text().to_owned()))
                }
            };
            let message = message
                .with("amount", Arg::Money(note.total))
                .with("date", Arg::Date(note.last_day));
            let mut text = self.app.message_text(&message);
            // Whoever pays for somebody else reads the same two days as on the member's screen.
            let rules = self.app.rules();
            let due = self.app.due_before_end(&rules, &member, &note);
            if let Some((_, due)) = due.filter(|(today, due)| today <= due) {
                let due = Message::new("bill-share-due").with("date", Arg::Date(due));
                text = format!("{text}\n{}", self.app.message_text(&due));
            }
            Ok(text)
        })
    }
}

/// A code that may be shown.
enum Code {
    Qr(PayableQris),
    Bars(Code128),
}

impl Bills {
    fn code_of(&self, bill: &str, channel: &str) -> Result<Code, Failure> {
        Ok(self.app.bill_and_code(bill, channel)?.2)
    }
}

impl AppState {
    /// A bill that can be paid, and the code that is shown at that channel.
    fn bill_and_code(
        &self,
        bill: &str,
        channel: &str,
    ) -> Result<(Member<'_>, BillNote, Code), Failure> {
        let (member, opened) = self.member_and_bill(bill)?;
        let none = || self.not_possible("not-possible-bill-code");
        let codes = opened.payable.map_err(|why| match why.refused {
            Some(problem) => Failure::NotPossible(self.refused_words(problem)),
            None => none(),
        })?;
        // A channel that would not be offered for this bill gets no code either, whatever a shell
        // asks for.
        let facts = self.pay_facts(&member, &opened.note, &codes);
        let rules = self.rules();
        let offers = offers(&rules.content.payment.channels, &facts);
        let offer = offers.iter().find(|offer| offer.channel.id == channel);
        let code = match offer.and_then(ChannelOffer::key) {
            Some(ChannelKey::Qris) => codes.qris.clone().map(Code::Qr),
            Some(ChannelKey::PaymentCode) => codes.payment_code.clone().map(Code::Bars),
            _ => None,
        };
        Ok((member, opened.note, code.ok_or_else(none)?))
    }

    fn modules_of(&self, payload: &str) -> Result<Modules, Failure> {
        Modules::qr(payload).map_err(|_| self.not_possible("qris-too-long"))
    }
}
