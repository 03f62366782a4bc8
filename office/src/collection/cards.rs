//! Cards: what a member's next card is, and sending it.
//!
//! Somebody whose month is paid gets one, for days only. It is made anew when half of its days are
//! over, when what is paid changes, and when its key was rotated.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use payung_model::card::Card;
use payung_model::content::Content;
use payung_model::cover::{Cover, CoverState};
use payung_model::journey::OfficeState;
use payung_model::person::Nik;
use payung_model::sealed::{Envelope, OfficeKey, Registration, RegistrationId, SigningKey};
use payung_model::units::{Date, Timestamp};

use super::worker::{BillingPass, BillingWorker, LEASED, ROUNDS, pause};
use crate::failure::Failure;
use crate::store::Store;
use crate::store::money::{CardTask, MemberAccount, NextCard, SentCard};

/// How long a lease keeps other workers away from a card. Nobody outside is asked for a card, so a
/// minute is enough.
const LEASE: Duration = Duration::from_secs(60);

/// What a member's card may say now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardNow {
    /// This.
    Card(Box<Card>),
    /// Nothing: this month is not paid. From that day on it will be, if months ahead are paid.
    NotCovered(Option<Date>),
    /// Nothing: the registration says no NIK, or one that cannot be read.
    NoNumber,
}

/// What the card of that registration's member may say now, by what is credited and by these rules.
pub fn card_now(
    content: &Content,
    registration: &Registration,
    account: &MemberAccount,
    now: Timestamp,
) -> CardNow {
    let answer = |question: &str| {
        let mut answers = registration.answers.iter();
        let found = answers.find(|answer| answer.question == question);
        found.map_or("", |answer| answer.value.reveal())
    };
    let paid = account.paid_months();
    let today = now.date();
    let cover = Cover::of(&content.cover, &content.calendar, &paid, today);
    let until = match cover.state {
        CoverState::Protected { until } => until,
        CoverState::NotYet { starts } => return CardNow::NotCovered(starts),
        CoverState::Grace { .. } | CoverState::Ended { .. } => return CardNow::NotCovered(None),
    };
    let Ok(nik) = Nik::parse(answer("nik")) else {
        return CardNow::NoNumber;
    };
    let month = paid.months().iter().find(|it| it.month == today.month());
    let programmes = month.map_or(Vec::new(), |month| month.programmes.clone());
    let issuer = &content.controller.name;
    let days = content.card.days.days;
    match Card::of(issuer, &nik, answer("name"), until, programmes, now, days) {
        Ok(card) => CardNow::Card(Box::new(card)),
        Err(_) => CardNow::NotCovered(None),
    }
}

/// The newest revision of a registration, opened; none when it is not here or these keys do not open
/// it.
pub fn opened(
    store: &Store,
    keys: &[OfficeKey],
    id: RegistrationId,
) -> Result<Option<Registration>, Failure> {
    let record = store.latest_record(id)?;
    let envelope = record.and_then(|bytes| Envelope::parse(&bytes).ok());
    Ok(envelope.and_then(|envelope| envelope.open(keys).ok()))
}

/// A card, signed and ready to be sent.
pub fn signed(card: &Card, key: &SigningKey) -> NextCard {
    let sent = SentCard {
        expires: card.expires,
        summary: summary(card),
        key_id: Card::key_id(&key.public()).to_vec(),
    };
    NextCard::Send {
        text: card.sign(key),
        sent,
    }
}

/// When the card is looked at again: halfway through its days, so that a phone that was without a
/// network for days still has a good one. A card that ends with what is paid is looked at when that
/// is over.
pub fn again(card: &Card, now: Timestamp) -> Timestamp {
    if card.last_day() >= card.paid_until {
        return card.expires;
    }
    let left = card.expires.millis().saturating_sub(now.millis()).max(0) / 2;
    now.plus(Duration::from_millis(left.unsigned_abs()))
}

fn summary(card: &Card) -> String {
    let programmes: Vec<&str> = card.programmes.iter().map(|it| it.code()).collect();
    format!("{} {}", card.paid_until, programmes.join(","))
}

/// Is another one sent in place of the last?
fn is_due(sent: Option<&SentCard>, card: &Card, key: &SigningKey, now: Timestamp) -> bool {
    let Some(sent) = sent else { return true };
    let (new, old) = (card.expires.millis(), sent.expires.millis());
    // So much longer would the new one be good, of all the time for which it would be.
    let more = new.saturating_sub(old);
    sent.summary != summary(card)
        || sent.key_id != Card::key_id(&key.public())
        || sent.expires <= now
        || more > 0 && more.saturating_mul(2) >= new.saturating_sub(now.millis())
}

impl BillingWorker {
    /// Looks at the cards that are to be looked at.
    pub(super) fn send_cards(
        &mut self,
        now: Timestamp,
        pass: &mut BillingPass,
    ) -> Result<(), Failure> {
        let Some(key) = self.card_key.clone() else {
            return Ok(());
        };
        for _ in 0..ROUNDS {
            let tasks = self.store.lease_cards(now, now.plus(LEASE), LEASED)?;
            let all = tasks.len() < LEASED as usize;
            for task in tasks {
                // As with bills: a fault in one registration keeps no other from its card.
                let done = catch_unwind(AssertUnwindSafe(|| self.send_card(&task, &key, now)));
                match done.unwrap_or(Ok(Err("a fault of this program")))? {
                    Ok(sent) => pass.cards += usize::from(sent),
                    Err(reason) => {
                        pass.aside += 1;
                        tracing::warn!(reason, tries = task.tries + 1, "a card waits");
                        let until = now.plus(pause(task.tries));
                        self.store.set_card_aside(task.id, reason, until)?;
                    }
                }
            }
            if all {
                break;
            }
        }
        Ok(())
    }

