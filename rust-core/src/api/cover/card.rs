//! The digital card: the newest one that the office sent, and what may be said of it.
//!
//! That the office sent it is proven by the seal of its item. That others will believe it is proven
//! here once more, by the card keys of the rules in force: a card that they would refuse is not shown.

use payung_model::card::{Card, CardProblem};
use payung_model::cover::CoverState;
use payung_model::journey::State;
use payung_model::payment::picture::Modules;
use payung_model::programme::Programme;
use payung_model::sealed::inbox::ItemBody;
use payung_model::text::{Arg, Message, harmless};
use payung_model::units::Date;

use super::Cover;
use crate::api::PayungError;
use crate::api::error::Failure;
use crate::api::member::Member;
use crate::api::qris::{CodeView, QR_BORDER, SHARED_SCALE, code_view};
use crate::api::state::AppState;

/// The phase of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum CardPhase {
    /// There is no card; the lines say why.
    None,
    /// The card is good today.
    Good,
    /// The card is the office's, and the phone's clock is not sure. The card is shown, and nothing
    /// is said about its days.
    ClockUnsure,
    /// The card is good from a later day on.
    NotYet,
    /// The card's last day has passed.
    Over,
    /// No key that the rules name signed it, or it was changed.
    Refused,
}

/// The sign beside the words of a card, which says the same as they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum CardSign {
    /// None: there is no card.
    Plain,
    /// What the card says is certain.
    Certain,
    /// Something about it is to be looked at.
    LookAgain,
}

impl CardPhase {
    fn sign(self) -> CardSign {
        match self {
            Self::None => CardSign::Plain,
            Self::Good => CardSign::Certain,
            Self::ClockUnsure | Self::NotYet | Self::Over | Self::Refused => CardSign::LookAgain,
        }
    }
}

impl CardSign {
    /// `plain`, `certain`, `look_again`
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Certain => "certain",
            Self::LookAgain => "look_again",
        }
    }
}

/// The card of a member. What is no card to show has no code.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CardView {
    /// The card's phase.
    pub phase: CardPhase,
    /// The sign beside its words.
    pub sign: CardSign,
    /// One line.
    pub title: String,
    /// What the card says and what to do, one thought in each line.
    pub lines: Vec<String>,
    /// The last day on which it is good, `YYYY-MM-DD`; none without a card that is believed.
    pub valid_until: Option<String>,
    /// The QR code, to be drawn. Only of a card that is good, or whose days nobody can judge.
    pub code: Option<CodeView>,
    /// The text in the code, to be sent or typed where no camera is. None without the code.
    pub text: Option<String>,
}

#[uniffi::export]
impl Cover {
    /// The card of a registration's member: the newest that the office sent, when the rules in force
    /// believe it. It holds the masked NIK and the initials, and no name.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, registration) = example::carded();
    /// let card = payung.cover().card(registration)?;
    /// assert_eq!(card.phase, payung_core::CardPhase::Good);
    /// assert_eq!(card.valid_until.as_deref(), Some("2026-11-30"));
    /// // Before anything is paid there is none.
    /// # let (_home, payung) = example::open();
    /// let card = payung.cover().card(example::ready(&payung))?;
    /// assert_eq!((card.phase, card.code), (payung_core::CardPhase::None, None));
    /// # Ok(())
    /// # }
    /// ```
    pub fn card(&self, registration: String) -> Result<CardView, PayungError> {
        self.app.call("cover.card", || {
            let member = Member::open(&self.app, &registration)?;
            self.app.card_view(&member)
        })
    }

    /// The code of [`Cover::card`] as a 1-bit PNG with its border, to be saved or printed. Refused
    /// when there is no card to show.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, registration) = example::carded();
    /// let picture = payung.cover().card_png(registration)?;
    /// assert!(picture.starts_with(b"\x89PNG"), "a file to be saved or shared");
    /// # Ok(())
    /// # }
    /// ```
    pub fn card_png(&self, registration: String) -> Result<Vec<u8>, PayungError> {
        self.app.call("cover.card_png", || {
            let member = Member::open(&self.app, &registration)?;
            let shown = self.app.card_view(&member)?.text;
            let text = shown.ok_or_else(|| self.app.not_possible("not-possible-card"))?;
            Ok(self.app.card_modules(&text)?.png(SHARED_SCALE))
        })
    }
}

