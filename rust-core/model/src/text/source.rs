//! Reads the Fluent source of one language, more strictly than Fluent does.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// The largest source: several times what one language needs.
const MOST_BYTES: usize = 256 * 1024;
/// Fluent's parser recurses for each open brace and call. A signed bundle must not be able to
/// exhaust a phone's stack.
const MOST_NESTED: usize = 16;

/// The variables of each id and `id.attribute`.
pub(super) type Variables = BTreeMap<String, BTreeSet<String>>;

/// The parsed resource and its ids, or the line and what is wrong there.
pub(super) fn read(source: &str) -> Result<(FluentResource, Variables), String> {
    if source.len() > MOST_BYTES {
        return Err(format!("{} bytes; at most {MOST_BYTES}", source.len()));
    }
    survivable(source)?;
    let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
        let Some(error) = errors.first() else {
            return "cannot be read".to_owned();
        };
        // Where the entry begins: where it went wrong is often only the next line.
        let start = error
            .slice
            .as_ref()
            .map_or(error.pos.start, |slice| slice.start);
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
                return Err(format!(
                    "line {}: terms are not used here",
                    line_of(source, term.id.name)
                ));
            }
            _ => continue,
        };
        let id = message.id.name;
        let patterns = message
            .value
            .iter()
            .map(|pattern| (id.to_owned(), pattern))
            .chain(
                message
                    .attributes
                    .iter()
                    .map(|attribute| (format!("{id}.{}", attribute.id.name), &attribute.value)),
            );
        for (name, pattern) in patterns {
            let mut variables = BTreeSet::new();
            of_pattern(pattern, &mut variables)
                .map_err(|what| format!("line {}: {name}: {what}", line_of(source, id)))?;
            // Of two texts with one id only one could be shown, and its translator would look for
            // the other.
            if found.insert(name.clone(), variables).is_some() {
                return Err(format!(
                    "line {}: {name} is there twice",
                    line_of(source, id)
                ));
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

fn of_expression(
    expression: &Expression<&str>,
    found: &mut BTreeSet<String>,
) -> Result<(), &'static str> {
    match expression {
        Expression::Inline(inline) => of_inline(inline, found),
        Expression::Select { selector, variants } => {
            of_inline(selector, found)?;
            variants
                .iter()
                .try_for_each(|variant| of_pattern(&variant.value, found))
        }
    }
}

fn of_inline(
    inline: &InlineExpression<&str>,
    found: &mut BTreeSet<String>,
) -> Result<(), &'static str> {
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

/// Refuses what would crash Fluent's parser, with the line (docs/adr/0013). The parser recurses for
/// each brace and each call, and cuts `\u` escapes in the middle of a letter. This function counts
/// both without recursion before it runs.
///
/// Both readers must agree about which braces are open, also after an error that the parser skips.
/// So a line that looks like the beginning of an entry is refused while a brace is open: at every
/// entry both start with none.
fn survivable(source: &str) -> Result<(), String> {
    let mut open: Vec<Brace> = Vec::new();
    for (number, line) in source.split('\n').enumerate() {
        let refused = |what: &str| Err(format!("line {}: {what}", number + 1));
        if line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-' || c == '#') {
            if !open.is_empty() {
                return refused("a brace before this line is not closed");
            }
            if line.starts_with('#') {
                continue;
            }
        }
        let mut rest = line.as_bytes();
        while let [byte, after @ ..] = rest {
            rest = after;
            match (byte, open.last_mut().filter(|brace| !brace.variants)) {
                (b'{', _) => open.push(Brace::default()),
                (b'}', _) => drop(open.pop()),
                // Parentheses, arrows and quotes have a meaning only before the variants of a
                // choice begin.
                (b'(', Some(brace)) => brace.calls += 1,
                (b')', Some(brace)) => brace.calls = brace.calls.saturating_sub(1),
                (b'-', Some(brace)) => brace.variants = rest.starts_with(b">"),
                (b'"', Some(_)) => match after_string(rest) {
                    Some(after) => rest = after,
                    None => return refused("an escape in quotes that does not exist"),
                },
                _ => {}
            }
            if open.len() + open.iter().map(|brace| brace.calls).sum::<usize>() > MOST_NESTED {
                return refused(&format!("nested more than {MOST_NESTED} deep"));
            }
        }
    }
    Ok(())
}

/// An open brace: how many calls are open in it, and whether its variants (plain text again) have
/// begun.
#[derive(Default)]
struct Brace {
    calls: usize,
    variants: bool,
}

