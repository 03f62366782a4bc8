//! Money at `/metrics`. No label names a bill, a payment or anybody.

use std::fmt::{Display, Write};

use payung_model::units::Timestamp;

use crate::store::money::MoneyFigures;

/// The figures as Prometheus' text.
pub(super) fn text(figures: &MoneyFigures, now: Timestamp) -> String {
    let mut text = String::from("# TYPE payung_bills gauge\n");
    for (state, count) in &figures.bills {
        let _ = writeln!(text, "payung_bills{{state=\"{state}\"}} {count}");
    }
    let mut put = |name: &str, kind: &str, value: &dyn Display| {
        let _ = writeln!(text, "# TYPE {name} {kind}\n{name} {value}");
    };
    put("payung_bills_issued_total", "counter", &figures.issued);
    put("payung_bills_asked", "gauge", &figures.asks);
    put("payung_money_waits", "gauge", &figures.aside);
    put("payung_payments_without_bill", "gauge", &figures.strays);
    put("payung_acquirer_reports_total", "counter", &figures.reports);
    put(
        "payung_acquirer_failures_total",
        "counter",
        &figures.failures,
    );
    let since = |at: Timestamp| now.millis().saturating_sub(at.millis()).max(0) / 1000;
    // Without an acquirer nobody waits for one.
    if let Some(at) = figures.read_at {
        put("payung_acquirer_silent_seconds", "gauge", &since(at));
    }
    put("payung_acquirer_unread_reports", "gauge", &figures.unread);
    let unbooked = figures.unbooked_since.map_or(0, since);
    put("payung_acquirer_unbooked_seconds", "gauge", &unbooked);
    let balanced = u8::from(figures.totals.is_some());
    put("payung_money_balanced", "gauge", &balanced);
    if let Some(totals) = &figures.totals {
        text.push_str("# TYPE payung_money_rupiah gauge\n");
        for (account, amount) in [
            ("received", totals.received),
            ("credited", totals.credited),
            ("unapplied", totals.unapplied),
            ("refunded", totals.refunded),
        ] {
            let amount = amount.0;
            let _ = writeln!(
                text,
                "payung_money_rupiah{{account=\"{account}\"}} {amount}"
            );
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use payung_model::units::Rupiah;

    use super::*;
    use crate::billing::Totals;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(1_795_399_200_000 + seconds * 1000).unwrap()
    }

    #[test]
    fn every_figure_is_a_line_and_what_is_not_known_is_none() {
        let figures = MoneyFigures {
            bills: vec![("open".into(), 3), ("paid".into(), 4)],
            issued: 8,
            asks: 2,
            totals: Some(Totals {
                received: Rupiah(54_800),
                credited: Rupiah(43_400),
                unapplied: Rupiah(11_400),
                refunded: Rupiah(0),
            }),
            aside: 1,
            strays: 5,
            reports: 17,
            read_at: Some(at(0)),
            unread: 3,
            unbooked_since: Some(at(-60)),
            failures: 6,
        };
        let told = text(&figures, at(90));
        for line in [
            "payung_bills{state=\"open\"} 3",
            "payung_bills{state=\"paid\"} 4",
            "payung_bills_issued_total 8",
            "payung_bills_asked 2",
            "payung_money_waits 1",
            "payung_payments_without_bill 5",
            "payung_acquirer_reports_total 17",
            "payung_acquirer_failures_total 6",
            "payung_acquirer_silent_seconds 90",
            "payung_acquirer_unread_reports 3",
            "payung_acquirer_unbooked_seconds 150",
            "payung_money_balanced 1",
            "payung_money_rupiah{account=\"received\"} 54800",
            "payung_money_rupiah{account=\"unapplied\"} 11400",
        ] {
            assert!(told.lines().any(|found| found == line), "{line}\n{told}");
        }
        let nothing = text(&MoneyFigures::default(), at(0));
        assert!(nothing.contains("payung_money_balanced 0\n"));
        assert!(!nothing.contains("silent") && !nothing.contains("rupiah"));
    }
}
