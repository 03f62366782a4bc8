//! The registration whose bill is reckoned, and the price of its months.

use payung_model::content::Content;
use payung_model::cover::reminder::Dues;
use payung_model::person::Nik;
use payung_model::programme::{Programme, Quote, QuoteRequest};
use payung_model::sealed::Registration;
use payung_model::units::{Date, Month, Rupiah};

use crate::billing::{BillLine, MemberId};

/// A registration whose bill can be reckoned.
pub(super) struct Asker {
    pub(super) registration: Registration,
    pub(super) dues: Dues,
    pub(super) months: u8,
}

impl Asker {
    /// The option of the form's question `payer`. Where nobody was asked, nobody knows who pays.
    pub(super) fn payer(&self) -> &str {
        self.answer("payer").unwrap_or("unknown")
    }

    /// The birth date that was answered, or the one in the NIK.
    pub(super) fn born(&self, today: Date) -> Option<Date> {
        let answered = self.answer("birth_date").and_then(|text| text.parse().ok());
        answered.or_else(|| {
            let nik = Nik::parse(self.answer("nik")?).ok()?;
            Some(nik.birth_date(today))
        })
    }

    fn answer(&self, question: &str) -> Option<&str> {
        let mut answers = self.registration.answers.iter();
        let found = answers.find(|answer| answer.question == question)?;
        Some(found.value.reveal())
    }
}

/// What the month costs for each programme by these rules; none when they do not say it.
pub(super) fn parts(
    content: &Content,
    dues: &Dues,
    month: Month,
) -> Option<Vec<(Programme, Rupiah)>> {
    let request = QuoteRequest {
        income: dues.income,
        work: dues.work,
        payer: dues.payer,
        programmes: dues.programmes.clone(),
        months: *content.tariff.periods.iter().min()?,
        from: month,
    };
    let quote = Quote::of(&content.tariff, &request).ok()?;
    let of_month = quote.lines.iter().filter(|line| line.month == month);
    Some(of_month.map(|line| (line.programme, line.amount)).collect())
}

pub(super) fn lines(
    content: &Content,
    dues: &Dues,
    member: MemberId,
    months: &[Month],
) -> Option<Vec<BillLine>> {
    let line = |month: &Month| {
        Some(BillLine {
            member,
            month: *month,
            parts: parts(content, dues, *month)?,
        })
    };
    months.iter().map(line).collect()
}
