//! Requests: what workers ask the office for, about a registration or without one.
//!
//! A request comes and is opened as every registration is; its purpose says that it is one, and
//! accepting it answers it. [`Answerer`] answers by itself what the office's own books can
//! answer, and [`Clocks`] says until when each is to be answered.

mod answer;
mod asked;
mod bill;
mod clock;
mod copy;
mod looks;
mod paying;
mod text;

pub use answer::Answerer;
pub use clock::{AnswerClock, Clocks};
pub use looks::MACHINE;