impl AppState {
    fn card_view(&self, member: &Member<'_>) -> Result<CardView, Failure> {
        let closed = matches!(
            member.row.state,
            State::Refused | State::Withdrawn | State::Erased
        );
        // A registration that is over has no card to show, whatever its inbox still holds.
        if closed {
            return Ok(self.no_card(vec![self.office_says("card-closed")]));
        }
        let Some(text) = self.card_text(member)? else {
            let covered = self.is_covered(member);
            let line = match self.must_have_cover(&member.row) {
                Ok(()) if covered => "card-renew",
                Ok(()) => "card-pay",
                Err(_) => "card-payer",
            };
            return Ok(self.no_card(vec![self.office_says(line)]));
        };
        let keys = self.rules().content.card.verifying_keys();
        let moment = self.moment();
        // The signature is checked without the clock, and the days afterwards. A clock that is not
        // sure then decides about neither.
        let Ok(card) = Card::read(&text, &keys) else {
            return Ok(CardView {
                phase: CardPhase::Refused,
                sign: CardPhase::Refused.sign(),
                title: self.text("card-title-refused"),
                ..self.no_card(vec![self.office_says("card-refused")])
            });
        };
        let phase = match (moment.today, Card::verify(&text, &keys, moment.now)) {
            (None, _) => CardPhase::ClockUnsure,
            (Some(_), Ok(_)) => CardPhase::Good,
            (Some(_), Err(CardProblem::NotYet(_))) => CardPhase::NotYet,
            (Some(_), Err(_)) => CardPhase::Over,
        };
        let shown = matches!(phase, CardPhase::Good | CardPhase::ClockUnsure);
        let code = shown.then(|| self.card_modules(&text)).transpose()?;
        Ok(CardView {
            phase,
            sign: phase.sign(),
            title: self.text(match phase {
                CardPhase::NotYet => "card-title-not-yet",
                CardPhase::Over => "card-title-over",
                _ => "card-title",
            }),
            lines: self.card_lines(&card, phase, member),
            valid_until: Some(card.last_day().to_string()),
            code: code.map(|modules| code_view(&modules, QR_BORDER)),
            text: shown.then_some(text),
        })
    }

    fn no_card(&self, lines: Vec<String>) -> CardView {
        CardView {
            phase: CardPhase::None,
            sign: CardPhase::None.sign(),
            title: self.text("card-title-none"),
            lines,
            valid_until: None,
            code: None,
            text: None,
        }
    }

    fn card_lines(&self, card: &Card, phase: CardPhase, member: &Member<'_>) -> Vec<String> {
        let dated =
            |id: &str, day: Date| self.message_text(&Message::new(id).with("date", Arg::Date(day)));
        match phase {
            CardPhase::NotYet => return vec![dated("card-not-yet", card.not_before.date())],
            CardPhase::Over => {
                let next = if self.is_covered(member) {
                    "card-renew"
                } else {
                    "card-pay"
                };
                return vec![dated("card-over", card.last_day()), self.office_says(next)];
            }
            _ => {}
        }
        let compare = Message::new("card-compare")
            .with("number", Arg::Text(harmless(&card.number)))
            .with("initials", Arg::Text(harmless(&card.initials)));
        let names: Vec<String> = card
            .programmes
            .iter()
            .map(|programme: &Programme| programme.code().to_uppercase())
            .collect();
        let names = self.rules().content.texts.list(self.lang(), &names);
        let paid = Message::new("card-paid")
            .with("list", Arg::Text(names))
            .with("date", Arg::Date(card.paid_until));
        let issuer = Message::new("card-issuer").with("office", Arg::Text(harmless(&card.issuer)));
        let days = if phase == CardPhase::Good {
            dated("card-good", card.last_day())
        } else {
            self.text("card-clock")
        };
        let rest = [compare, paid, issuer];
        let rest = rest.iter().map(|message| self.message_text(message));
        std::iter::once(days).chain(rest).collect()
    }

    /// The letters of the newest card; none when no card came, or the office took it back.
    fn card_text(&self, member: &Member<'_>) -> Result<Option<String>, Failure> {
        if member.kept.card_item == 0 {
            return Ok(None);
        }
        match member.item(self, member.kept.card_item)?.body {
            ItemBody::Card(note) => {
                let text = note.text.reveal();
                Ok((!text.is_empty()).then(|| text.to_owned()))
            }
            _ => Err(Failure::Damaged("an item is no card")),
        }
    }

    /// Whether this month is paid, as far as that is known. It only chooses the sentence that
    /// helps.
    fn is_covered(&self, member: &Member<'_>) -> bool {
        let Some(today) = self.moment().today else {
            return false;
        };
        let cover = self.rules().cover(&member.paid(), today);
        matches!(cover.state, CoverState::Protected { .. })
    }

    fn office_says(&self, id: &str) -> String {
        let office = self.rules().content.controller.name.clone();
        self.message_text(&Message::new(id).with("office", Arg::Text(office)))
    }

    fn card_modules(&self, text: &str) -> Result<Modules, Failure> {
        Modules::letters(text).map_err(|_| self.not_possible("not-possible-card"))
    }
}
