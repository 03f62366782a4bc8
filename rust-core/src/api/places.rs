//! Offices and counters near a district, in words.

use std::fmt::Write as _;

use payung_model::cover::Calendar;
use payung_model::engine::Pictogram;
use payung_model::person::Regions;
use payung_model::places::{
    DayHours, FoundPlace, Nearby, OpenPlaces, OpenSpan, Openness, Place, PlaceList, Queue, Reach,
    Service, WeekHours,
};
use payung_model::text::{Arg, Lang, Message};
use payung_model::units::{Date, Timestamp, Zone};

use super::error::Failure;
use super::lookup::Lookup;
use super::rules::Rules;
use super::state::AppState;
use super::{PayungError, PlacePerson, PlaceServiceView, PlaceState, PlaceView, PlacesView};

#[uniffi::export]
impl Lookup {
    /// Offices and counters near a district (its code, from [`Lookup::regions`]; empty for the one where
    /// the person of the newest registration lives, or to be told to choose one where no address is on
    /// this phone), at which something is done (`does`: an id of [`PlacesView::services`]; empty for
    /// everything); 1 to 50 of them. The list is that of the office's bundle: without one it is empty
    /// and says whom to ask. The location of the phone is not used.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let view = payung.lookup().places("32.01.05".into(), "pay".into(), 20)?;
    /// // The built-in list is empty, since no public list exists.
    /// assert!(view.places.is_empty() && view.empty.contains("Tanya"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn places(
        &self,
        district: String,
        does: String,
        limit: u32,
    ) -> Result<PlacesView, PayungError> {
        self.app.call("lookup.places", || {
            let service = match does.as_str() {
                "" => None,
                id => Some(
                    Service::of_code(id)
                        .ok_or_else(|| Failure::NotPossible(format!("does: {id}")))?,
                ),
            };
            let rules = self.app.rules();
            let moment = self.app.moment();
            let places = rules.content.places.open();
            let words = Words {
                app: &self.app,
                rules: &rules,
                list: places.list(),
                places,
                today: moment.today,
                // Without a sure clock nobody says what is open now.
                now: moment.today.map(|_| moment.now),
            };
            let district = match district.trim() {
                "" => self.app.own_district().unwrap_or_default(),
                code => code.to_owned(),
            };
            Ok(words.view(&district, service, limit.clamp(1, 50) as usize))
        })
    }
}

/// The question whose answer is where somebody lives.
const DISTRICT: &str = "district";
/// So many registrations are looked at for an address. Somebody with more of them registers many
/// people, and chooses a district.
const LOOKED_AT: u32 = 20;

impl AppState {
    /// The district of the newest registration whose answers are here. Without the key, and where
    /// nothing can be read, there is none: a list of places is there all the same.
    fn own_district(&self) -> Option<String> {
        let rows = self.store.registrations(None, LOOKED_AT).ok()?.rows;
        let own = rows
            .iter()
            .filter(|row| row.completes.is_none() && !self.is_request(row));
        own.filter_map(|row| row.draft).find_map(|draft| {
            let answered = self.look_at_draft(draft, |open, rules| {
                let (answers, _) = open.engine(rules, self.lang(), self.moment())?.answers();
                let mut answers = answers.into_iter();
                let found = answers.find(|answer| answer.question == DISTRICT);
                Ok(found.map(|answer| answer.value.reveal().to_owned()))
            });
            answered.ok().flatten()
        })
    }
}

/// Everything that the words of one view depend on.
struct Words<'a> {
    app: &'a AppState,
    rules: &'a Rules,
    places: OpenPlaces,
    list: Option<PlaceList>,
    today: Option<Date>,
    now: Option<Timestamp>,
}

