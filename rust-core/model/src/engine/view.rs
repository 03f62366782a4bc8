//! One screen, in words. ≤ 8 KiB and ≤ 150 strings; lists over 20 entries are asked for by search.

use super::Pictogram;
use crate::content::{Content, Frame};
use crate::secret::Secret;
use crate::text::{Lang, Message};

/// One screen of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepView {
    /// Question, review or ending.
    pub kind: ScreenKind,
    /// Question id, ending id, or `review`.
    pub id: String,
    /// Where am I.
    pub progress: Progress,
    /// The question in big letters.
    pub title: String,
    /// Help in one line; may be empty.
    pub help: String,
    /// What an answer looks like; may be empty.
    pub example: String,
    /// What "Dengarkan" reads: question, help, choices with their prices, problems; never an
    /// answer. Each sentence ends with a pause.
    pub spoken: String,
    /// What to draw for the answer.
    pub field: Field,
    /// How the answer is typed: keyboard, bounds, grouping.
    pub input: Input,
    /// On a confirmation: what is to be confirmed, the first line large.
    pub shown: Vec<Secret>,
    /// Raw text as typed, to put back into the field.
    pub typed: Secret,
    /// What we understood from the answer.
    pub understood: Vec<Secret>,
    /// What to do before going on.
    pub problems: Vec<Secret>,
    /// What is unusual; going on is possible.
    pub warnings: Vec<Secret>,
    /// The price so far, beside questions that change it and on the review.
    pub quote: Option<QuoteView>,
    /// On the review: each answer.
    pub review: Vec<ReviewLine>,
    /// On the review: where each step of the form begins among the lines.
    pub sections: Vec<ReviewSection>,
    /// Label of the one primary button.
    pub primary: String,
    /// False on the review while something is missing, and on an ending.
    pub primary_enabled: bool,
    /// Label of the button that leaves the question out, with the empty text as the answer; empty
    /// when it must be answered.
    pub skip: String,
    /// There is a screen before this one.
    pub can_go_back: bool,
    /// Identity screens: no screenshots.
    pub secure: bool,
}

/// The kind of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreenKind {
    /// One question.
    Question,
    /// All answers, to be looked over and sent.
    Review,
    /// The form ends without sending.
    Ending,
}

/// Where am I.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// 1-based.
    pub step: u8,
    /// Steps of this path: a step in which nothing is asked does not count.
    pub steps: u8,
    /// Title of the step.
    pub title: String,
    /// "Langkah 3 dari 6 · tersimpan di HP ini"
    pub line: String,
    /// The umbrella: so many of its panels are filled.
    pub panels_filled: u8,
    /// A panel for each step of the form, asked or not, and one more, which is filled when the
    /// first dues are credited.
    pub panels: u8,
}

/// What to draw for the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// Nothing to fill in: review and endings.
    None,
    /// One line of text.
    Text {
        /// Characters.
        max: u16,
    },
    /// One line on a numeric keypad.
    Digits {
        /// Characters.
        max: u16,
        /// Answers that are likely, to be tapped: the postal codes of the district. Mostly none, at
        /// most 20.
        suggested: Vec<String>,
    },
    /// A day of the calendar.
    Date,
    /// One of a few.
    Choice {
        /// All of them.
        options: Vec<ChoiceView>,
    },
    /// One of many, asked for by search.
    Search {
        /// The chosen one first, then the best for what is typed: at most 20.
        options: Vec<ChoiceView>,
        /// There are more than are shown.
        more: bool,
        /// Groups, each a pictogram: searching `#ID` lists its options. None for districts.
        groups: Vec<GroupView>,
    },
    /// Is what is shown right?
    Confirm {
        /// `yes` first; `retype` leads back.
        options: Vec<ChoiceView>,
    },
    /// Any number of a few.
    Several {
        /// All of them.
        options: Vec<ChoiceView>,
    },
    /// An amount on a numeric keypad.
    Money,
    /// Yes or no.
    YesNo {
        /// `yes` and `no`.
        options: Vec<ChoiceView>,
    },
    /// The camera.
    Photo {
        /// A photo is sealed and kept.
        taken: bool,
        /// What to draw over the camera's picture.
        frame: PhotoFrame,
        /// How well the kept photo can be read; none while none is kept.
        verdict: Option<PhotoVerdict>,
    },
    /// Agreeing is the answer.
    Consent {
        /// To this version of the wording.
        given: bool,
    },
    /// Going on is the answer.
    Note,
}

/// A frame over the camera's picture, as large as it fits with a margin. It guides the eye and cuts
/// nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoFrame {
    /// The shape of the thing that is to be inside the frame.
    pub shape: FrameShape,
    /// Its width, in the same unit as its height: only their ratio counts.
    pub width: u16,
    /// Its height.
    pub height: u16,
    /// What to do, in one line below the frame.
    pub words: String,
}

