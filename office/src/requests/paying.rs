//! Who pays for whom: a code by which somebody may ask to pay, entering it, and ending it.
//!
//! What happens to a code is decided by the store in one transaction
//! ([`crate::store::Arrangements`]); here it is said in words. Whoever enters a code learns of the
//! member only the masked name, and only once the code was good.

use std::time::Duration;

use payung_model::sealed::{Envelope, OfficeKey, PayCode, Registration, RegistrationId};
use payung_model::text::{Lang, format};
use payung_model::units::Timestamp;

use super::asked::Asked;
use super::text::of;
use crate::desk::{Decider, Decision, MadePayCode, PAY_CODE_CONSENT, new_pay_code};
use crate::failure::Failure;
use crate::keys::KeysProblem;
use crate::store::money::{Ending, PayCodeEntered, PayCodeTaken};
use crate::store::{AuditEntry, Store, StoreError};

/// Questions of the form.
const CODE: &str = "pay_for_code";
const MONTHS: &str = "months";
const WHAT: &str = "pay_end_what";
const NUMBER: &str = "pay_end_number";
/// Codes that nobody has which one registration may enter within [`WATCHED`]. Beyond them an
/// officer looks.
const WRONG_CODES: usize = 10;
const WATCHED: Duration = Duration::from_secs(24 * 3_600);
/// The action in the audit log for a code that nobody has.
const WRONG: &str = "pay for wrong";

/// The key that writes, and the request, opened.
fn opened<'k>(
    store: &Store,
    by: &'k Decider<'_>,
    asked: &Asked<'_>,
) -> Result<Option<(&'k OfficeKey, Registration)>, Failure> {
    let key = by.keys.first();
    let key = key.ok_or(KeysProblem::Damaged("no office key"))?;
    let record = store.latest_record(asked.row.id)?;
    let envelope = record.and_then(|bytes| Envelope::parse(&bytes).ok());
    let request = envelope.and_then(|envelope| envelope.open(by.keys).ok());
    Ok(request.map(|request| (key, request)))
}

fn answer_to<'r>(request: &'r Registration, question: &str) -> Option<&'r str> {
    let mut answers = request.answers.iter();
    let found = answers.find(|answer| answer.question == question)?;
    Some(found.value.reveal())
}

/// A code for the member whose registration asks. None when an officer has to look.
pub(super) fn code(
    store: &Store,
    by: &Decider<'_>,
    asked: &Asked<'_>,
) -> Result<Option<Decision>, Failure> {
    let Some((_, request)) = opened(store, by, asked)? else {
        return Ok(None);
    };
    let mut consents = request.consents.iter();
    let Some(consent) = consents.find(|consent| consent.question == PAY_CODE_CONSENT) else {
        return Ok(None);
    };
    let consent = (consent.version, consent.at);
    let Some(MadePayCode { code, last_day }) =
        new_pay_code(store, asked.first, asked.row.id, consent, by)?
    else {
        return Ok(None);
    };
    let day = format::date(asked.lang(), last_day);
    Ok(Some(accept(match asked.lang() {
        Lang::Id => format!(
            "Kode Anda: {code}. Berikan hanya kepada orang yang mau membayar iuran Anda. Berlaku sekali, sampai {day}."
        ),
        Lang::En => format!(
            "Your code: {code}. Give it only to somebody who wants to pay your contributions. It works once, until {day}."
        ),
    })))
}

/// Somebody entered a code.
pub(super) fn pay_for(
    store: &Store,
    by: &Decider<'_>,
    asked: &Asked<'_>,
) -> Result<Option<Decision>, Failure> {
    let Some((key, request)) = opened(store, by, asked)? else {
        return Ok(None);
    };
    let lang = asked.lang();
    let months = answer_to(&request, MONTHS).and_then(|months| months.parse().ok());
    let (Some(typed), Some(months)) = (answer_to(&request, CODE), months) else {
        return Ok(None);
    };
    let Ok(code) = PayCode::read(typed) else {
        let why = of(
            lang,
            "Kode itu salah ketik. Kode punya 12 huruf dan angka. Cocokkan lagi dengan yang memberi.",
            "That code is mistyped. A code has 12 letters and digits. Compare it with who gave it.",
        );
        return Ok(Some(if asked.is_payer() {
            ask_again(why.to_owned())
        } else {
            refuse(why)
        }));
    };
    if tried_too_often(store, asked.first, by.now)? {
        return Ok(None);
    }
    let entered = PayCodeEntered {
        payer: asked.first,
        digest: code.digest(),
        months,
        today: by.now.date(),
    };
    let taken = store.take_pay_code(&entered, key, by.now)?;
    // The row is also what `tried_too_often` counts. It holds no code.
    if taken == PayCodeTaken::Unknown {
        store.audit(&[AuditEntry {
            at: by.now,
            officer: by.officer,
            action: WRONG,
            id: Some(asked.first),
            detail: "",
        }])?;
    }
    let decision = decision_for(&taken, lang);
    // A request that is refused can be sent again beside the registration that stays. A payer who is
    // no member has nothing else here, so the code is asked for again.
    Ok(Some(match decision {
        Decision::Refuse { words } if asked.is_payer() => ask_again(words),
        decision => decision,
    }))
}

/// Another code is asked for, with the reason at the question.
fn ask_again(why: String) -> Decision {
    Decision::Correct {
        questions: vec![(CODE.to_owned(), why)],
        words: String::new(),
    }
}

