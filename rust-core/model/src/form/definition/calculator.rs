//! The dues calculator: the part of a form that is needed to calculate a price.

use std::collections::HashMap;

use super::{Condition, Derivation, Form, Question, Step};

impl Form {
    /// The form with the questions of [`Form::calculator`] only, asked under the same conditions
    /// and derived in the same way as far as they refer to one another. A condition on any other
    /// question is taken to hold, because that question was not asked.
    ///
    /// Texts and the quote are those of the form. There is nothing to be sent: no endings, no
    /// purposes.
    #[must_use]
    pub fn calculator_form(&self) -> Self {
        let asked = |id: &str| self.calculator.iter().any(|known| known == id);
        // A step without any question of the calculator is left out, because no form may have an
        // empty step.
        let steps = self.steps.iter().filter_map(|step| {
            let questions: Vec<Question> = step
                .questions
                .iter()
                .filter(|question| asked(&question.id))
                .map(|question| Question {
                    when: question.when.as_ref().and_then(|when| part(when, &asked)),
                    derive: question
                        .derive
                        .iter()
                        .filter_map(|it| derivation(it, &asked))
                        .collect(),
                    ..question.clone()
                })
                .collect();
            (!questions.is_empty()).then(|| Step {
                id: step.id.clone(),
                questions,
            })
        });
        Self {
            id: self.id.clone(),
            version: self.version,
            completes: None,
            request: false,
            steps: steps.collect(),
            endings: Vec::new(),
            quote: self.quote.clone(),
            purposes: Vec::new(),
            calculator: self.calculator.clone(),
            positions: HashMap::new(),
        }
        .with_positions()
    }
}

/// The part of a condition that can be decided when only some questions are asked. None when no
/// part can: the condition is then taken to hold.
fn part(condition: &Condition, asked: &impl Fn(&str) -> bool) -> Option<Condition> {
    match condition {
        Condition::All(parts) => {
            let known: Vec<Condition> = parts.iter().filter_map(|one| part(one, asked)).collect();
            (!known.is_empty() || parts.is_empty()).then_some(Condition::All(known))
        }
        // If one part cannot be decided it may hold, and then `any` may hold too.
        Condition::Any(parts) => parts
            .iter()
            .map(|one| whole(one, asked))
            .collect::<Option<Vec<_>>>()
            .map(Condition::Any),
        other => whole(other, asked),
    }
}

/// The condition, if every question it speaks of is asked.
fn whole(condition: &Condition, asked: &impl Fn(&str) -> bool) -> Option<Condition> {
    let known = condition
        .leaves()
        .into_iter()
        .all(|leaf| leaf.question().is_none_or(asked));
    known.then(|| condition.clone())
}

fn derivation(derivation: &Derivation, asked: &impl Fn(&str) -> bool) -> Option<Derivation> {
    let known = derivation.from.questions().into_iter().all(asked);
    known.then(|| Derivation {
        when: derivation.when.as_ref().and_then(|when| part(when, asked)),
        from: derivation.from.clone(),
        change_at: derivation.change_at.clone().filter(|id| asked(id)),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn condition(json: Value) -> Condition {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn of_a_condition_only_what_is_certain_is_left() {
        let asked = |id: &str| id.starts_with("ada");
        let left = |json: Value| part(&condition(json), &asked);
        let known = json!({ "is": ["ada", "x"] });
        let unknown = json!({ "is": ["tidak", "x"] });
        assert_eq!(left(known.clone()), Some(condition(known.clone())));
        assert_eq!(left(unknown.clone()), None);
        assert_eq!(
            left(json!({ "all": [known, unknown] })),
            Some(condition(json!({ "all": [known] })))
        );
        assert_eq!(left(json!({ "any": [known, unknown] })), None);
        assert_eq!(left(json!({ "not": unknown })), None);
        // `all [known, unknown]` may fail through the unknown part, so its opposite may hold.
        assert_eq!(left(json!({ "not": { "all": [known, unknown] } })), None);
        assert_eq!(
            left(json!({ "not": known })),
            Some(condition(json!({ "not": known })))
        );
    }
}