/// What follows a string that has begun; nothing follows one that the line does not end. None for a
/// broken escape.
fn after_string(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        rest = match rest {
            [b'"', after @ ..] => return Some(after),
            [b'\\', b'"' | b'\\', after @ ..] => after,
            [b'\\', b'u', after @ ..] => after_hex::<4>(after)?,
            [b'\\', b'U', after @ ..] => after_hex::<6>(after)?,
            [b'\\', ..] => return None,
            [_, after @ ..] => after,
            [] => return Some(rest),
        }
    }
}

fn after_hex<const DIGITS: usize>(rest: &[u8]) -> Option<&[u8]> {
    let (digits, after) = rest.split_first_chunk::<DIGITS>()?;
    digits.iter().all(u8::is_ascii_hexdigit).then_some(after)
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
        line.trim_start_matches('-')
            .strip_prefix(id)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    source
        .lines()
        .enumerate()
        .filter(|(_, line)| starts(line))
        .last()
        .map_or(1, |(number, _)| number + 1)
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
        let found: Vec<(&str, Vec<&str>)> = variables
            .iter()
            .map(|(id, names)| (id.as_str(), names.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(found, [("a", vec!["count", "x", "y"]), ("a.help", vec![])]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        assert!(refused("a = satu\nb = dua\na = tiga\n").starts_with("line 3: a is there twice"));
        assert!(
            refused("a = satu\n    .help = x\n    .help = y\n")
                .starts_with("line 1: a.help is there twice")
        );
        assert!(
            refused("a = satu\nb = { $dua\n").starts_with("line 2: "),
            "{}",
            refused("a = satu\nb = { $dua\n")
        );
        assert!(refused("a = satu\n\nini bukan apa-apa\n").starts_with("line 3: "));
        assert!(refused("a = { b }\nb = x\n").starts_with("line 1: a: a text does not refer"));
        assert!(refused("a = { NUMBER($x) }\n").starts_with("line 1: a: functions"));
        assert!(refused("a = x\n-merk = y\n").starts_with("line 2: terms"));
    }

    #[test]
    fn depth_and_size_are_limited() {
        assert!(refused(&format!("a = {}", "{".repeat(100_000))).starts_with("line 1: nested"));
        assert!(
            refused(&format!("a = {{ F{} }}", "(F".repeat(50_000))).starts_with("line 1: nested")
        );
        assert!(refused(&"# x\n".repeat(70_000)).contains("bytes; at most"));
        assert!(read("a = (satu) (dua) { $x } (tiga)").is_ok());
    }

    #[test]
    fn depth_is_seen_across_lines_strings_and_variants() {
        // A line may begin within a call, a string may hold what would close it, and signs in a
        // variant are only text.
        assert!(
            refused(&format!("a = {{ F(\n{}", "F(\n".repeat(60_000)))
                .starts_with("line 2: a brace before")
        );
        assert!(
            refused(&format!("a = {{ F({}", "\n F(".repeat(60_000))).starts_with("line 16: nested")
        );
        assert!(
            refused(&format!("a = {{ {}", "F(\")}\", ".repeat(20_000)))
                .starts_with("line 1: nested")
        );
        assert!(
            refused(&format!("a = {}", "{ $n ->\n *[x] ))) ".repeat(10_000)))
                .starts_with("line 17: nested")
        );
        let text = "a = { $n ->\n    [one] :( \"dua { $x }\n   *[other] \"}\" -> { \"{{{ ((( }\" }\n }\n    .b = \"(\n";
        assert!(
            refused(text).starts_with("line 1: "),
            "the brace in a variant's text closes it"
        );
        assert!(read(&text.replace("\"}\" -> ", "-> ")).is_ok());
        assert!(read("# {{{{{{ ((((((\na = :( :( :( { \"{\" }\n").is_ok());
        let many: Vec<String> = (0..40)
            .map(|n| format!("a{n} = :( {{ \"{{\" }} \""))
            .collect();
        assert!(read(&many.join("\n")).is_ok());
    }

    #[test]
    fn an_escape_that_ends_within_a_letter_is_refused_not_a_panic() {
        for source in [
            "a = { \"\\u00e\u{e9}\" }",
            "a = { F(\"\\U00000\u{e9}\") }",
            "a = { \"\\u00",
            "a = { \"\\x\" }",
        ] {
            assert!(refused(source).starts_with("line 1: an escape"), "{source}");
        }
        assert!(read("a = { \"\\u00e9 \\U01F602 \\\\ \\\" }\" }\nb = \\u00\u{e9}\n").is_ok());
    }

    proptest! {
        #[test]
        fn no_source_makes_it_panic(source in "([a-z.={}$*\\[\\]()\"\n> -]|.){0,200}") {
            let _ = read(&source);
        }
    }
}
