//! Finding places by the district that somebody names.

use super::{OpenPlaces, Place, Service};
use crate::units::Date;

/// How near a place is to the district that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// In the district itself.
    District,
    /// In its regency.
    Regency,
    /// Elsewhere, but it handles registrations of that regency.
    Serves,
    /// In its province.
    Province,
}

/// A place that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlace {
    /// The place.
    pub place: Place,
    /// How near it is.
    pub reach: Reach,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nearby {
    /// Nearest first; of those that are equally near, in the order of districts' codes, then by id.
    pub places: Vec<FoundPlace>,
    /// The services of the places near by, also of those that `does` left out; in the order of
    /// [`Service::ALL`].
    pub services: Vec<Service>,
}

impl OpenPlaces {
    /// Places near a district (`32.01.05`) or regency (`32.01`) at which that is done. Of a place
    /// that is closed for good `today` nothing is said. An unknown code finds nothing.
    pub fn near(&self, region: &str, does: Option<Service>, today: Option<Date>) -> Nearby {
        let (Some(province), Some(regency)) = (region.get(..2), region.get(..5)) else {
            return Nearby::default();
        };
        let served = format!("\"{regency}\"");
        // The text of a line is looked at before its JSON is read, which spares reading thousands
        // of places. `reach` decides exactly afterwards.
        let found = self.some(|district, line| {
            district.starts_with(province) || line.contains(served.as_str())
        });
        let open = found
            .into_iter()
            .filter(|place| !matches!((place.closed_from, today), (Some(closed), Some(today)) if today >= closed));
        let mut places: Vec<FoundPlace> = open
            .filter_map(|place| {
                let reach = reach(&place, region, regency, province)?;
                Some(FoundPlace { place, reach })
            })
            .collect();
        let services = Service::ALL.iter().copied();
        let services = services
            .filter(|service| places.iter().any(|it| it.place.does.contains(service)))
            .collect();
        places.retain(|it| does.is_none_or(|does| it.place.does.contains(&does)));
        // The list is in the order of districts already, and the order of equals stays.
        places.sort_by_key(|it| it.reach);
        Nearby { places, services }
    }
}

fn reach(place: &Place, region: &str, regency: &str, province: &str) -> Option<Reach> {
    if place.district == region {
        Some(Reach::District)
    } else if place.district.starts_with(regency) {
        Some(Reach::Regency)
    } else if place.serves.iter().any(|served| served == regency) {
        Some(Reach::Serves)
    } else if place.district.starts_with(province) {
        Some(Reach::Province)
    } else {
        None
    }
}
