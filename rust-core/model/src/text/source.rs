//! Reading one language's Fluent source, stricter than Fluent itself: what is refused here cannot surprise on a screen.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// The largest source: several times what one language needs.
const MOST_BYTES: usize = 256 * 1024;
/// Fluent's parser recurses; a signed bundle must still not be able to exhaust a phone's stack.
const MOST_NESTED: usize = 16;

/// The variables of each id and `id.attribute`.
pub(super) type Variables = BTreeMap<String, BTreeSet<String>>;

/// The parsed resource and its ids, or the line and what is wrong there.
pub(super) fn read(source: &str) -> Result<(FluentResource, Variables), String> {
    if source.len() > MOST_BYTES {
        return Err(format!("{} bytes; at most {MOST_BYTES}", source.len()));
    }
    if let Some(line) = too_nested(source) {
        return Err(format!("line {line}: nested more than {MOST_NESTED} deep"));
    }
    let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
        errors.first().map_or_else(
            || "cannot be read".to_owned(),
            |error| format!("line {}: {}", line_at(source, error.pos.start), error.kind),
        )
    })?;
    let variables = collect(&resource, source)?;
    Ok((resource, variables))
}

fn collect(resource: &FluentResource, source: &str) -> Result<Variables, String> {
    let mut found = Variables::new();
    for entry in resource.entries() {
        let message = match entry {
            Entry::Message(message) => message,
            Entry::Term(term) => {
                return Err(format!("line {}: terms are not used here", line_of(source, term.id.name)));
            }
            _ => continue,
        };
        let id = message.id.name;
        let patterns = message.value.iter().map(|pattern| (id.to_owned(), pattern)).chain(
            message.attributes.iter().map(|attribute| (format!("{id}.{}", attribute.id.name), &attribute.value)),
        );
        for (name, pattern) in patterns {
            let mut variables = BTreeSet::new();
            of_pattern(pattern, &mut variables)
                .map_err(|what| format!("line {}: {name}: {what}", line_of(source, id)))?;
            if found.insert(name.clone(), variables).is_some() {
                return Err(format!("line {}: {name} is there twice", line_of(source, id)));
            }
        }
    }
    Ok(found)
}

fn of_pattern(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) -> Result<(), &'static str> {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, found)?;
        }
    }
    Ok(())
}

fn of_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) -> Result<(), &'static str> {
    match expression {
        Expression::Inline(inline) => of_inline(inline, found),
        Expression::Select { selector, variants } => {
            of_inline(selector, found)?;
            variants.iter().try_for_each(|variant| of_pattern(&variant.value, found))
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) -> Result<(), &'static str> {
    match inline {
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => Ok(()),
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
            Ok(())
        }
        InlineExpression::Placeable { expression } => of_expression(expression, found),
        InlineExpression::MessageReference { .. } | InlineExpression::TermReference { .. } => {
            Err("a text does not refer to another")
        }
        InlineExpression::FunctionReference { .. } => Err("functions are not used here"),
    }
}

/// The line of the first entry that nests too deep.
fn too_nested(source: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (number, line) in source.lines().enumerate() {
        if line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-' || c == '#') {
            depth = 0;
        }
        for byte in line.bytes() {
            match byte {
                b'{' | b'(' => depth += 1,
                b'}' | b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > MOST_NESTED {
                return Some(number + 1);
            }
        }
    }
    None
}

/// 1-based line of a byte offset.
fn line_at(source: &str, offset: usize) -> usize {
    let before = source.as_bytes().get(..offset).unwrap_or(source.as_bytes());
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

/// 1-based line of the last entry with that id: of two, the one too many.
fn line_of(source: &str, id: &str) -> usize {
    let starts = |line: &str| {
        line.trim_start_matches('-').strip_prefix(id).is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    source.lines().enumerate().filter(|(_, line)| starts(line)).last().map_or(1, |(number, _)| number + 1)
}
