//! The months that a bill or a receipt is made of, for JSON.

use payung_core::{BillLineView, BillPartView};
use serde_json::{Value, json};

pub fn lines(lines: &[BillLineView]) -> Value {
    lines.iter().map(line).collect()
}

fn line(line: &BillLineView) -> Value {
    let part = |it: &BillPartView| json!({ "programme": it.programme.code(), "name": it.name, "amount": it.amount });
    json!({
        "month": line.month,
        "member": line.member,
        "amount": line.amount,
        "parts": line.parts.iter().map(part).collect::<Value>(),
    })
}
