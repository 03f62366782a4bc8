//! `regions`, `villages`: places by name.

use payung_core::RegionView;

use crate::commands::run::Run;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::{json, print};

/// Districts by name, spelled as it comes: jakut, kab bogor, cibinog
#[derive(Debug, clap::Args)]
pub struct Regions {
    /// Words as they come
    #[arg(required = true)]
    search: Vec<String>,
    /// At most so many
    #[arg(long, default_value_t = 10)]
    limit: u32,
}

impl Run for Regions {
    fn needs_key(&self) -> bool {
        false
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let lookup = session.payung.lookup();
        let found = lookup.regions(self.search.join(" "), self.limit);
        session.result(
            &json::regions(&found),
            &print::regions(&found, session.lang),
        )?;
        Ok(Outcome::Done)
    }
}

/// Villages of a district: all, or those found by name
#[derive(Debug, clap::Args)]
pub struct Villages {
    /// The district's name or code: cibinong, 32.01.01
    district: String,
    /// Words as they come [default: all]
    search: Vec<String>,
    /// At most so many
    #[arg(long, default_value_t = 200)]
    limit: u32,
}

impl Run for Villages {
    fn needs_key(&self) -> bool {
        false
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let (lookup, lang) = (session.payung.lookup(), session.lang);
        let district = district(session, &self.district)?;
        let villages = lookup.villages(district.code.clone(), self.search.join(" "), self.limit);
        session.result(
            &json::villages(&district, &villages),
            &print::villages(&district, &villages, lang),
        )?;
        Ok(Outcome::Done)
    }
}

/// The district of that name or code.
pub(super) fn district(session: &Session, search: &str) -> Result<RegionView, Stop> {
    let found = session.payung.lookup().regions(search.to_owned(), 1);
    found.into_iter().next().ok_or_else(|| {
        let words = session
            .lang
            .of("kecamatan ini tidak ketemu", "there is no such district");
        Stop::input(search, words)
    })
}
