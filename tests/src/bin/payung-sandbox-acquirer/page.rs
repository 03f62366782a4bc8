//! The page at `/`: open codes, each with a button that pays it.

use base64ct::{Base64, Encoding};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use payung_model::payment::picture::Modules;
use payung_model::units::Rupiah;

use crate::book::{self, BillCodes, Payment};
use crate::till::Outcomes;

/// Pixels of a module.
const SCALE: usize = 4;

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
color:#1d2129;background:#fff}li{display:flex;gap:1.5rem;align-items:center;margin:1rem 0;flex-wrap:wrap}\
ul{padding:0;list-style:none}img{image-rendering:pixelated}code{overflow-wrap:anywhere}\
button{font:inherit;padding:.6rem 1rem;min-height:3rem}input{font:inherit;padding:.6rem;width:24rem;max-width:100%}\
.said{padding:.6rem 1rem;border:2px solid currentColor}";

pub fn page<'b>(
    outcomes: &Outcomes,
    open: impl Iterator<Item = &'b BillCodes>,
    paid: impl Iterator<Item = (usize, &'b Payment, Rupiah)>,
) -> Markup {
    let open: Vec<_> = open.collect();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Payung's sandbox" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "Payung's sandbox" }
                p { "An acquirer for trying. No money moves: its merchant does not exist, and no payment app can pay these codes." }
                @if let Some(reference) = &outcomes.paid { p .said role="status" { "Paid: " (reference) } }
                @if let Some(why) = &outcomes.refused { p .said role="status" { (refused(why)) } }
                form method="post" action="/pay" {
                    label { "A payment code, or what a QR code holds " input name="code" required autocomplete="off"; }
                    " " button { "Pay" }
                }
                h2 { "Open codes" }
                @if open.is_empty() { p { "None. An office asks for them when a bill is due." } }
                ul { @for code in &open { (line(code)) } }
                h2 { "Paid last" }
                ul { @for (place, payment, refunded) in paid {
                    li {
                        span { (book::reference(place)) " · " (payment.amount) " · " (payment.paid_at) }
                        @if refunded != Rupiah(0) { span { "given back: " (refunded) } }
                    }
                } }
            }
        }
    }
}

fn line(code: &BillCodes) -> Markup {
    // A code that was issued fits a picture; one that does not is shown by its digits.
    let picture = Modules::qr(&code.qris).map(|modules| Base64::encode_string(&modules.png(SCALE)));
    html! {
        li {
            @if let Ok(picture) = &picture {
                img alt={ "QRIS code of " (code.number) } src={ "data:image/png;base64," (picture) };
            }
            div {
                strong { (code.amount) } " · " (code.number) br;
                "payment code " code { (code.payment_code) } br;
                "until " (code.last_day)
                form method="post" action="/pay" {
                    input type="hidden" name="code" value=(code.qris);
                    button { "Pay " (code.amount) }
                }
            }
        }
    }
}

fn refused(why: &str) -> &'static str {
    match why {
        "expired" => "Not paid: the last day of this code is over.",
        "cancelled" => "Not paid: this code was cancelled.",
        "paid" => "Not paid: this code was paid before.",
        "unknown" => "Not paid: there is no such code. Perhaps a digit is wrong.",
        "disk" => "Not paid: the sandbox could not write its file. Start it again.",
        _ => "Not paid: that is no code.",
    }
}
