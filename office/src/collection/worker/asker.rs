//! Until when somebody may join, and the price of months.

use payung_model::content::Content;
use payung_model::cover::CoverRules;
use payung_model::cover::reminder::Dues;
use payung_model::person::Nik;
use payung_model::programme::{Programme, Quote, QuoteRequest};
use payung_model::units::{Date, Month, Rupiah};

use crate::billing::{BillLine, MemberId};
use crate::opener::Priced;

/// The last day on which they may join; none when no birth date is known, neither by its answer nor
/// by the NIK.
pub(super) fn last_day_to_join(asker: &Priced, rules: &CoverRules, today: Date) -> Option<Date> {
    let answered = asker
        .answer("birth_date")
        .and_then(|text| text.parse().ok());
    let born: Option<Date> = answered.or_else(|| {
        let nik = Nik::parse(asker.answer("nik")?).ok()?;
        Some(nik.birth_date(today))
    });
    rules.last_day_to_join(born?)
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
