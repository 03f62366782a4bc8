//! What the office says about who pays for whom.
//!
//! Written to a member, and to whoever pays for a member. It changes no state and credits no month:
//! that somebody pays is said by [`super::CoverNote`] once the money is there.

use minicbor::{Decode, Encode};

use super::money::{Checked, MOST_NAME, parsed, rule};
use crate::sealed::{EnvelopeProblem, RegistrationId};
use crate::secret::Secret;
use crate::units::{Date, Month};

/// Who pays for the member, and for whom this registration pays (kind 9): the whole of it, in place
/// of what an earlier item said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PayersNote {
    /// The code by which somebody may still ask to pay for the member.
    pub code: Option<CodeNote>,
    /// Who pays for the member.
    pub payers: Vec<Arrangement>,
    /// For whom this registration pays.
    pub members: Vec<Arrangement>,
}

/// A pay-for code that nobody has used yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeNote {
    /// The code. Empty: the one that an earlier item told still holds. The office keeps only its
    /// digest, so it cannot say it twice.
    pub text: Secret,
    /// The last day on which it can be used.
    pub last_day: Date,
}

/// An arrangement by which somebody pays for a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// Which; by its receipt code it is named when it is to end.
    pub id: RegistrationId,
    /// The other one: a sponsor's name, or a person's as the office masks it.
    pub name: Secret,
    /// The first month.
    pub from: Month,
    /// The last month, where that is known.
    pub until: Option<Month>,
}

impl PayersNote {
    /// Arrangements in each list, at most.
    pub const MOST: usize = 100;
}

/// [`PayersNote`] as it travels.
#[derive(Encode, Decode)]
pub(super) struct PayersRow<'a> {
    #[b(0)]
    code: Option<CodeRow<'a>>,
    #[b(1)]
    payers: Vec<ArrangementRow<'a>>,
    #[b(2)]
    members: Vec<ArrangementRow<'a>>,
}

#[derive(Encode, Decode)]
struct CodeRow<'a> {
    #[b(0)]
    text: &'a str,
    #[n(1)]
    last_day: String,
}

#[derive(Encode, Decode)]
struct ArrangementRow<'a> {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    id: [u8; 16],
    #[b(1)]
    name: &'a str,
    #[n(2)]
    from: String,
    #[n(3)]
    until: Option<String>,
}

impl<'a> PayersRow<'a> {
    pub(super) fn of(note: &'a PayersNote) -> Self {
        Self {
            code: note.code.as_ref().map(|code| CodeRow {
                text: code.text.reveal(),
                last_day: code.last_day.to_string(),
            }),
            payers: note.payers.iter().map(ArrangementRow::of).collect(),
            members: note.members.iter().map(ArrangementRow::of).collect(),
        }
    }

    pub(super) fn read(&self) -> Checked<PayersNote> {
        let code = self.code.as_ref().map(|row| -> Checked<CodeNote> {
            rule(row.text.len() <= MOST_NAME, "pay-for code")?;
            Ok(CodeNote {
                text: Secret::new(row.text),
                last_day: parsed(&row.last_day, "pay-for code's day")?,
            })
        });
        Ok(PayersNote {
            code: code.transpose()?,
            payers: read_all(&self.payers)?,
            members: read_all(&self.members)?,
        })
    }
}

fn read_all(rows: &[ArrangementRow<'_>]) -> Checked<Vec<Arrangement>> {
    rule(rows.len() <= PayersNote::MOST, "arrangements")?;
    let read: Vec<Arrangement> = rows
        .iter()
        .map(ArrangementRow::read)
        .collect::<Checked<_>>()?;
    let mut ids: Vec<_> = read.iter().map(|it| it.id).collect();
    ids.sort_unstable();
    rule(ids.windows(2).all(|pair| pair[0] != pair[1]), "arrangement")?;
    Ok(read)
}

impl<'a> ArrangementRow<'a> {
    fn of(it: &'a Arrangement) -> Self {
        Self {
            id: *it.id.bytes(),
            name: it.name.reveal(),
            from: it.from.to_string(),
            until: it.until.map(|month| month.to_string()),
        }
    }

    fn read(&self) -> Checked<Arrangement> {
        rule((1..=MOST_NAME).contains(&self.name.len()), "payer's name")?;
        let until = self.until.as_deref().map(|it| parsed(it, "last month"));
        let read = Arrangement {
            id: RegistrationId::from_bytes(&self.id)
                .ok_or(EnvelopeProblem::Malformed("arrangement"))?,
            name: Secret::new(self.name),
            from: parsed(&self.from, "first month")?,
            until: until.transpose()?,
        };
        rule(
            read.until.is_none_or(|until| until >= read.from),
            "last month",
        )?;
        Ok(read)
    }
}
