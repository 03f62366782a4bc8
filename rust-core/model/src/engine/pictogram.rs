//! Pictograms: a closed set of names, which the icon set of the shells follows.
//!
//! A worker who does not read finds the way by them, so every option of a form's question has one, unless its label is a
//! number. The set belongs to the app and is not data of a bundle: an app can draw only the icons it was built with. An
//! option that newer rules bring is drawn without one.

macro_rules! pictograms {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What is to be drawn beside an option. [`Pictogram::name`] is the file name in the icon set.
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
    /// To type it again.
    Retype = "retype",
    /// It differs, and that is right.
    Different = "different",
    /// Nobody knows, or the worker does not.
    Unknown = "unknown",
    /// Something else, or not in the list.
    Other = "other",
    /// Never a member.
    MemberNew = "member_new",
    /// A membership that stopped.
    MemberStopped = "member_stopped",
    /// A membership that goes on.
    MemberActive = "member_active",
    /// Under 15 years.
    AgeChild = "age_child",
    /// 15 and 16 years.
    AgeYouth = "age_youth",
    /// 17 to 64 years.
    AgeAdult = "age_adult",
    /// 65 years and more.
    AgeElder = "age_elder",
    /// One helper.
    HelperOne = "helper_one",
    /// Several helpers.
    HelperSeveral = "helper_several",
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
    EarnDay = "earn_day",
    /// Another amount every day.
    EarnVaries = "earn_varies",
    /// Earned by the week.
    EarnWeek = "earn_week",
    /// Earned by the month.
    EarnMonth = "earn_month",
    /// Earned by the harvest.
    EarnHarvest = "earn_harvest",
    /// Earned by the trip.
    EarnTrip = "earn_trip",
    /// Earned by the job.
    EarnJob = "earn_job",
    /// JKK: work accident.
    Jkk = "jkk",
    /// JKM: death.
    Jkm = "jkm",
    /// JHT: old age.
    Jht = "jht",
    /// Dues of one month.
    Months1 = "months_1",
    /// Dues of three months.
    Months3 = "months_3",
    /// Dues of six months.
    Months6 = "months_6",
    /// Dues of twelve months.
    Months12 = "months_12",
    /// A woman.
    Female = "female",
    /// A man.
    Male = "male",
    /// Another home than on the card.
    Moved = "moved",
    /// Occupations: driving and carrying.
    Transport = "transport",
    /// Occupations: selling on the street.
    StreetTrade = "street_trade",
    /// Occupations: market and shop.
    Market = "market",
    /// Occupations: food.
    Food = "food",
    /// Occupations: fields, animals, forest.
    Farming = "farming",
    /// Occupations: sea, ponds, salt.
    Fishing = "fishing",
    /// Occupations: building.
    Building = "building",
    /// Occupations: work in houses.
    Household = "household",
    /// Occupations: sewing, weaving, carving.
    Crafts = "crafts",
    /// Occupations: repairing.
    Repair = "repair",
    /// Occupations: hair, body, healing.
    Beauty = "beauty",
    /// Occupations: collecting waste.
    Recycling = "recycling",
    /// Occupations: art, writing, work online.
    Creative = "creative",
    /// Occupations: other services.
    Services = "services",
    /// The identity card.
    IdCard = "id_card",
    /// A face.
    Face = "face",
    /// E-mail.
    Email = "email",
    /// Somebody to call.
    Emergency = "emergency",
    /// A second job.
    SecondJob = "second_job",
    /// Where one works.
    Workplace = "workplace",
    /// A bank account.
    Bank = "bank",
    /// Children.
    Children = "children",
    /// Wife or husband.
    Spouse = "spouse",
    /// Mother or father.
    Parent = "parent",
    /// Daughter or son.
    Child = "child",
    /// Sister or brother.
    Sibling = "sibling",
    /// Paying: a QRIS code.
    ChannelQris = "channel_qris",
    /// Paying: at the counter of a shop.
    ChannelShop = "channel_shop",
    /// Paying: in an online shop.
    ChannelOnlineShop = "channel_online_shop",
    /// Paying: a wallet on the phone.
    ChannelWallet = "channel_wallet",
    /// Paying: a virtual account of a bank.
    ChannelTransfer = "channel_transfer",
    /// Paying: at the counter of a bank.
    ChannelBank = "channel_bank",
    /// Paying: an agent.
    ChannelAgent = "channel_agent",
}

