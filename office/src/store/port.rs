//! The port: all that an office asks of its database.

use super::audit::Audit;
use super::bundles::Bundles;
use super::casework::Casework;
use super::decide::Decisions;
use super::deeds::Deeds;
use super::erase::Erasing;
use super::finding::Finding;
use super::in_use::InUse;
use super::index::Index;
use super::intake::IntakePort;
use super::junk::Junk;
use super::money::{
    AnswerClaims, Arrangements, Cards, Money, Refunds, Reissues, Sponsors, UnreadReports,
};
use super::officers::Officers;
use super::photos::Photos;
use super::recovery::Recoveries;
use super::referrals::Referrals;
use super::registrations::Registrations;
use super::removals::Removals;
use super::sharing::{DeskSharing, UploadSharing};
use super::unfinished::UnfinishedUploads;
use super::upkeep::Upkeep;
use super::work::Work;

/// All areas of the port. Each method of an area is one unit of work: it reads what it decides by,
/// and writes all of its changes or none.
pub trait Port:
    Registrations
    + Decisions
    + Photos
    + Index
    + Work
    + InUse
    + Erasing
    + Removals
    + Bundles
    + Audit
    + Officers
    + IntakePort
    + Recoveries
    + Referrals
    + Upkeep
    + Casework
    + Finding
    + Deeds
    + Junk
    + Money
    + Arrangements
    + Sponsors
    + Cards
    + Refunds
    + Reissues
    + AnswerClaims
    + UnreadReports
    + UploadSharing
    + UnfinishedUploads
    + DeskSharing
{
}

impl<T> Port for T where
    T: Registrations
        + Decisions
        + Photos
        + Index
        + Work
        + InUse
        + Erasing
        + Removals
        + Bundles
        + Audit
        + Officers
        + IntakePort
        + Recoveries
        + Referrals
        + Upkeep
        + Casework
        + Finding
        + Deeds
        + Junk
        + Finding
        + Deeds
        + Junk
        + Money
        + Arrangements
        + Sponsors
        + Cards
        + Refunds
        + Reissues
        + AnswerClaims
        + UnreadReports
        + UploadSharing
        + UnfinishedUploads
        + DeskSharing
{
}