fn decision_for(taken: &PayCodeTaken, lang: Lang) -> Decision {
    let refused = |id, en| refuse(of(lang, id, en));
    match taken {
        PayCodeTaken::Done { name, own_bill } => {
            let cancelled = if *own_bill {
                of(
                    lang,
                    " Kode bayarnya sendiri dibatalkan dulu, supaya tidak dibayar dua kali.",
                    " Their own payment code is cancelled first, so that nothing is paid twice.",
                )
            } else {
                ""
            };
            accept(match lang {
                Lang::Id => format!(
                    "Anda membayar iuran {name}.{cancelled} Kode bayarnya segera muncul di pendaftaran Anda."
                ),
                Lang::En => format!(
                    "You pay the contributions of {name}.{cancelled} The payment code appears with your registration soon."
                ),
            })
        }
        PayCodeTaken::Again { name } => accept(match lang {
            Lang::Id => format!("Anda sudah membayar iuran {name}."),
            Lang::En => format!("You already pay the contributions of {name}."),
        }),
        PayCodeTaken::Unknown => refused(
            "Kode itu tidak ada. Cocokkan lagi dengan yang memberi.",
            "There is no such code. Compare it with who gave it.",
        ),
        PayCodeTaken::Used => refused(
            "Kode itu sudah dipakai. Minta kode baru kepada yang memberi.",
            "That code was used already. Ask who gave it for a new one.",
        ),
        PayCodeTaken::Revoked => refused(
            "Kode itu sudah ditarik kembali. Minta kode baru kepada yang memberi.",
            "That code was taken back. Ask who gave it for a new one.",
        ),
        PayCodeTaken::Expired => refused(
            "Kode itu sudah lewat waktunya. Minta kode baru kepada yang memberi.",
            "That code is too old. Ask who gave it for a new one.",
        ),
        PayCodeTaken::Own => refused(
            "Ini kode Anda sendiri. Iuran Anda dibayar dengan tagihan Anda.",
            "This is your own code. Your contributions are paid by your own bill.",
        ),
        PayCodeTaken::SomebodyPays => refused(
            "Sudah ada yang membayar iuran orang ini, jadi Anda tidak perlu membayar.",
            "Somebody already pays this person's contributions, so you need not pay.",
        ),
        PayCodeTaken::Gone => refused(
            "Pendaftaran pemilik kode ini sudah tidak diurus, jadi tidak ada yang dibayar.",
            "The registration behind this code does not go on, so there is nothing to pay.",
        ),
    }
}

/// Ends paying, by the member or by the payer, or takes a code back.
pub(super) fn end(
    store: &Store,
    by: &Decider<'_>,
    asked: &Asked<'_>,
) -> Result<Option<Decision>, Failure> {
    let Some((key, request)) = opened(store, by, asked)? else {
        return Ok(None);
    };
    let (id, lang, now) = (asked.first, asked.lang(), by.now);
    // A process that died before it decided left the end without an answer, and the other side may
    // have ended it meanwhile: it has ended, which is what was asked for.
    let came = asked.row.created_at;
    let ended = |how: &Ending| match store.end_arrangement(id, how, key, now)? {
        None => store.ended_since(id, how, came),
        name => Ok(name),
    };
    let revoked = || {
        Ok::<_, StoreError>(
            store.revoke_pay_code(id, key, now)? || store.pay_code_revoked_since(id, came)?,
        )
    };
    // Nobody pays for a payer who is no member, so that form does not ask what is to end.
    let what = answer_to(&request, WHAT).or(answer_to(&request, NUMBER).map(|_| "member"));
    Ok(match what {
        Some("code") if revoked()? => Some(accept(
            of(
                lang,
                "Kode Anda ditarik kembali. Tidak ada yang bisa memakainya lagi.",
                "Your code was taken back. Nobody can use it any more.",
            )
            .to_owned(),
        )),
        Some("code") => Some(refuse(of(
            lang,
            "Tidak ada kode yang bisa ditarik kembali: belum dibuat, atau sudah dipakai.",
            "There is no code to take back: none was made, or it was used.",
        ))),
        Some("payer") => Some(match ended(&Ending::ByMember)? {
            Some(name) => accept(match lang {
                Lang::Id => format!(
                    "{name} tidak membayar iuran Anda lagi. Bulan yang sudah dibayar tetap berlaku. Berikutnya Anda bayar sendiri."
                ),
                Lang::En => format!(
                    "{name} does not pay your contributions any more. Months that were paid still hold. You pay the next ones."
                ),
            }),
            None => refuse(of(
                lang,
                "Tidak ada orang lain yang membayar iuran Anda sekarang.",
                "Nobody else pays your contributions now.",
            )),
        }),
        Some("member") => {
            let typed = answer_to(&request, NUMBER).unwrap_or_default();
            let number = RegistrationId::read_receipt(typed).unwrap_or_default();
            Some(match ended(&Ending::ByPayer(number))? {
                Some(name) => accept(match lang {
                    Lang::Id => format!(
                        "Anda tidak membayar iuran {name} lagi. Bulan yang sudah dibayar tetap berlaku."
                    ),
                    Lang::En => format!(
                        "You do not pay the contributions of {name} any more. Months that were paid still hold."
                    ),
                }),
                None => refuse(of(
                    lang,
                    "Anda tidak membayar dengan nomor itu. Lihat nomornya di daftar \"Siapa membayar siapa\".",
                    "You pay nothing under that number. See the number in the list \"Who pays for whom\".",
                )),
            })
        }
        _ => None,
    })
}

fn tried_too_often(store: &Store, first: RegistrationId, now: Timestamp) -> Result<bool, Failure> {
    let rows = store.audit_of(first)?;
    let wrong = rows
        .iter()
        .filter(|row| row.action == WRONG && row.at.plus(WATCHED) > now);
    Ok(wrong.count() >= WRONG_CODES)
}

fn accept(words: String) -> Decision {
    Decision::Accept { words }
}

fn refuse(words: &str) -> Decision {
    Decision::Refuse {
        words: words.to_owned(),
    }
}