impl PhotoFrame {
    /// The frame of the photo that answers this question.
    ///
    /// ```
    /// use payung_model::content::Content;
    /// use payung_model::engine::{FrameShape, PhotoFrame};
    /// use payung_model::text::Lang;
    ///
    /// let content = Content::built_in()?;
    /// let page = PhotoFrame::of(&content, Lang::Id, "paper_form_1_2");
    /// assert_eq!((page.shape, page.width, page.height), (FrameShape::Paper, 210, 297));
    /// # Ok::<(), payung_model::content::ContentProblem>(())
    /// ```
    pub fn of(content: &Content, lang: Lang, question: &str) -> Self {
        // A page measures 210 mm by 297 mm (ISO 216, A4). A card measures 85.6 mm by 54 mm (ISO/IEC
        // 7810, ID-1). An oval of 3 by 4 holds a head and leaves room around it.
        let (shape, width, height, text) = match content.sending.frame(question) {
            Frame::Card => (FrameShape::Card, 856, 540, "photo-frame-card"),
            Frame::Paper => (FrameShape::Paper, 210, 297, "photo-frame-paper"),
            Frame::Face => (FrameShape::Face, 3, 4, "photo-frame-face"),
        };
        Self {
            shape,
            width,
            height,
            words: content.text(lang, &Message::new(text)),
        }
    }
}

/// What a frame is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameShape {
    /// A card: a rectangle with round corners, wider than high, taken by the camera at the back.
    Card,
    /// A page of paper: a rectangle, higher than wide, taken by the camera at the back.
    Paper,
    /// A face: an oval, higher than wide, taken by the camera at the front.
    Face,
}

/// What was seen in the kept photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoVerdict {
    /// The verdict itself.
    pub quality: PhotoQuality,
    /// The same in words: one fault and one way to do better, or that a photo is kept.
    pub words: String,
}

/// How well a photo can be read. Of several faults the one is said that hides most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoQuality {
    /// No fault was found.
    Good,
    /// Out of focus, or moved.
    Blurred,
    /// Too little light.
    Dark,
    /// Light in the plastic hides what stands under it.
    Glare,
    /// The card goes on beyond the picture's edge.
    CutOff,
    /// Nothing on it looks like print.
    NoPrint,
}

/// One option.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChoiceView {
    /// What is answered.
    pub id: String,
    /// What is read.
    pub label: String,
    /// One line below it, where the label alone is not enough; else empty.
    pub help: String,
    /// It is the answer, or part of it.
    pub chosen: bool,
    /// It cannot be taken away.
    pub fixed: bool,
    /// What it comes to, beside the label, where the price is what people choose by:
    /// "Rp48.000/bln", "Rp46.200"; else empty.
    pub price: String,
    /// The id of its group, of a search with groups; else empty.
    pub group: String,
    /// The drawing beside the option; none where the label is a number or the name of a place.
    pub pictogram: Option<Pictogram>,
    /// The text that "Dengarkan" reads: label, price in words, help.
    pub spoken: String,
}

/// A group of options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupView {
    /// Searching `#ID` lists its options.
    pub id: String,
    /// What is read.
    pub label: String,
    /// What is drawn.
    pub pictogram: Option<Pictogram>,
}

/// One answer on the review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewLine {
    /// Where tapping it goes.
    pub question: String,
    /// The question in short.
    pub label: String,
    /// The answer as people say it.
    pub value: Secret,
    /// It still needs an answer.
    pub missing: bool,
    /// False in a correction, for what was not asked for.
    pub editable: bool,
    /// Which of [`StepView::warnings`] are about this line, from 0.
    pub warnings: Vec<u8>,
}

/// A step of the form on the review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewSection {
    /// Title of the step.
    pub title: String,
    /// The first of its lines, from 0.
    pub first_line: u16,
}

/// How an answer is typed. Nothing of it is a rule: the core judges what comes, whatever keyboard
/// typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// Which keyboard.
    pub keyboard: Keyboard,
    /// Which letters the keyboard makes capital by itself.
    pub capitals: Capitals,
    /// What the platform may offer to fill in.
    pub autofill: Autofill,
    /// The field is so many lines high.
    pub lines: u8,
    /// How digits are set apart while typed: sizes of the groups from the left; the last one
    /// repeats. Empty: not at all.
    pub groups: Vec<u8>,
    /// Characters, at least.
    pub min_length: Option<u16>,
    /// Characters, at most.
    pub max_length: Option<u16>,
    /// YYYY-MM-DD, this day included.
    pub earliest: Option<String>,
    /// YYYY-MM-DD, this day included.
    pub latest: Option<String>,
    /// Rupiah, this amount included.
    pub min_amount: Option<u64>,
    /// Rupiah, this amount included.
    pub max_amount: Option<u64>,
}

/// A keyboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keyboard {
    /// Nothing is typed.
    #[default]
    None,
    /// Letters.
    Text,
    /// Digits.
    Digits,
    /// Digits as for dialling.
    Phone,
    /// Letters with an at sign.
    Email,
    /// A day: a calendar or digits.
    Date,
    /// A time of the day.
    Time,
}

/// What a keyboard makes capital by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Capitals {
    /// Nothing.
    #[default]
    None,
    /// Each word's first letter.
    Words,
    /// Each letter, as names stand on the KTP.
    All,
}

