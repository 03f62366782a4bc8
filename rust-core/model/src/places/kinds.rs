//! The kinds of places, their services, and the ways to wait.

/// An enum whose values have a code in the data.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$what:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$what])* $variant,)*
        }

        impl $name {
            /// All of them, in the order they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As it stands in the data.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// The one with that code.
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }
    };
}

codes! {
    /// What a place is.
    PlaceKind {
        /// *Kantor cabang* of BPJS Ketenagakerjaan.
        Branch = "branch",
        /// *Kantor cabang perintis*: a smaller one.
        PioneerBranch = "pioneer_branch",
        /// *Service Point Office*: a counter at a bank or another partner.
        Spo = "spo",
        /// The office of an organisation of Perisai agents.
        AgentOffice = "agent_office",
        /// A counter in a village hall or a village's enterprise.
        VillagePoint = "village_point",
        /// *Pelayanan terpadu satu pintu*: the regency's hall of services.
        Ptsp = "ptsp",
        /// A hospital or clinic that treats work accidents (PLKK).
        Hospital = "hospital",
    }
}

codes! {
    /// What can be done at a place.
    Service {
        /// Registering.
        Register = "register",
        /// Paying dues.
        Pay = "pay",
        /// Having data corrected.
        Correct = "correct",
        /// What an employer has to do.
        Employer = "employer",
        /// Claiming old age savings.
        ClaimJht = "claim_jht",
        /// Claiming after a work accident.
        ClaimJkk = "claim_jkk",
        /// Claiming after a death.
        ClaimJkm = "claim_jkm",
        /// Having the card printed.
        PrintCard = "print_card",
        /// Being treated after a work accident.
        TreatJkk = "treat_jkk",
    }
}

codes! {
    /// How one waits there.
    Queue {
        /// There is no queue.
        None = "none",
        /// A number is drawn at the place.
        Ticket = "ticket",
        /// A time is agreed on before.
        Appointment = "appointment",
    }
}

impl PlaceKind {
    /// Closed on public holidays and shared leave, as banks and public offices are [D]. Of others
    /// nobody says it: a hospital treats accidents on any day.
    pub fn keeps_holidays(self) -> bool {
        matches!(
            self,
            Self::Branch | Self::PioneerBranch | Self::Spo | Self::Ptsp
        )
    }
}
