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
        let Some(error) = errors.first() else { return "cannot be read".to_owned() };
        // Where the entry begins: where it went wrong is often only the next line.
        let start = error.slice.as_ref().map_or(error.pos.start, |slice| slice.start);
        format!("line {}: {}", line_at(source, start), error.kind)
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

/// 1-based line of the first sign at or after a byte offset.
fn line_at(source: &str, offset: usize) -> usize {
    let rest = source.get(offset..).unwrap_or_default();
    let begin = source.len() - rest.trim_start().len();
    1 + source.get(..begin).unwrap_or(source).matches('\n').count()
}

/// 1-based line of the last entry with that id: of two, the one too many.
fn line_of(source: &str, id: &str) -> usize {
    let starts = |line: &str| {
        line.trim_start_matches('-').strip_prefix(id).is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    source.lines().enumerate().filter(|(_, line)| starts(line)).last().map_or(1, |(number, _)| number + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(source: &str) -> String {
        read(source).err().unwrap_or_default()
    }

    #[test]
    fn ids_attributes_and_variables_are_collected() {
        let source = "# Kata\na = Ada { $count ->\n    [one] { $x }\n   *[other] { { $y } }\n }\n    .help = Tolong\n";
        let (_, variables) = read(source).unwrap();
        let found: Vec<(&str, Vec<&str>)> =
            variables.iter().map(|(id, names)| (id.as_str(), names.iter().map(String::as_str).collect())).collect();
        assert_eq!(found, [("a", vec!["count", "x", "y"]), ("a.help", vec![])]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        assert!(refused("a = satu\nb = dua\na = tiga\n").starts_with("line 3: a is there twice"));
        assert!(refused("a = satu\n    .help = x\n    .help = y\n").starts_with("line 1: a.help is there twice"));
        assert!(refused("a = satu\nb = { $dua\n").starts_with("line 2: "), "{}", refused("a = satu\nb = { $dua\n"));
        assert!(refused("a = satu\n\nini bukan apa-apa\n").starts_with("line 3: "));
        assert!(refused("a = { b }\nb = x\n").starts_with("line 1: a: a text does not refer"));
        assert!(refused("a = { NUMBER($x) }\n").starts_with("line 1: a: functions"));
        assert!(refused("a = x\n-merk = y\n").starts_with("line 2: terms"));
    }

    #[test]
    fn depth_and_size_are_limited() {
        assert!(refused(&format!("a = {}", "{".repeat(100_000))).starts_with("line 1: nested"));
        assert!(refused(&format!("a = {{ F{} }}", "(F".repeat(50_000))).starts_with("line 1: nested"));
        assert!(refused(&"# x\n".repeat(70_000)).contains("bytes; at most"));
        assert!(read("a = (satu) (dua) { $x } (tiga)").is_ok());
    }

    proptest! {
        #[test]
        fn no_source_makes_it_panic(source in "([a-z.={}$*\\[\\]()\"\n> -]|.){0,200}") {
            let _ = read(&source);
        }
    }
}
