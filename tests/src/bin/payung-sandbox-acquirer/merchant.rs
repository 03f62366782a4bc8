//! The sandbox's merchant, who does not exist, and the codes that name it.

use payung_model::payment::qris::{BindProblem, QrisPayload, crc16};
use payung_model::units::Rupiah;

use crate::refusal::Refusal;

/// The static payload without its checksum: an account of the invented acquirer `ID.CONTOH.SANDBOX`
/// and one in the national repository.
const STATIC: &str = "00020101021126580017ID.CONTOH.SANDBOX011893600999000000000102\
                      0400010303UMI51440014ID.CO.QRIS.WWW0215ID10209999999990303UMI\
                      5204630053033605802ID5914PAYUNG SANDBOX6006CONTOH6304";

/// How many payment codes there are.
pub const PAYMENT_CODES: u64 = 100_000_000_000;

/// A dynamic code of the merchant.
pub fn code(amount: Rupiah, number: &str) -> Result<String, Refusal> {
    let text = format!("{STATIC}{:04X}", crc16(STATIC.as_bytes()));
    let payload = QrisPayload::parse(&text).map_err(|_| Refusal::Malformed)?;
    match payload.with_amount(amount, Some(number)) {
        Ok(payload) => Ok(payload.text().to_owned()),
        Err(BindProblem::NoAmount | BindProblem::LargeAmount) => Err(Refusal::Amount),
        Err(_) => Err(Refusal::Number),
    }
}

/// `8812`, eleven digits, and one that makes a slip of the finger another code than any.
pub fn payment_code(number: u64) -> String {
    let text = format!("8812{:011}", number % PAYMENT_CODES);
    let sum: u32 = text
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    format!("{text}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use payung_model::payment::qris::{PayableQris, QrisMerchant};

    use super::*;

    #[test]
    fn a_code_passes_the_gate_of_phone_and_office_and_holds_amount_and_number() {
        let text = code(Rupiah(50_400), "PYG-2611-000017").unwrap();
        let merchant = QrisMerchant {
            nmid: "ID1020999999999".into(),
            name: "PAYUNG SANDBOX".into(),
            accounts: vec!["936009990000000001".into()],
        };
        let payable = PayableQris::check(&text, Rupiah(50_400), &[merchant]).unwrap();
        assert_eq!(payable.city(), "CONTOH");
        let payload = QrisPayload::parse(&text).unwrap();
        assert_eq!(payload.value(62), Some("0115PYG-2611-000017"));
        assert_eq!(payload.value(1), Some("12"));
        let check = payload.check();
        assert!(
            check.problems.is_empty() && check.warnings.is_empty(),
            "{check:?}"
        );
    }

    #[test]
    fn payment_codes_have_a_check_digit() {
        // By hand, from the right: 2 of the 1; 2, 2 of the 1, 8, and 1 + 6 of the 8: 21.
        assert_eq!(payment_code(1), "8812000000000019");
        assert_eq!(payment_code(PAYMENT_CODES + 1), payment_code(1));
        let luhn = |text: &str| {
            let digits = text.bytes().rev().map(|byte| u32::from(byte - b'0'));
            let sum: u32 = digits
                .enumerate()
                .map(|(place, digit)| {
                    if place % 2 == 1 {
                        digit * 2 / 10 + digit * 2 % 10
                    } else {
                        digit
                    }
                })
                .sum();
            sum.is_multiple_of(10)
        };
        for number in [0, 1, 9, 12_345, 99_999_999_999] {
            let code = payment_code(number);
            assert!(code.len() == 16 && luhn(&code), "{code}");
        }
    }
}
