//! The languages there are texts for.

/// A language the bundle has texts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Indonesian: the first language, complete by definition.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// Both, Indonesian first.
    pub const ALL: [Self; 2] = [Self::Id, Self::En];

    /// `id` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }
}
