//! The records of [`super::Qris`].

/// The content of a QRIS code, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct QrisView {
    /// Whether the code can be read and breaks no rule.
    pub valid: bool,
    /// Whether the code is Indonesian: rupiah, Indonesia, and an account of the kind that QRIS has.
    pub qris: bool,
    /// The problems that make the code invalid, in its order.
    pub problems: Vec<QrisProblemView>,
    /// Unusual things that hinder no payment.
    pub warnings: Vec<QrisProblemView>,
    /// The code's fields in their order; none when they cannot be told apart.
    pub fields: Vec<QrisFieldView>,
}

/// One thing that is wrong with a QRIS code.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct QrisProblemView {
    /// A short name that stays.
    pub code: String,
    /// Characters before the place; the length of the code where something is missing.
    pub offset: u32,
    /// The tag of the field, two digits; none where no field can be named.
    pub tag: Option<String>,
    /// For the worker.
    pub words: String,
}

/// One field of a QRIS code.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct QrisFieldView {
    /// Two digits.
    pub tag: String,
    /// As it is written.
    pub value: String,
}

/// A picture of dark and light modules, to be drawn by the shell.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CodeView {
    /// Modules in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Light modules to leave at the left and right; as many above and below where there is more
    /// than one row.
    pub border: u32,
    /// One bit for each module, row by row without gaps, the first one in the highest bit; 1 is
    /// dark.
    pub modules: Vec<u8>,
}
