//! Pictograms: a closed set of names, which the icon set of the shells follows.
//!
//! A worker who does not read finds the way by them, so every option of a form's question has one,
//! unless its label is a number. The set belongs to the app and is not data of a bundle: an app can
//! draw only the icons it was built with. An option that newer rules bring is drawn without one.

use crate::places::{PlaceKind, Service};

macro_rules! pictograms {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What is to be drawn beside an option. [`Pictogram::name`] is the file name in the icon
        /// set.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Pictogram {
            $($(#[$doc])* $variant,)*
        }

        impl Pictogram {
            /// All of them, in the order of docs/shell.md.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name: lower-case letters, digits and underscores.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

pictograms! {
    /// Yes, or that it is right.
    Yes = "yes",
    /// No.
    No = "no",
    /// Nobody knows, or the worker does not.
    Unknown = "unknown",
    /// Something else, or not in the list.
    Other = "other",
    /// To go back and type it again.
    Back = "back",
    /// What stands on the identity card.
    Card = "card",
    /// Never a member.
    MemberNever = "member_never",
    /// A membership that stopped.
    MemberStopped = "member_stopped",
    /// A membership that goes on.
    MemberStill = "member_still",
    /// A child: under 15 years.
    AgeChild = "age_child",
    /// 15 and 16 years.
    AgeYouth = "age_youth",
    /// 17 to 64 years.
    AgeAdult = "age_adult",
    /// 65 years and more.
    AgeElder = "age_elder",
    /// One person.
    Person = "person",
    /// Several people.
    People = "people",
    /// The worker pays.
    PayerSelf = "payer_self",
    /// A platform pays.
    PayerPlatform = "payer_platform",
    /// The household that one works for pays.
    PayerHousehold = "payer_household",
    /// A cooperative or another group pays.
    PayerGroup = "payer_group",
    /// The village pays.
    PayerVillage = "payer_village",
    /// A donor pays.
    PayerDonor = "payer_donor",
    /// The government pays.
    PayerGovernment = "payer_government",
    /// Earned by the day.
    PerDay = "per_day",
    /// Another amount every day.
    PerVaries = "per_varies",
    /// Earned by the week.
    PerWeek = "per_week",
    /// Earned by the month.
    PerMonth = "per_month",
    /// Earned by the harvest.
    PerHarvest = "per_harvest",
    /// Earned by the trip.
    PerTrip = "per_trip",
    /// Earned by the job; a job.
    PerJob = "per_job",
    /// JKK: work accident.
    ProgrammeJkk = "programme_jkk",
    /// JKM: death.
    ProgrammeJkm = "programme_jkm",
    /// JHT: old age.
    ProgrammeJht = "programme_jht",
    /// A woman.
    Female = "female",
    /// A man.
    Male = "male",
    /// The home that stands on the card.
    HomeHere = "home_here",
    /// Another home.
    HomeMoved = "home_moved",
    /// Occupations: driving and carrying.
    GroupTransport = "group_transport",
    /// Occupations: selling on the street.
    GroupStreetTrade = "group_street_trade",
    /// Occupations: market and shop.
    GroupMarket = "group_market",
    /// Occupations: food.
    GroupFood = "group_food",
    /// Occupations: fields, animals, forest.
    GroupFarming = "group_farming",
    /// Occupations: sea, ponds, salt.
    GroupFishing = "group_fishing",
    /// Occupations: building.
    GroupBuilding = "group_building",
    /// Occupations: work in houses.
    GroupHousehold = "group_household",
    /// Occupations: sewing, weaving, carving.
    GroupCrafts = "group_crafts",
    /// Occupations: repairing.
    GroupRepair = "group_repair",
    /// Occupations: hair, body, healing.
    GroupBeauty = "group_beauty",
    /// Occupations: collecting waste.
    GroupRecycling = "group_recycling",
    /// Occupations: art, writing, work online.
    GroupCreative = "group_creative",
    /// Occupations: other services.
    GroupServices = "group_services",
    /// A photo of the identity card.
    PhotoCard = "photo_card",
    /// A photo of a face.
    PhotoFace = "photo_face",
    /// E-mail.
    Email = "email",
    /// Somebody to call.
    Call = "call",
    /// Where one works.
    Place = "place",
    /// Paying: a QRIS code.
    ChannelQris = "channel_qris",
    /// Paying: at the counter of a shop.
    ChannelMinimarket = "channel_minimarket",
    /// Paying: in an online shop.
    ChannelMarketplace = "channel_marketplace",
    /// Paying: a wallet on the phone.
    ChannelWallet = "channel_wallet",
    /// Paying: a virtual account of a bank.
    ChannelTransfer = "channel_transfer",
    /// A bank.
    ChannelBank = "channel_bank",
    /// Paying: at the counter of a bank.
    ChannelTeller = "channel_teller",
    /// Paying: an agent.
    ChannelAgent = "channel_agent",
    /// Money.
    Money = "money",
    /// A copy of something.
    Copy = "copy",
    /// What was written down.
    Document = "document",
    /// What is erased.
    StateErased = "state_erased",
    /// Something that is not right.
    Warning = "warning",
    /// A branch: a building with a door.
    Office = "office",
    /// A hospital or clinic.
    Hospital = "hospital",
}

impl Pictogram {
    /// The pictogram of an option; an option of a group has that of its group.
    #[allow(
        clippy::match_same_arms,
        reason = "ordered by question, so that the options of one stand together"
    )]
    pub(super) fn of_option(question: &str, option: &str, group: Option<&str>) -> Option<Self> {
        if let Some(group) = group {
            return Self::of_group(group);
        }
        Some(match (question, option) {
            ("ever_member", _) if option != "unknown" => {
                return Self::named(&format!("member_{option}"));
            }
            ("age", "under_15") => Self::AgeChild,
            ("age", "15_16") => Self::AgeYouth,
            ("age", "17_64") => Self::AgeAdult,
            ("age", "from_65") => Self::AgeElder,
            ("employer", "no") => Self::Person,
            ("employer", "more") => Self::People,
            ("employer", "wages") => Self::Place,
            ("payer", _) if option != "unknown" => return Self::named(&format!("payer_{option}")),
            ("income_per", _) => return Self::named(&format!("per_{option}")),
            ("programmes", _) => return Self::named(&format!("programme_{option}")),
            ("sex", _) => return Self::named(option),
            ("home_here", "yes") => Self::HomeHere,
            ("home_here", "moved") => Self::HomeMoved,
            ("cards", "ktp") => Self::PhotoCard,
            ("cards", "selfie") => Self::PhotoFace,
            ("cards", "email") => Self::Email,
            ("cards", "emergency") => Self::Call,
            ("cards", "second_job") => Self::PerJob,
            ("cards", "workplace") => Self::Place,
            ("cards", "bank") => Self::ChannelBank,
            ("cards", "children") | ("emergency_relation", "child") => Self::AgeChild,
            ("request", "bill") | ("complaint_about", "payment") => Self::ChannelQris,
            ("request", "update") | ("complaint_about", "data") => Self::Card,
            ("request", "employee") | ("consent_which", "handover") => Self::Place,
            ("request", "consent") | ("complaint_about", "refusal") => Self::No,
            ("request", "copy") => Self::Copy,
            ("request", "who_looked") => Self::People,
            ("request", "pay_code") | ("pay_end_what", "payer") => Self::PayerDonor,
            ("request", "pay_for") => Self::PayerHousehold,
            ("request", "pay_end") => Self::Back,
            ("pay_end_what", "member") => Self::Person,
            ("pay_end_what", "code") => Self::Document,
            ("request", "erasure") => Self::StateErased,
            ("request", "complaint") => Self::Warning,
            ("changes", "job") => Self::PerJob,
            ("request", "refund")
            | ("changes", "income")
            | ("refund_by", "cash")
            | ("complaint_about", "fee") => Self::Money,
            ("changes", "address") => Self::HomeMoved,
            ("changes", "phone") => Self::Call,
            ("changes", "payer") => Self::PayerSelf,
            ("consent_which", "processing") => Self::Card,
            ("consent_which", "more") => Self::Document,
            ("refund_by", "bank") => Self::ChannelBank,
            ("complaint_about", "agent") => Self::ChannelAgent,
            ("who_reports", "worker") => Self::Person,
            ("who_reports" | "heir_reports", "family") => Self::People,
            ("emergency_relation", "spouse") => Self::People,
            ("emergency_relation", "parent") => Self::AgeElder,
            ("emergency_relation", "sibling") => Self::Person,
            // Options that mean the same wherever they stand.
            (_, "yes") => Self::Yes,
            (_, "no") => Self::No,
            (_, "retype") => Self::Back,
            (_, "differs") => Self::Card,
            (_, "unknown" | "unsure") => Self::Unknown,
            (_, "other") => Self::Other,
            _ => return None,
        })
    }

    /// The pictogram of a kind of place.
    pub fn of_place(kind: PlaceKind) -> Self {
        match kind {
            PlaceKind::Branch | PlaceKind::PioneerBranch => Self::Office,
            PlaceKind::Spo => Self::ChannelTeller,
            PlaceKind::AgentOffice => Self::ChannelAgent,
            PlaceKind::VillagePoint => Self::PayerVillage,
            PlaceKind::Ptsp => Self::PayerGovernment,
            PlaceKind::Hospital => Self::Hospital,
        }
    }

    /// The pictogram of what is done at a place.
    pub fn of_service(service: Service) -> Self {
        match service {
            Service::Register => Self::Document,
            Service::Pay => Self::Money,
            Service::Correct => Self::Card,
            Service::Employer => Self::People,
            Service::ClaimJht => Self::ProgrammeJht,
            Service::ClaimJkk => Self::ProgrammeJkk,
            Service::ClaimJkm => Self::ProgrammeJkm,
            Service::PrintCard => Self::Copy,
            Service::TreatJkk => Self::Hospital,
        }
    }

    /// The pictogram of a group of options.
    pub(super) fn of_group(group: &str) -> Option<Self> {
        Self::named(&format!("group_{group}"))
    }

    /// The pictogram of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::content::Content;
    use crate::form::{Form, Kind};
    use crate::text::{Lang, Message};

    /// Whoever does not read must be able to tell the options of every question apart.
    #[test]
    fn every_option_is_told_from_its_neighbours_by_pictogram_or_by_number() {
        let content = Content::built_in().unwrap();
        for question in content.forms.values().flat_map(Form::questions) {
            let mut seen = HashSet::new();
            for option in question.options() {
                let pictogram =
                    Pictogram::of_option(&question.id, &option.id, option.group.as_deref());
                let label = content.text(
                    Lang::Id,
                    &Message::new(format!("o-{}-{}", question.id, option.id)),
                );
                let has_number =
                    label.chars().any(|sign| sign.is_ascii_digit()) || label == "Tidak ada";
                assert!(
                    pictogram.is_some() || has_number,
                    "{}: {}: {label}",
                    question.id,
                    option.id
                );
                let alone = pictogram.is_none_or(|it| seen.insert(it)) || option.group.is_some();
                assert!(
                    alone,
                    "{}: {}: the same as another option",
                    question.id, option.id
                );
            }
            if let Kind::Search { groups, .. } = &question.kind {
                assert!(
                    groups
                        .iter()
                        .all(|group| Pictogram::of_group(group).is_some()),
                    "{}",
                    question.id
                );
            }
        }
    }

    #[test]
    fn whoever_does_not_read_tells_services_apart() {
        let drawn: HashSet<Pictogram> = Service::ALL
            .iter()
            .map(|it| Pictogram::of_service(*it))
            .collect();
        assert_eq!(drawn.len(), Service::ALL.len());
    }

    #[test]
    fn names_are_file_names_and_differ() {
        let names: HashSet<&str> = Pictogram::ALL.iter().map(|it| it.name()).collect();
        assert_eq!(names.len(), Pictogram::ALL.len());
        assert!(names.iter().all(|name| {
            name.bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))
        }));
        assert_eq!(
            Pictogram::of_group("jkk"),
            None,
            "a programme is no group of occupations"
        );
    }

    #[test]
    fn each_is_drawn_in_the_icon_set() {
        let icons = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../design/icons");
        for pictogram in Pictogram::ALL {
            let name = pictogram.name();
            assert!(icons.join(format!("{name}.svg")).is_file(), "{name}");
        }
    }

    #[test]
    fn the_list_for_those_who_draw_them_is_this_one() {
        let page = include_str!("../../../../docs/shell.md");
        let listed: Vec<&str> = page
            .split_once("## Pictograms")
            .and_then(|(_, rest)| rest.split_once("## "))
            .map(|(list, _)| {
                list.lines()
                    .filter_map(|line| line.strip_prefix("- `")?.split('`').next())
                    .collect()
            })
            .unwrap_or_default();
        assert_eq!(
            listed,
            Pictogram::ALL
                .iter()
                .map(|it| it.name())
                .collect::<Vec<_>>()
        );
    }
}
