//! The API's own records: whole screens, reports, settings. What was typed, or can be read off it,
//! never prints.

mod drafts;
mod home;
mod lookup;
mod places;
mod recovery;
mod referral;
mod registrations;
mod sync;

pub use drafts::*;
pub use home::*;
pub use lookup::*;
pub use places::*;
pub use recovery::*;
pub use referral::*;
pub use registrations::*;
pub use sync::*;
