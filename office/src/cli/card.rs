//! `office card issue | verify | page`

use std::io::Read;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use payung_model::card::{Card, CardProblem};
use payung_model::sealed::VerifyingKey;
use serde_json::json;

use super::desk::{Desk, KeyArgs, served};
use super::output::{print_json, print_line, print_note};
use crate::card_page::card_page;
use crate::collection::cards::{self, CardNow};
use crate::desk;
use crate::failure::Failure;
use crate::keys::KeysProblem;
use crate::store::AuditEntry;
use crate::store::money::NextCard;

#[derive(Subcommand)]
pub(super) enum CardCommand {
    /// Send a member's card now, whatever was sent before; they come by themselves beside bills.
    Issue(IssueArgs),
    /// Check the text of a card's QR code: whose it is and whether it is good. 1 when it is not.
    Verify(VerifyArgs),
    /// Write the page that checks cards in a browser without a network, with the public keys inside.
    Page(PageArgs),
}

#[derive(Args)]
pub(super) struct IssueArgs {
    /// Id or receipt code of a registration.
    registration: String,
    /// As JSON, with the text of the card.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    keys: KeyArgs,
}

#[derive(Args)]
pub(super) struct VerifyArgs {
    /// The text of the code, or `-` to read it from stdin.
    #[arg(allow_hyphen_values = true)]
    text: String,
    /// A public card key to believe, instead of those in this office's rules; several may be given.
    #[arg(long = "key", value_name = "KEY")]
    believed: Vec<VerifyingKey>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct PageArgs {
    /// Where to write it; a page that is there is replaced.
    file: PathBuf,
}

impl CardCommand {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        match self {
            Self::Issue(args) => args.run(desk),
            Self::Verify(args) => args.run(desk),
            Self::Page(args) => args.run(desk),
        }
    }
}

impl IssueArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (keys, store) = desk.keyed_office(&self.keys)?;
        let id = desk::find(&store, &self.registration)?;
        let input = |words: String| Failure::Input(words);
        let card_key = keys.card().ok_or_else(|| {
            input("the key folder has no card key yet: `office bundle sign` makes one".into())
        })?;
        let (_, content) = served(&store)?;
        // Whoever checks a card believes the keys in these rules only, so a card of any other key
        // would be refused.
        if !content.card.verifying_keys().contains(&card_key.public()) {
            let words = "the rules that phones have do not name the card key: `office bundle sign`";
            return Err(input(words.into()));
        }
        let office = keys.office();
        let registration = cards::opened(&store, &office, id)?
            .ok_or_else(|| input(format!("{} cannot be opened with these keys", id.receipt())))?;
        let account = store.member_account(id)?;
        let now = desk.now();
        let card = match cards::card_now(&content, &registration, &account, now) {
            CardNow::Card(card) => *card,
            CardNow::NotCovered(None) => {
                let words = format!(
                    "{}: this month is not paid, so there is no card",
                    id.receipt()
                );
                return Err(input(words));
            }
            CardNow::NotCovered(Some(from)) => {
                let words = format!("{} is covered from {from} on", id.receipt());
                return Err(input(words));
            }
            CardNow::NoNumber => {
                return Err(input(format!("{} says no NIK", id.receipt())));
            }
        };
        let next = cards::signed(&card, card_key);
        let key = office
            .first()
            .ok_or(KeysProblem::Damaged("no office key"))?;
        let detail = format!("until {}", card.last_day());
        let entry = AuditEntry {
            at: now,
            officer: &desk.officer,
            action: "card issue",
            id: Some(id),
            detail: &detail,
        };
        let again = Some(cards::again(&card, now));
        if !store.set_card(id, &next, again, (key, now), Some(&entry))? {
            return Err(input(format!(
                "{} cannot be reached any more",
                id.receipt()
            )));
        }
        if self.json {
            let text = match &next {
                NextCard::Send { text, .. } => text.as_str(),
                _ => "",
            };
            return print_json(&json!({
                "registration": id.to_string(),
                "receipt": id.receipt(),
                "valid_until": card.last_day(),
                "text": text,
            }));
        }
        print_line(&format!(
            "{}: a card that is good until {} is in the inbox",
            id.receipt(),
            card.last_day()
        ))
    }
}

impl VerifyArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let text = if self.text == "-" {
            let mut text = String::new();
            let most = Card::MOST_LETTERS as u64 + 100;
            std::io::stdin()
                .lock()
                .take(most)
                .read_to_string(&mut text)?;
            text
        } else {
            self.text
        };
        let keys = if self.believed.is_empty() {
            served(&desk.office()?)?.1.card.verifying_keys()
        } else {
            self.believed
        };
        if keys.is_empty() {
            return Err(Failure::Input(
                "no card key is known: give --key, or sign rules that name one (`office bundle sign`)".into(),
            ));
        }
        let judged = Card::verify(&text, &keys, desk.now());
        // Of a card whose days are over it is still said whose it was.
        let read = Card::read(&text, &keys).ok();
        if self.json {
            print_json(&document(read.as_ref(), judged.as_ref().err()))?;
        } else if let Some(card) = &read {
            print_card(card)?;
        }
        match judged {
            Ok(_) if self.json => Ok(()),
            Ok(card) => print_line(&format!("good until {}", card.last_day())),
            Err(problem) => Err(Failure::Card(problem)),
        }
    }
}

impl PageArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (sequence, content) = served(&desk.office()?)?;
        let page = card_page(&content, sequence, desk.now().date()).ok_or_else(|| {
            Failure::Input("the rules name no card key: `office bundle sign`".into())
        })?;
        std::fs::write(&self.file, page).map_err(|error| super::desk::named(&self.file, &error))?;
        print_note(
            "after `office keys rotate --compromised`, and before the second rotation, make it again",
        );
        print_line(&format!(
            "{}: checks cards by {} keys of rules {sequence}, without a network",
            self.file.display(),
            content.card.keys.len()
        ))
    }
}

fn programmes(card: &Card) -> Vec<&'static str> {
    card.programmes.iter().map(|it| it.code()).collect()
}

fn document(card: Option<&Card>, problem: Option<&CardProblem>) -> serde_json::Value {
    let reason = problem.map(|problem| match problem {
        CardProblem::NotACard(_) => "no_card",
        CardProblem::UnknownKey => "unknown_key",
        CardProblem::Signature => "forged",
        CardProblem::NotYet(_) => "not_yet",
        CardProblem::Over(_) | CardProblem::NotPaid => "over",
    });
    let mut said = json!({ "valid": problem.is_none(), "reason": reason });
    if let Some(card) = card {
        said["card"] = json!({
            "issuer": card.issuer,
            "number": card.number,
            "initials": card.initials,
            "good_from": card.not_before.date(),
            "valid_until": card.last_day(),
            "paid_until": card.paid_until,
            "programmes": programmes(card),
        });
    }
    said
}

fn print_card(card: &Card) -> Result<(), Failure> {
    print_line(&format!("NIK       {}", card.number))?;
    print_line(&format!("initials  {}", card.initials))?;
    print_line(&format!(
        "paid      {} until {}",
        programmes(card).join(", "),
        card.paid_until
    ))?;
    print_line(&format!("from      {}", card.issuer))
}
