//! What stands on a paper, before anybody knows where.

use crate::payment::picture::Modules;
use crate::text::Lang;

/// What stands on a paper, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The language of all of it, for readers that read aloud.
    pub lang: Lang,
    /// The first line; also the file's title.
    pub title: String,
    /// What follows, from top to bottom.
    pub blocks: Vec<Block>,
    /// Who made it, at the foot of each page.
    pub footer: String,
}

/// One part of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A paragraph that is to be seen first: a state, an amount.
    Strong(String),
    /// A paragraph in small letters: what the paper is not.
    Small(String),
    /// Label and value, one row each.
    Rows(Vec<(String, String)>),
    /// What to do, numbered.
    Steps(Vec<String>),
    /// A list.
    Items(Vec<String>),
    /// A code with the words below it.
    Code(Modules, String),
}
