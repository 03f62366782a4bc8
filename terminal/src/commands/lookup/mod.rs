//! What can be asked without registering, and without any key: numbers, prices, places, questions.

mod form;
mod numbers;
mod places;
mod price;
mod regions;

pub use form::{Form, Occupations, Programmes};
pub use numbers::{Nik, Phone};
pub use places::Places;
pub use price::{Calculator, Dues};
pub use regions::{Regions, Villages};