impl Pictogram {
    /// The pictogram of an option; an option of a group has that of its group.
    pub(super) fn of_option(question: &str, option: &str, group: Option<&str>) -> Option<Self> {
        if let Some(group) = group {
            return Self::of_group(group);
        }
        // Options that mean the same wherever they stand.
        let anywhere = match option {
            "yes" => Self::Yes,
            "no" => Self::No,
            "retype" => Self::Retype,
            "differs" => Self::Different,
            "unknown" => Self::Unknown,
            "other" => Self::Other,
            _ => return Self::of_own(question, option),
        };
        Some(anywhere)
    }

    /// The pictogram of a group of options.
    pub(super) fn of_group(group: &str) -> Option<Self> {
        Self::named(group).filter(|it| (Self::Transport as u8..=Self::Services as u8).contains(&(*it as u8)))
    }

    fn of_own(question: &str, option: &str) -> Option<Self> {
        Some(match (question, option) {
            ("ever_member", "never") => Self::MemberNew,
            ("ever_member", "stopped") => Self::MemberStopped,
            ("ever_member", "still") => Self::MemberActive,
            ("age", "under_15") => Self::AgeChild,
            ("age", "15_16") => Self::AgeYouth,
            ("age", "17_64") => Self::AgeAdult,
            ("age", "from_65") => Self::AgeElder,
            ("helpers", "one") => Self::HelperOne,
            ("helpers", "more") => Self::HelperSeveral,
            ("payer", _) => return Self::named(&format!("payer_{option}")),
            ("income_per", _) => return Self::named(&format!("earn_{option}")),
            ("months", _) => return Self::named(&format!("months_{option}")),
            ("home_here", "moved") => Self::Moved,
            ("cards", "ktp") => Self::IdCard,
            ("cards", "selfie") => Self::Face,
            ("programmes" | "sex" | "cards" | "emergency_relation", _) => return Self::named(option),
            _ => return None,
        })
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::content::Content;
    use crate::form::Kind;
    use crate::text::{Lang, Message};

    /// Whoever does not read must be able to tell the options of every question apart.
    #[test]
    fn every_option_is_told_from_its_neighbours_by_pictogram_or_by_number() {
        let content = Content::built_in().unwrap();
        for question in content.forms.values().flat_map(|form| form.questions()) {
            let mut seen = HashSet::new();
            for option in question.options() {
                let pictogram = Pictogram::of_option(&question.id, &option.id, option.group.as_deref());
                let label = content.text(Lang::Id, &Message::new(format!("o-{}-{}", question.id, option.id)));
                let has_number = label.chars().any(|sign| sign.is_ascii_digit()) || label == "Tidak ada";
                assert!(pictogram.is_some() || has_number, "{}: {}: {label}", question.id, option.id);
                let alone = pictogram.is_none_or(|it| seen.insert(it)) || option.group.is_some();
                assert!(alone, "{}: {}: the same as another option", question.id, option.id);
            }
            if let Kind::Search { groups, .. } = &question.kind {
                assert!(groups.iter().all(|group| Pictogram::of_group(group).is_some()), "{}", question.id);
            }
        }
    }

    #[test]
    fn names_are_file_names_and_differ() {
        let names: HashSet<&str> = Pictogram::ALL.iter().map(|it| it.name()).collect();
        assert_eq!(names.len(), Pictogram::ALL.len());
        assert!(names.iter().all(|name| name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))));
        assert_eq!(Pictogram::of_group("jkk"), None, "a programme is no group of occupations");
    }
    #[test]
    fn the_list_for_those_who_draw_them_is_this_one() {
        let page = include_str!("../../../../docs/shell.md");
        let listed: Vec<&str> = page
            .split_once("## Pictograms")
            .and_then(|(_, rest)| rest.split_once("## "))
            .map(|(list, _)| list.lines().filter_map(|line| line.strip_prefix("- `")?.split('`').next()).collect())
            .unwrap_or_default();
        assert_eq!(listed, Pictogram::ALL.iter().map(|it| it.name()).collect::<Vec<_>>());
    }
}