    /// True when something was sent; an error is the reason for which it waits.
    fn send_card(
        &mut self,
        task: &CardTask,
        key: &SigningKey,
        now: Timestamp,
    ) -> Result<Result<bool, &'static str>, Failure> {
        let (_, content) = self.newest()?;
        let believed = content.card.verifying_keys().contains(&key.public());
        if !believed {
            return Ok(Err("no rules name the card key: office bundle sign"));
        }
        let state = self.store.status(task.id)?.map(|found| found.state);
        let goes_on = matches!(
            state,
            Some(OfficeState::Received | OfficeState::NeedsCorrection | OfficeState::Accepted)
        );
        let made = if goes_on {
            let Some(registration) = opened(&self.store, &self.keys, task.id)? else {
                return Ok(Err("its registration cannot be opened"));
            };
            let account = self.store.member_account(task.id)?;
            card_now(&content, &registration, &account, now)
        } else {
            CardNow::NotCovered(None)
        };
        let sent = task.sent.as_ref();
        let (next, look) = match &made {
            CardNow::Card(card) => {
                let next = if is_due(sent, card, key, now) {
                    signed(card, key)
                } else {
                    NextCard::Keep
                };
                // What stays is looked at when it itself is half over.
                let expires = match (&next, sent) {
                    (NextCard::Keep, Some(sent)) => sent.expires,
                    _ => card.expires,
                };
                let card = Card {
                    expires,
                    ..(**card).clone()
                };
                (next, Some(again(&card, now)))
            }
            none => {
                let starts = match none {
                    CardNow::NotCovered(starts) => starts.and_then(first_moment),
                    _ => None,
                };
                // A phone asks for no news of a registration that is over, and shows no card of it.
                let shown = goes_on && sent.is_some_and(|sent| sent.expires > now);
                let next = if shown {
                    NextCard::TakeBack
                } else {
                    NextCard::None
                };
                (next, starts)
            }
        };
        let writer = (self.key()?, now);
        let told = self.store.set_card(task.id, &next, look, writer, None)?;
        Ok(Ok(told
            && matches!(
                next,
                NextCard::Send { .. } | NextCard::TakeBack
            )))
    }
}

/// When a day begins in Western Indonesia.
fn first_moment(day: Date) -> Option<Timestamp> {
    format!("{day}T00:00:00+07:00").parse().ok()
}

#[cfg(test)]
mod tests {
    use payung_model::programme::Programme;

    use super::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32]).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn card(paid_until: &str, now: &str) -> Card {
        let nik = Nik::parse("3201015501900001").unwrap();
        let until = paid_until.parse().unwrap();
        let programmes = vec![Programme::Jkk, Programme::Jkm];
        Card::of(
            "KANTOR CONTOH",
            &nik,
            "SITI CONTOH",
            until,
            programmes,
            at(now),
            30,
        )
        .unwrap()
    }

    fn sent(card: &Card, seed: u8) -> SentCard {
        match signed(card, &key(seed)) {
            NextCard::Send { sent, .. } => sent,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn a_card_is_renewed_when_half_of_its_days_are_over_and_not_before() {
        let first = card("2027-01-31", "2026-11-01T09:00:00+07:00");
        let before = sent(&first, 1);
        let is_due_on = |now: &str| {
            let next = card("2027-01-31", now);
            is_due(Some(&before), &next, &key(1), at(now))
        };
        assert!(!is_due_on("2026-11-01T10:00:00+07:00"));
        assert!(!is_due_on("2026-11-15T09:00:00+07:00"));
        assert!(is_due_on("2026-11-16T09:00:00+07:00"));
        assert!(is_due_on("2026-12-20T09:00:00+07:00"), "it is over");
        let look = again(&first, at("2026-11-01T09:00:00+07:00"));
        assert!(is_due_on(&look.to_string()) || is_due_on("2026-11-16T00:00:00+07:00"));
        assert!(is_due(
            None,
            &first,
            &key(1),
            at("2026-11-01T09:00:00+07:00")
        ));
    }

    #[test]
    fn a_card_that_cannot_be_longer_stays_until_what_is_paid_changes() {
        let now = "2026-11-20T09:00:00+07:00";
        let last = card("2026-11-30", now);
        let before = sent(&last, 1);
        for later in [now, "2026-11-30T22:00:00+07:00"] {
            let same = card("2026-11-30", later);
            assert!(!is_due(Some(&before), &same, &key(1), at(later)), "{later}");
        }
        assert_eq!(again(&last, at(now)), last.expires);
        let more = card("2026-12-31", now);
        assert!(
            is_due(Some(&before), &more, &key(1), at(now)),
            "a month was paid"
        );
        assert!(
            is_due(Some(&before), &last, &key(2), at(now)),
            "the key was rotated"
        );
    }
}
