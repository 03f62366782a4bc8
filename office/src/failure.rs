//! Why a command could not be done.

use std::process::ExitCode;

use payung_model::card::CardProblem;
use payung_model::content::ContentProblem;
use payung_model::sealed::{BundleProblem, EnvelopeProblem, NoRandomness, TrustProblem};

use crate::backup::BackupProblem;
use crate::keys::KeysProblem;
use crate::store::StoreError;
use crate::store::money::MoneyProblem;

/// The reasons. They are printed on stderr and hold no personal data.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The input is wrong. The text tells what and where.
    #[error("{0}")]
    Input(String),
    /// The content cannot be signed as it is.
    #[error("content: {0}")]
    Content(#[from] ContentProblem),
    /// The URL is not one that phones may use.
    #[error(transparent)]
    Trust(#[from] TrustProblem),
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeysProblem),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The money does not balance.
    #[error(transparent)]
    Money(#[from] MoneyProblem),
    /// The bundle.
    #[error(transparent)]
    Bundle(#[from] BundleProblem),
    /// An envelope or reply.
    #[error(transparent)]
    Envelope(#[from] EnvelopeProblem),
    /// No randomness.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// Backup or restore.
    #[error(transparent)]
    Backup(#[from] BackupProblem),
    /// A card is not believed.
    #[error("card: {0}")]
    Card(CardProblem),
    /// A file or a socket.
    #[error("{0}")]
    File(#[from] std::io::Error),
}

impl Failure {
    /// 2 when the input is wrong, otherwise 1.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Backup(
                BackupProblem::Taken(_) | BackupProblem::InsideData(_) | BackupProblem::NotEmpty(_),
            )
            | Self::Keys(KeysProblem::Taken(_))
            | Self::Input(_)
            | Self::Card(CardProblem::NotACard(_))
            | Self::Content(_)
            | Self::Trust(_) => ExitCode::from(2),
            _ => ExitCode::from(1),
        }
    }
}
