//! Questions about a field that decide both how it is drawn and how a typed line is read.

use payung_model::engine::{ChoiceView, Field, StepView};

/// Whether a list is shown as its groups: it is long, and nobody has searched in it yet.
pub fn by_group(step: &StepView) -> bool {
    matches!(&step.field, Field::Search { groups, options, .. }
        if !groups.is_empty() && step.typed.is_empty() && !options.iter().any(|option| option.chosen))
}

/// Whether the field is answered by the number of an option on the screen.
pub fn is_numbered(field: &Field) -> bool {
    matches!(
        field,
        Field::Choice { .. }
            | Field::Confirm { .. }
            | Field::Several { .. }
            | Field::YesNo { .. }
            | Field::Search { .. }
    )
}

/// The number that chooses each option: how many it means, where all of them say how many (so that
/// `3` is three months and not the third line), else its line.
pub fn numbers(options: &[ChoiceView]) -> Vec<usize> {
    let count = |option: &ChoiceView| {
        let count = option.id.parse().ok();
        // The code of a place is no number of anything.
        count.filter(|count| *count < 100)
    };
    let counts: Option<Vec<usize>> = options.iter().map(count).collect();
    counts.unwrap_or_else(|| (1..=options.len()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_that_says_how_many_is_chosen_by_that_number() {
        let options = |ids: &[&str]| -> Vec<ChoiceView> {
            let option = |id: &&str| ChoiceView {
                id: (*id).into(),
                ..ChoiceView::default()
            };
            ids.iter().map(option).collect()
        };
        assert_eq!(numbers(&options(&["1", "3", "6", "12"])), [1, 3, 6, 12]);
        assert_eq!(numbers(&options(&["never", "3"])), [1, 2]);
        assert_eq!(numbers(&options(&["320101", "320102"])), [1, 2]);
        assert!(numbers(&[]).is_empty());
    }
}
