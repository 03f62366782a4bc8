//! Where somebody can be asked: a list of places near a district, and a person.

use payung_model::engine::Pictogram;

/// Offices and counters near a district, whole. Only texts that are not empty are shown.
#[derive(Clone, Debug, uniffi::Record)]
pub struct PlacesView {
    /// `Kantor dan loket`
    pub title: String,
    /// Whose list this is and when it was compared; empty when there is no list.
    pub about: String,
    /// The district's code; empty while none was chosen.
    pub district: String,
    /// `Dekat Cibinong, Kabupaten Bogor, Jawa Barat`, or that a district has to be chosen.
    pub near: String,
    /// The services of the places near by: one of them may be chosen, or none for everything. Empty
    /// when there is nothing to choose from.
    pub services: Vec<PlaceServiceView>,
    /// The nearest first.
    pub places: Vec<PlaceView>,
    /// How many are not shown, in words; empty when all are.
    pub more: String,
    /// Why no place is shown and where to ask; empty when there are places, or nothing was asked.
    pub empty: String,
    /// What is to be said about the list: the phone's date is not sure; numbers from elsewhere are
    /// not to be trusted.
    pub notices: Vec<String>,
    /// Somebody to ask.
    pub person: PlacePerson,
}

/// One thing that is done at places.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PlaceServiceView {
    /// For [`crate::Lookup::places`]; empty for everything.
    pub id: String,
    /// `Bayar iuran`
    pub label: String,
    /// The service's drawing; none for everything.
    pub pictogram: Option<Pictogram>,
    /// Whether the list shows this service now.
    pub chosen: bool,
}

/// Whether a place is open at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum PlaceState {
    /// Open.
    Open,
    /// Closed.
    Closed,
    /// It is not known whether the place is open.
    Unknown,
}

/// One place. Texts that do not apply are empty.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct PlaceView {
    /// Unique in the list.
    pub id: String,
    /// As the sign over its door says.
    pub name: String,
    /// `Loket di bank atau mitra (SPO)`
    pub kind: String,
    /// The drawing of its kind.
    pub pictogram: Pictogram,
    /// `Di Bank Contoh`
    pub partner: String,
    /// The street.
    pub address: String,
    /// The landmark by which people find the place.
    pub landmark: String,
    /// `Cibinong, Kabupaten Bogor, Jawa Barat`
    pub region: String,
    /// `Di kecamatan ini`
    pub reach: String,
    /// What is done there, in words.
    pub does: Vec<String>,
    /// Open, closed, or nobody can say.
    pub state: PlaceState,
    /// `Buka sampai 12.00 WIB`
    pub state_words: String,
    /// `Hari ini 08.00–12.00, 13.00–15.30 WIB`
    pub today: String,
    /// A sentence when the place is closed tomorrow; else empty.
    pub tomorrow: String,
    /// The hours of the week, a line each; that they are not known.
    pub hours: Vec<String>,
    /// How one waits.
    pub queue: String,
    /// `021-000000`, as people read it. Only a verified number stands there.
    pub phone: String,
    /// `tel:021000000`
    pub phone_link: String,
    /// `geo:…` for a map app.
    pub map_link: String,
    /// What to look for where no `geo:` is understood.
    pub map_query: String,
    /// When the operator last checked the place.
    pub checked: String,
    /// Warnings: the check was long ago, or the place will close.
    pub warnings: Vec<String>,
}

/// Somebody to ask: the office's own contact, as the bundle names it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PlacePerson {
    /// `Bicara dengan orang`
    pub title: String,
    /// Who, where, how.
    pub text: String,
    /// The contact as the office wrote it.
    pub contact: String,
    /// `mailto:…` or `tel:…`; empty where it is neither.
    pub link: String,
}