impl Words<'_> {
    fn view(&self, district: &str, service: Option<Service>, limit: usize) -> PlacesView {
        let path = Regions::path(district);
        let found = match &path {
            Some(_) => self.places.near(district, service, self.today),
            None => Nearby::default(),
        };
        let shown: Vec<PlaceView> = found
            .places
            .iter()
            .take(limit)
            .map(|it| self.place(it))
            .collect();
        let left = found.places.len().saturating_sub(shown.len());
        let about = self.list.as_ref().filter(|_| self.places.count() > 0);
        PlacesView {
            title: self.text("places-title"),
            about: about.map_or_else(String::new, |list| {
                self.with_date("places-about", list.checked)
            }),
            district: path
                .as_ref()
                .map_or_else(String::new, |_| district.to_owned()),
            near: match &path {
                Some(path) => self.with("places-near", [("place", path)]),
                None if district.is_empty() => self.text("places-choose"),
                None => self.text("places-unknown"),
            },
            services: self.services(&found, service),
            empty: self.empty(&found, path.is_some(), service),
            more: match left {
                0 => String::new(),
                left => self
                    .format(&Message::new("places-more").with("count", Arg::Number(left as u64))),
            },
            notices: self.notices(!shown.is_empty()),
            places: shown,
            person: self.person(),
        }
    }

    fn empty(&self, found: &Nearby, asked: bool, service: Option<Service>) -> String {
        if self.places.count() == 0 {
            return self.text("places-empty");
        }
        if !asked || !found.places.is_empty() {
            return String::new();
        }
        match service {
            Some(service) if !found.services.is_empty() => {
                let what = self.text(&does(service));
                self.with("places-empty-does", [("what", &what)])
            }
            _ => self.text("places-empty-here"),
        }
    }

    fn services(&self, found: &Nearby, chosen: Option<Service>) -> Vec<PlaceServiceView> {
        if found.services.is_empty() {
            return Vec::new();
        }
        let all = PlaceServiceView {
            id: String::new(),
            label: self.text("places-all"),
            pictogram: None,
            chosen: chosen.is_none(),
        };
        // The chosen service stays on offer where no place has it, so that the choice can be
        // undone.
        let offered = Service::ALL
            .iter()
            .filter(|it| found.services.contains(it) || chosen == Some(**it));
        let view = |it: &Service| PlaceServiceView {
            id: it.code().to_owned(),
            label: self.text(&does(*it)),
            pictogram: Some(Pictogram::of_service(*it)),
            chosen: chosen == Some(*it),
        };
        std::iter::once(all).chain(offered.map(view)).collect()
    }

    fn notices(&self, any: bool) -> Vec<String> {
        let clock = (any && self.today.is_none()).then(|| self.text("places-clock"));
        clock
            .into_iter()
            .chain([self.text("places-false")])
            .collect()
    }

    fn person(&self) -> PlacePerson {
        let contact = self.rules.content.controller.contact.clone();
        PlacePerson {
            title: self.text("places-person"),
            text: self.text("places-person.text"),
            link: contact_link(&contact),
            contact,
        }
    }

    fn place(&self, found: &FoundPlace) -> PlaceView {
        let FoundPlace { place, reach } = found;
        let (state, state_words) = self.state(place);
        // A map app finds a place by its name and address. A measured point may be missing, and a
        // name alone occurs in many towns.
        let map_query = [
            Some(&place.name),
            Some(&place.address),
            Regions::path(&place.district).as_ref(),
        ]
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
        // Only a number that somebody verified becomes a link: false numbers of the scheme are
        // spread (ADR 23).
        let phone_link = place.dialled().map(|number| format!("tel:{number}"));
        PlaceView {
            id: place.id.clone(),
            name: place.name.clone(),
            kind: self.text(&format!("places-kind-{}", place.kind.code())),
            pictogram: Pictogram::of_place(place.kind),
            partner: match &place.partner {
                Some(partner) => self.with("places-partner", [("partner", partner)]),
                None => String::new(),
            },
            address: place.address.clone(),
            landmark: place.landmark.clone().unwrap_or_default(),
            region: Regions::path(&place.district).unwrap_or_default(),
            reach: self.text(match reach {
                Reach::District => "places-reach-district",
                Reach::Regency => "places-reach-regency",
                Reach::Serves => "places-reach-serves",
                Reach::Province => "places-reach-province",
            }),
            does: place.does.iter().map(|it| self.text(&does(*it))).collect(),
            state,
            state_words,
            today: self.day(place, 0),
            tomorrow: self.day(place, 1),
            hours: self.hours(place),
            queue: match place.queue {
                Some(Queue::None) => self.text("places-queue-none"),
                Some(Queue::Ticket) => self.text("places-queue-ticket"),
                Some(Queue::Appointment) => self.text("places-queue-appointment"),
                None => String::new(),
            },
            phone: place.phone.clone().unwrap_or_default(),
            phone_link: phone_link.unwrap_or_default(),
            map_link: map_link(place, &map_query),
            map_query,
            checked: self.with_date("places-checked", place.checked),
            warnings: self.warnings(place),
        }
    }

    fn warnings(&self, place: &Place) -> Vec<String> {
        let stale = match (&self.list, self.today) {
            (Some(list), Some(today)) if list.is_stale(place.checked, today) => {
                let id = if place.phone.is_some() {
                    "places-stale-call"
                } else {
                    "places-stale"
                };
                Some(self.with_date(id, place.checked))
            }
            _ => None,
        };
        let closing = place.closed_from;
        let closing = closing.map(|day| self.with_date("places-closing", day));
        closing.into_iter().chain(stale).collect()
    }

    fn state(&self, place: &Place) -> (PlaceState, String) {
        let (Some(now), Some(zone)) = (self.now, place.zone()) else {
            return (PlaceState::Unknown, String::new());
        };
        match place.at(now, self.calendar()) {
            Openness::Unknown => (PlaceState::Unknown, String::new()),
            Openness::Open { until } => {
                let words = self.with(
                    "places-open",
                    [("time", &until.to_string()), ("zone", &zone_name(zone))],
                );
                (PlaceState::Open, words)
            }
            Openness::Closed { next: None } => (PlaceState::Closed, self.text("places-closed")),
            Openness::Closed {
                next: Some((day, from)),
            } => {
                let (time, zone_name) = (from.to_string(), zone_name(zone));
                let words = match day.days_since(zone.day(now)) {
                    0 => self.with(
                        "places-closed-later",
                        [("time", &time), ("zone", &zone_name)],
                    ),
                    1 => self.with(
                        "places-closed-tomorrow",
                        [("time", &time), ("zone", &zone_name)],
                    ),
                    _ => self.format(
                        &Message::new("places-closed-until")
                            .with("date", Arg::Date(day))
                            .with("time", Arg::Text(time))
                            .with("weekday", Arg::Message(weekday(day.iso_weekday())))
                            .with("zone", Arg::Text(zone_name)),
                    ),
                };
                (PlaceState::Closed, words)
            }
        }
    }

    /// Today's hours (`ahead` 0), or what is special about tomorrow (1).
    fn day(&self, place: &Place, ahead: i32) -> String {
        let (Some(now), Some(zone)) = (self.now, place.zone()) else {
            return String::new();
        };
        // The day is that of the place's own clock, which may be another one than the phone's.
        let Some(day) = zone.day(now).plus_days(ahead) else {
            return String::new();
        };
        let id = if ahead == 0 { "today" } else { "tomorrow" };
        match place.hours_on(day, self.calendar()) {
            DayHours::Unknown => String::new(),
            // Ordinary hours of tomorrow are no news. Only a closed or unsure tomorrow is said
            // today.
            DayHours::Open(_) if ahead > 0 => String::new(),
            DayHours::Open(spans) => {
                let list = spans.into_iter().map(span).collect::<Vec<_>>().join(", ");
                self.with(
                    "places-today",
                    [("list", &list), ("zone", &zone_name(zone))],
                )
            }
            DayHours::Closed(None) => self.text(&format!("places-{id}-closed")),
            DayHours::Closed(Some(holiday)) => {
                self.with(&format!("places-{id}-holiday"), [("holiday", &holiday)])
            }
            DayHours::Unsure(holiday) => {
                self.with(&format!("places-{id}-unsure"), [("holiday", &holiday)])
            }
        }
    }

    fn hours(&self, place: &Place) -> Vec<String> {
        if place.hours.is_empty() {
            return vec![self.text("places-hours-unknown")];
        }
        let zone = place
            .zone()
            .map_or_else(String::new, |zone| format!(" {}", zone_name(zone)));
        let line = |hours: &WeekHours| {
            let (days, from, to) = (
                self.days(&hours.days),
                hours.open.from.to_string(),
                hours.open.to.to_string(),
            );
            let words = match hours.pause {
                None => self.with(
                    "places-hours",
                    [("days", &days), ("from", &from), ("to", &to)],
                ),
                Some(pause) => self.format(
                    &Message::new("places-hours-break")
                        .with("break-from", Arg::Text(pause.from.to_string()))
                        .with("break-to", Arg::Text(pause.to.to_string()))
                        .with("days", Arg::Text(days))
                        .with("from", Arg::Text(from))
                        .with("to", Arg::Text(to)),
                ),
            };
            words + &zone
        };
        place.hours.iter().map(line).collect()
    }

    /// `Senin–Jumat`, `Senin, Rabu`, `Setiap hari`
    fn days(&self, days: &[u8]) -> String {
        let name = |day: u8| self.text(&weekday(day));
        match days {
            [1, .., 7] if days.len() == 7 => self.text("places-days-all"),
            [first, .., last] if days.len() > 2 && usize::from(last - first) + 1 == days.len() => {
                self.with(
                    "places-days",
                    [("from", &name(*first)), ("to", &name(*last))],
                )
            }
            _ => days
                .iter()
                .map(|day| name(*day))
                .collect::<Vec<_>>()
                .join(", "),
        }
    }

    fn calendar(&self) -> &Calendar {
        &self.rules.content.calendar
    }

    fn lang(&self) -> Lang {
        self.app.lang()
    }

    fn format(&self, message: &Message) -> String {
        self.rules.content.text(self.lang(), message)
    }

    fn text(&self, id: &str) -> String {
        self.format(&Message::new(id))
    }

    fn with_date(&self, id: &str, date: Date) -> String {
        self.format(&Message::new(id).with("date", Arg::Date(date)))
    }

    fn with<const N: usize>(&self, id: &str, values: [(&'static str, &String); N]) -> String {
        let message = values
            .into_iter()
            .fold(Message::new(id), |message, (name, value)| {
                message.with(name, Arg::Text(value.clone()))
            });
        self.format(&message)
    }
}

fn does(service: Service) -> String {
    format!("places-does-{}", service.code())
}

fn weekday(day: u8) -> String {
    format!("weekday-{day}")
}

fn zone_name(zone: Zone) -> String {
    zone.code().to_uppercase()
}

fn span(span: OpenSpan) -> String {
    format!("{}–{}", span.from, span.to)
}

/// `geo:` with the point, or with what to look for where nobody measured one (RFC 5870; `q` as map
/// apps of Android read it).
fn map_link(place: &Place, query: &str) -> String {
    match place.coordinates {
        Some(at) => format!(
            "geo:{lat},{lon}?q={lat},{lon}({name})",
            lat = at.lat,
            lon = at.lon,
            name = escaped(&place.name)
        ),
        None => format!("geo:0,0?q={}", escaped(query)),
    }
}

/// The text as a link may hold it: unreserved signs as they are (RFC 3986), all others by their
/// bytes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The office wrote its contact freely: an address of mail or a number becomes a link.
fn contact_link(contact: &str) -> String {
    let is_mail = contact.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !contact.contains(char::is_whitespace)
    });
    let digits: String = contact
        .chars()
        .filter(|sign| sign.is_ascii_digit() || *sign == '+')
        .collect();
    let is_number = contact
        .chars()
        .all(|sign| sign.is_ascii_digit() || matches!(sign, '+' | ' ' | '-' | '(' | ')'));
    if is_mail {
        format!("mailto:{contact}")
    } else if is_number && digits.len() >= 3 {
        format!("tel:{digits}")
    } else {
        String::new()
    }
}
