//! Questions about a field that decide both how it is drawn and how a typed line is read.

use payung_model::engine::{Field, StepView};

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
