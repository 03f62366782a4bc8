//! Bills and the money for them.
//!
//! | file | holds |
//! |---|---|
//! | `bill`, `ledger`, `engine` | the rules: pure functions over [`Books`], without a clock, a storage or an acquirer |
//! | `books` | what the rules read and write, and books in memory; the office's are in `store/money` |
//!
//! Which months are due, and who may join, is asked of [`payung_model::cover::Due`], as the phone
//! does.
//!
//! [`Billing`] decides what an event does to bills and money, wherever the books are kept. Who
//! asks for bills and reports payments is [`crate::collection`].

mod bill;
mod books;
mod engine;
mod ledger;

pub use bill::{Bill, BillId, BillLine, BillState, MemberId, NotAState, PayerId};
pub use books::{Books, Credit, Memory, Payment};
pub use engine::{BillOrder, Billing, Booked, Issued, NotIssued};
pub use ledger::{Account, Entry, NotAnAccount, Totals};
