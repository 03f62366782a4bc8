//! What the one primary button of a screen does: of the first screen, and of a registration's, with
//! what else can be done there. That of a member's screen is beside cover (`cover/next.rs`), that of a
//! bill's beside bills (`bills/step.rs`).

use payung_model::journey::State;
use payung_model::sealed::RegistrationId;

use super::facts::More;
use super::member::Money;
use super::{
    BillLine, DraftLine, NextStep, Purpose, RegistrationAction, RegistrationStep, RegistrationView,
};
use crate::vault::RegistrationRow;

/// The office waits for answers that are on this phone.
pub(super) fn is_to_be_corrected(row: &RegistrationRow) -> bool {
    row.state == State::NeedsCorrection && row.draft.is_some() && !row.access_ended
}

/// A correction comes before everything else, because the office waits for it. A bill has a last day,
/// and a draft has time.
pub(super) fn of_home(
    drafts: &[DraftLine],
    has_registrations: bool,
    correct: Option<RegistrationId>,
    bill: Option<&BillLine>,
) -> NextStep {
    if let Some(registration) = correct {
        return NextStep::Correct {
            registration: registration.to_string(),
        };
    }
    if let Some(bill) = bill {
        return NextStep::Pay {
            bill: bill.bill.clone(),
        };
    }
    match drafts.first() {
        Some(line) => NextStep::Resume {
            draft: line.draft.clone(),
        },
        None if !has_registrations => NextStep::Register,
        None => NextStep::RegisterOther,
    }
}

/// What has not gone yet comes before money, because without it there will be none.
pub(super) fn of_registration(
    row: &RegistrationRow,
    more: &More,
    money: &Money,
    can_send_now: bool,
) -> RegistrationStep {
    if is_to_be_corrected(row) {
        return RegistrationStep::Correct;
    }
    if can_send_now {
        return RegistrationStep::SendNow;
    }
    // A withdrawal goes the same way. Nothing goes once the office answers another phone.
    let is_to_go = row.withdraw_wanted || matches!(row.state, State::Ready | State::Sending);
    if is_to_go && !row.access_ended {
        return RegistrationStep::Sync;
    }
    let is_accepted = row.state == State::Accepted;
    match (more.request.is_some(), row.completes, more.purpose) {
        // Nobody is protected by a request; what it was for stands elsewhere.
        (true, Some(about), Some(purpose)) if purpose.is_about_payers() => {
            RegistrationStep::ShowPayers {
                registration: about.to_string(),
            }
        }
        (true, ..) | (false, Some(_), _) => RegistrationStep::GoHome,
        (false, None, purpose) => {
            if let Some(bill) = &money.bill {
                return RegistrationStep::Pay {
                    bill: bill.bill.clone(),
                };
            }
            match purpose {
                Some(Purpose::Payer) if is_accepted => RegistrationStep::ShowPayers {
                    registration: row.id.to_string(),
                },
                Some(Purpose::Payer) => RegistrationStep::GoHome,
                _ if is_accepted || money.cover.is_some() => RegistrationStep::ShowCover,
                _ => RegistrationStep::GoHome,
            }
        }
    }
}

/// What else can be done on the screen of a registration. Before its first byte has left the office
/// holds nothing that could be shown or asked for.
pub(super) fn others_of_registration(view: &RegistrationView) -> Vec<RegistrationAction> {
    let is_held = !matches!(
        view.state,
        State::Draft | State::Ready | State::Sending | State::Parked
    );
    // A request or an addition has no dues of its own: they stand on the registration it is about.
    let has_dues = !view.is_request && view.completes.is_none();
    let is_covered =
        view.cover.is_some() || matches!(view.state, State::Received | State::Accepted);
    let all = [
        (RegistrationAction::TakeBack, view.can_take_back),
        (
            RegistrationAction::ShowCover,
            view.is_membership && is_covered && view.step != RegistrationStep::ShowCover,
        ),
        (RegistrationAction::ShowReceipts, has_dues && is_held),
        // A complaint can be made at any time.
        (RegistrationAction::ShowRequests, has_dues),
        (
            RegistrationAction::ShowPayers,
            // Nobody pays for what was refused.
            view.can_request
                && view.state != State::Refused
                && !matches!(view.step, RegistrationStep::ShowPayers { .. }),
        ),
        (RegistrationAction::ShowRecoveryCode, view.can_have_code),
        (RegistrationAction::Complete, view.can_complete),
        (RegistrationAction::ShareReceipt, true),
        (RegistrationAction::Withdraw, view.can_withdraw),
    ];
    let offered = all.into_iter().filter(|(_, is_offered)| *is_offered);
    offered.map(|(action, _)| action).collect()
}
