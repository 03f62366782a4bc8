//! The command line of `report`.

use std::path::PathBuf;

/// What is reported, photographed and removed.
#[derive(Debug, clap::Args)]
pub struct ReportWish {
    /// accident or death
    pub id: String,
    /// Whose: its number in `status`, or its code [default: the only one there is]
    pub registration: Option<String>,
    /// Keep a photo as the next page of a paper; several times for several. Nothing is sent yet
    #[arg(long, value_name = "PAPER=FILE", value_parser = photo)]
    pub photo: Vec<(String, PathBuf)>,
    /// Remove a page that was not sent yet
    #[arg(long, value_name = "PAPER=PAGE", value_parser = page)]
    pub remove: Vec<(String, u32)>,
    /// Write a page that was not sent yet into a file, as the office will see it
    #[arg(long, value_name = "PAPER=PAGE", value_parser = page, requires = "file")]
    pub show: Option<(String, u32)>,
    /// Where the page is written
    #[arg(long, value_name = "FILE", requires = "show")]
    pub file: Option<PathBuf>,
}

/// `family_card=kk.jpg`
fn photo(text: &str) -> Result<(String, PathBuf), String> {
    let pair = text.split_once('=').filter(|(_, file)| !file.is_empty());
    pair.map(|(paper, file)| (paper.to_owned(), PathBuf::from(file)))
        .ok_or_else(|| "write PAPER=FILE".to_owned())
}

/// `family_card=1`
fn page(text: &str) -> Result<(String, u32), String> {
    let pair = text.split_once('=');
    pair.and_then(|(paper, page)| Some((paper.to_owned(), page.parse().ok()?)))
        .ok_or_else(|| "write PAPER=PAGE, with the page as a number".to_owned())
}