/// What the platform may offer to fill in: only what is surely the worker's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Autofill {
    /// Nothing.
    #[default]
    None,
    /// The worker's mobile number.
    Phone,
    /// The worker's e-mail address.
    Email,
    /// The postal code of the worker's home.
    PostalCode,
}

/// The live quote, in words. A shell draws what is not empty, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteView {
    /// "Rp45.600"
    pub total: String,
    /// "Nov, Des, Jan"
    pub months: String,
    /// Months that follow each other with the same dues are one part: mostly there is one, two
    /// across a change of rule, never more than three.
    pub parts: Vec<QuotePartView>,
    /// Why it is this much, and what changes: "Potongan 50% …".
    pub reasons: Vec<String>,
}

/// Months with the same dues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotePartView {
    /// "Nov, Des"; empty for the only part: the quote's own months say it.
    pub months: String,
    /// Each programme in one of its months; empty on the review when there are several parts.
    pub lines: Vec<QuoteLineView>,
    /// "2 × Rp11.400 = Rp22.800"; empty for the only part: the quote's total says it.
    pub sum: String,
    /// "Rp11.400 sebulan, kira-kira Rp380 sehari"; empty for those who do not earn by the day.
    pub per_day: String,
}

/// One programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteLineView {
    /// "JKK (kecelakaan kerja)"
    pub label: String,
    /// "Rp8.000/bln"
    pub amount: String,
}

/// While typing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// What we understood so far.
    pub understood: Vec<Secret>,
    /// What is unusual; going on is possible.
    pub warnings: Vec<Secret>,
    /// What nothing typed on could mend.
    pub problems: Vec<Secret>,
    /// It would be taken as an answer.
    pub complete: bool,
}

impl StepView {
    /// Bytes of all its texts together, at most.
    pub const MOST_BYTES: usize = 8 * 1024;
    /// Texts, at most.
    pub const MOST_STRINGS: usize = 150;

    /// Every text of the screen, in the order of the fields: at most [`StepView::MOST_STRINGS`] and
    /// [`StepView::MOST_BYTES`] in all.
    pub fn strings(&self) -> Vec<&str> {
        let progress = [self.progress.title.as_str(), &self.progress.line];
        let texts = [
            self.id.as_str(),
            &self.title,
            &self.help,
            &self.example,
            &self.spoken,
            self.typed.reveal(),
        ];
        let said = self
            .shown
            .iter()
            .chain(&self.understood)
            .chain(&self.problems)
            .chain(&self.warnings)
            .map(Secret::reveal);
        let options = self.field.options().iter().flat_map(|option| {
            [
                option.id.as_str(),
                &option.label,
                &option.help,
                &option.group,
                &option.price,
                &option.spoken,
            ]
        });
        let photo = self.field.photo_words();
        let suggested = self.field.suggested().iter().map(String::as_str);
        let groups = self
            .field
            .groups()
            .iter()
            .flat_map(|group| [group.id.as_str(), &group.label]);
        let quote = self.quote.iter().flat_map(|quote| {
            let parts = quote.parts.iter().flat_map(|part| {
                let lines = part
                    .lines
                    .iter()
                    .flat_map(|line| [line.label.as_str(), &line.amount]);
                [part.months.as_str(), &part.sum, &part.per_day]
                    .into_iter()
                    .chain(lines)
            });
            [quote.total.as_str(), &quote.months]
                .into_iter()
                .chain(parts)
                .chain(quote.reasons.iter().map(String::as_str))
        });
        let review = self
            .review
            .iter()
            .flat_map(|line| [line.question.as_str(), &line.label, line.value.reveal()]);
        let mut all: Vec<&str> = progress
            .into_iter()
            .chain(texts)
            .chain(options)
            .chain(photo)
            .chain(suggested)
            .chain(groups)
            .chain(said)
            .collect();
        all.extend(quote);
        all.extend(review);
        all.extend(self.sections.iter().map(|section| section.title.as_str()));
        all.extend(
            [&self.input.earliest, &self.input.latest]
                .into_iter()
                .flatten()
                .map(String::as_str),
        );
        all.extend([self.primary.as_str(), &self.skip]);
        all.retain(|text| !text.is_empty());
        all
    }
}

impl Field {
    /// The options, where there are some.
    pub fn options(&self) -> &[ChoiceView] {
        match self {
            Self::Choice { options }
            | Self::Search { options, .. }
            | Self::Several { options }
            | Self::Confirm { options }
            | Self::YesNo { options } => options,
            _ => &[],
        }
    }

    /// Likely answers to be tapped.
    pub fn suggested(&self) -> &[String] {
        match self {
            Self::Digits { suggested, .. } => suggested,
            _ => &[],
        }
    }

    /// The words of a photo's frame and of its verdict.
    fn photo_words(&self) -> Vec<&str> {
        match self {
            Self::Photo { frame, verdict, .. } => std::iter::once(&frame.words)
                .chain(verdict.iter().map(|it| &it.words))
                .map(String::as_str)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The groups of a search.
    pub fn groups(&self) -> &[GroupView] {
        match self {
            Self::Search { groups, .. } => groups,
            _ => &[],
        }
    }
}
