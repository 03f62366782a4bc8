//! The rules of registering for BPJS Ketenagakerjaan's scheme for non-wage-earners (BPU).
//!
//! Pure: no I/O, no clock, no global state. Everything that depends on the day takes the day as an
//! argument, and everything random takes its [`sealed::Random`]. Phone and office use this same
//! code, so they cannot disagree.
//!
//! Where to start: [`engine`] turns a form's definition and the answers so far into the one screen
//! that a shell draws ([`engine::StepView`]); [`sealed`] is what leaves the phone; [`journey`] is
//! the table of states between the two.
//!
//! | room | holds |
//! |---|---|
//! | [`typed`] | the filter for all that is typed or pasted |
//! | [`units`] | `Rupiah`, `Month`, `Date`, `Timestamp` |
//! | [`person`] | `Nik`, `Phone`, names, regions, and the checks between them |
//! | [`payment`] | where a bill is paid; QRIS, Code 128 and their pictures |
//! | [`programme`] | JKK, JKM, JHT; the tariff by month; `Quote`; what each programme gives |
//! | [`cover`] | what paid months are worth, reminders, what to do when something happens |
//! | [`places`] | where a person can be asked: branches, service points, their hours |
//! | [`form`] | definition, draft, and what the two mean together |
//! | [`text`] | Fluent texts, Indonesian and English |
//! | [`sealed`] | envelope, photos, replies, bundle, trust file |
//! | [`journey`] | the states of a registration and what moves it |
//! | [`card`] | the digital card: signed by the office, checked without a network |
//! | [`content`] | the rules as data: what a bundle carries |
//! | [`engine`] | screens, review, quotes, channels and answers in words |
//! | [`paper`] | receipts, statements and the heirs' card as PDF files |
//!
//! `content` uses `form`, `cover` and `programme`; `engine` uses `content`; `paper` uses all of
//! them; nothing points back (`scripts/circles.py`).

pub mod card;
pub mod content;
pub mod cover;
pub mod engine;
pub mod form;
pub mod journey;
pub mod paper;
pub mod payment;
pub mod person;
pub mod places;
pub mod programme;
pub mod sealed;
pub mod secret;
pub mod text;
pub mod typed;
pub mod units;
