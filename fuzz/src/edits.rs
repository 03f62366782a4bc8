//! JSON changed as a program of bytes says: still JSON, mostly of the right shape, and nobody's
//! idea of what is sensible.
//!
//! It knows nothing of forms or tariffs: parts of the document, and of others given as `spare`, are
//! moved about, left out, repeated (with ids of their own) and given other numbers and texts.

use arbitrary::{Result, Unstructured};
use serde_json::{Value, json};

const MOST_EDITS: usize = 24;
/// How often one part is repeated, at most.
const MOST_TIMES: usize = 64;
/// Bytes of JSON above which nothing is added.
const MOST_BYTES: usize = 24 * 1024;

/// Changes the document up to [`MOST_EDITS`] times.
pub fn apply(root: &mut Value, spare: &[Value], u: &mut Unstructured<'_>) -> Result<()> {
    for round in 0..u.int_in_range(0..=MOST_EDITS)? {
        let small = root.to_string().len() < MOST_BYTES;
        let count = nodes(root);
        let place = u.int_in_range(0..=count - 1)?;
        match u.int_in_range(0..=6)? {
            0 if small => {
                let from = u.int_in_range(0..=count - 1)?;
                let part = node(root, from).cloned().unwrap_or_default();
                put(root, place, part);
            }
            1 if small && !spare.is_empty() => {
                let from = u.choose(spare)?;
                let part = pick(from, u)?;
                put(root, place, part);
            }
            2 => leave_out(root, place, u)?,
            3 if small => repeat(root, place, round, u)?,
            4 if small && !spare.is_empty() => {
                let part = u.choose(spare)?.clone();
                add(root, place, part, round);
            }
            5 => {
                let number = *u.choose(&[
                    0_u64,
                    1,
                    2,
                    3,
                    12,
                    17,
                    20,
                    21,
                    64,
                    255,
                    500,
                    65_535,
                    4_294_967_295,
                    1 << 53,
                ])?;
                put(root, place, json!(number));
            }
            _ => {
                let text = text(root, u)?;
                put(root, place, json!(text));
            }
        }
    }
    Ok(())
}

/// A text that the document has somewhere, or a new one.
fn text(root: &Value, u: &mut Unstructured<'_>) -> Result<String> {
    if u.ratio(2, 3)? {
        let mut texts = Vec::new();
        strings(root, &mut texts);
        if !texts.is_empty() {
            return Ok((*u.choose(&texts)?).to_owned());
        }
    }
    Ok(match u.int_in_range(0..=2)? {
        0 => "x".repeat(u.int_in_range(1..=41)?),
        1 => u
            .choose(&[
                "jkk", "jkm", "jht", "1", "12", "review", "yes", "no", "2026-05", "q_1",
            ])?
            .to_string(),
        _ => u.arbitrary::<&str>()?.to_owned(),
    })
}

fn strings<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(parts) => parts.iter().for_each(|part| strings(part, found)),
        Value::Object(fields) => fields.values().for_each(|part| strings(part, found)),
        _ => {}
    }
}

fn pick(from: &Value, u: &mut Unstructured<'_>) -> Result<Value> {
    if u.ratio(1, 2)? {
        return Ok(from.clone());
    }
    let mut copy = from.clone();
    let place = u.int_in_range(0..=nodes(&copy) - 1)?;
    Ok(node(&mut copy, place).cloned().unwrap_or_default())
}

fn put(root: &mut Value, place: usize, part: Value) {
    if let Some(node) = node(root, place) {
        *node = part;
    }
}

fn leave_out(root: &mut Value, place: usize, u: &mut Unstructured<'_>) -> Result<()> {
    match node(root, place) {
        Some(Value::Array(parts)) if !parts.is_empty() => {
            parts.remove(u.int_in_range(0..=parts.len() - 1)?);
        }
        Some(Value::Object(fields)) if !fields.is_empty() => {
            let name = fields
                .keys()
                .nth(u.int_in_range(0..=fields.len() - 1)?)
                .cloned();
            name.map(|name| fields.remove(&name));
        }
        _ => {}
    }
    Ok(())
}

/// Repeats one part of a list, each with an id of its own where it has one.
fn repeat(root: &mut Value, place: usize, round: usize, u: &mut Unstructured<'_>) -> Result<()> {
    if let Some(Value::Array(parts)) = node(root, place)
        && !parts.is_empty()
    {
        let part = parts[u.int_in_range(0..=parts.len() - 1)?].clone();
        for time in 0..u.int_in_range(1..=MOST_TIMES)? {
            parts.push(renamed(part.clone(), &format!("{round}_{time}")));
        }
    }
    Ok(())
}

/// Adds a part to a list, or its fields to an object.
fn add(root: &mut Value, place: usize, part: Value, round: usize) {
    match (node(root, place), part) {
        (Some(Value::Array(parts)), part) => parts.push(renamed(part, &round.to_string())),
        (Some(Value::Object(fields)), Value::Object(more)) => fields.extend(more),
        _ => {}
    }
}

fn renamed(mut part: Value, suffix: &str) -> Value {
    if let Some(Value::String(id)) = part.get_mut("id") {
        *id = format!("{id}_{suffix}");
    }
    part
}

fn nodes(value: &Value) -> usize {
    1 + match value {
        Value::Array(parts) => parts.iter().map(nodes).sum(),
        Value::Object(fields) => fields.values().map(nodes).sum(),
        _ => 0,
    }
}

/// The node at that place, counted from the root down and from left to right.
fn node(value: &mut Value, mut place: usize) -> Option<&mut Value> {
    if place == 0 {
        return Some(value);
    }
    place -= 1;
    let parts: Vec<&mut Value> = match value {
        Value::Array(parts) => parts.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => return None,
    };
    for part in parts {
        let count = nodes(part);
        if place < count {
            return node(part, place);
        }
        place -= count;
    }
    None
}
