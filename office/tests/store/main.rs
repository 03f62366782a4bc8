//! What every database of an office keeps: one suite over `SQLite` and over `PostgreSQL`.
//!
//! Each test runs twice, and knows the port only. What only one of them can do is in `postgres.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

#[allow(dead_code, reason = "`dues.rs` uses the rest")]
mod acquirer;
#[path = "../common/mod.rs"]
mod common;
mod decisions;
mod desk_pages;
mod fixture;
mod keyed;
mod money;
mod officers;
mod queue;
mod recovery;
mod referrals;
mod registrations;
mod removals;
mod rules_and_keys;
mod sharing;
mod unfinished;

use fixture::Fixture;

/// Every test of each file, under the name of each database.
macro_rules! over_both {
    ($($module:ident { $($name:ident)* })*) => {
        mod sqlite {
            $($(#[test] fn $name() { super::$module::$name(&super::Fixture::sqlite()); })*)*
        }
        mod postgres {
            $($(#[test] #[ignore = "postgresql"] fn $name() { super::$module::$name(&super::Fixture::postgres()); })*)*
        }
    };
}

over_both! {
    registrations {
        a_record_is_kept_once_and_every_refusal_has_its_reason
        of_many_who_send_at_once_one_is_first
        photos_complete_a_registration_and_are_listed_by_key
        who_withdraws_is_out_of_the_queue
        receipts_are_found_before_and_after_opening_and_counting_ends_where_asked
        lists_go_on_after_a_registration_in_both_directions
    }
    queue {
        what_is_leased_is_nobody_elses_until_the_lease_ends
        what_cannot_be_opened_waits_apart_and_blocks_nobody
        what_was_tried_in_vain_does_not_count_as_waiting
        an_opener_that_starts_takes_what_others_left_and_what_it_has_keys_for
        duplicates_are_a_few_and_a_count_with_an_end
        who_completes_another_one_is_no_duplicate_in_whatever_order
        no_twin_is_hidden_behind_what_does_not_count
        what_asks_for_an_answer_is_found_behind_any_number_of_registrations
    }
    desk_pages {
        the_right_person_is_found_among_a_hundred_thousand_with_common_names
        times_of_decisions_are_from_arrival_and_from_the_first_look
        what_waits_is_counted_in_bytes_too
    }
    referrals {
        a_registration_is_counted_when_it_is_opened_first_and_never_again
        what_could_not_be_opened_is_counted_when_its_key_is_there
        codes_beyond_the_bound_are_counted_together
        two_openers_at_once_count_a_registration_once
    }
    decisions {
        a_decision_is_about_what_was_seen_and_takes_the_next_place
        a_decision_that_was_taken_back_is_told_to_nobody
        erasing_expects_what_was_seen
        an_erased_registration_is_told_to_its_phone_only
        tombstones_remember_who_was_told
    }
    removals {
        photos_of_what_was_forgotten_go_after_a_kill_too
        what_is_corrected_while_it_would_be_forgotten_stays
        photos_of_what_was_erased_go_after_a_kill_too
        a_photo_that_came_while_its_registration_was_erased_goes_too
        of_two_who_maintain_at_once_one_is_told_so
    }
    officers {
        the_audit_log_is_in_order_and_read_in_parts
        officers_sign_in_wait_and_leave
    }
    rules_and_keys {
        bundles_have_one_sequence_also_when_many_sign
        a_key_is_given_up_only_when_nothing_undecided_needs_it
        a_restored_office_jumps
    }
    keyed {
        rows_that_somebody_else_wrote_let_nobody_in
        rows_that_are_put_back_let_nobody_in
        a_whole_older_roster_is_found_out_and_repaired
        a_process_without_the_keys_can_neither_add_nor_let_in
        a_log_that_nobody_touched_is_sound_and_says_what_was_found
        every_change_of_the_log_is_found_at_its_row
        a_log_that_is_cut_is_found_by_its_head
        what_the_office_writes_with_its_keys_only_is_a_strangers_without_them
        processes_that_write_at_once_make_one_chain
        an_office_of_before_gets_its_roster_and_chain_once
        a_code_and_a_recovery_code_are_taken_once
        sessions_are_listed_and_ended
        a_restore_is_accepted_by_who_has_the_keys
    }
    recovery {
        one_is_kept_for_a_registration_and_the_newer_one_replaces_it
        it_goes_with_a_withdrawal_and_with_an_erasure
        access_made_anew_has_an_inbox_of_its_own_and_ends_the_one_before
    }
    sharing {
        an_upload_is_one_processs_until_it_is_given_back_or_the_process_is_gone
        of_many_processes_that_claim_at_once_one_has_the_upload
        a_process_is_told_what_others_want_and_its_older_claims_end_no_newer_one
        processes_that_attend_are_counted
        a_known_device_waits_at_every_process
        a_registration_is_read_by_one_officer_at_every_process
    }
    unfinished {
        pieces_are_added_where_the_upload_stands_and_by_who_has_the_claim
        many_small_pieces_are_a_few_rows
        what_is_complete_or_erased_leaves_no_bytes
        of_many_who_add_at_one_place_one_does
    }
    money {
        what_is_received_is_billed_paid_and_covered
        what_an_officer_must_see_is_billed_when_it_is_accepted
        who_gets_no_bill_is_told_why
        whoever_turns_65_can_pay_until_the_day_before
        of_those_paid_for_one_turns_65_and_the_others_have_their_own_code
        whoever_asks_has_a_bill_though_others_were_to_pay
        whoever_asks_after_an_expired_bill_is_told_why_there_is_none
        a_bill_is_made_anew_when_the_income_was_changed
        whoever_says_that_they_pay_now_has_a_bill_and_the_other_way_round
        a_wrong_code_reaches_no_phone
        a_bill_expires_and_is_made_again_when_asked_for
        other_rules_cancel_a_bill_before_another_one_is_made
        a_claim_ends_what_is_due
        who_withdraws_or_is_erased_pays_nothing_by_mistake
        whoever_is_covered_has_a_card_that_follows_what_is_paid
        whoever_has_no_cover_any_more_has_no_card
        a_card_that_was_woken_while_it_was_looked_at_is_looked_at_again
        money_that_pays_nothing_is_credit_of_the_next_bill
        three_payers_race_for_one_members_month
        money_is_told_in_figures
        a_report_that_cannot_be_read_holds_no_other_back
        a_report_that_is_gone_is_not_forgotten
        a_report_without_a_place_holds_no_other_back
        reports_without_any_place_are_not_read_to_their_end
        a_report_that_is_struck_off_stays_and_is_asked_for_no_more
        an_acquirer_that_hangs_is_asked_for_one_refund
        an_acquirer_that_takes_its_time_keeps_nothing_else_waiting
        lists_of_money_go_on_after_a_row_and_end
        a_refund_that_a_held_accept_names_is_known_to_the_next_one
        a_request_is_one_processs_until_it_is_given_back_or_the_time_is_over
        a_process_that_stood_still_changes_nothing_and_tells_no_old_code
        of_two_processes_that_answer_one_tells_the_code_that_is_good
        what_ended_before_the_answer_was_decided_is_told_as_ended
        money_that_nobody_knows_is_kept_apart
        months_that_credit_pays_have_a_receipt
        what_is_asked_twice_is_given_back_once
        what_the_ledger_comes_to_is_kept_and_compared_with_its_entries
        of_many_who_send_one_form_at_once_one_gives_back
        a_refund_answers_one_request
        of_two_requests_accepted_at_once_one_has_the_refund
        a_refund_of_several_payments_is_one
        a_refund_of_an_older_version_says_what_the_log_says
        a_refund_for_a_request_is_for_one_that_waits_for_this_money
        money_without_a_registration_goes_back_or_is_noted_elsewhere
        what_an_older_version_kept_out_of_the_ledger_is_counted_once
        killed_between_any_two_steps_the_ledger_balances
        a_code_is_taken_once_and_whoever_ends_it_leaves_what_was_paid
        a_sponsor_has_one_bill_for_many_who_agreed_and_pays_for_nobody_twice
        what_is_owed_ends_on_the_day_on_which_the_phone_says_so
        whoever_lapsed_joins_anew_and_may_be_too_old_for_that
        who_begins_to_pay_for_a_member_in_arrears_pays_the_oldest_month_first
        a_member_has_a_bill_again_when_somebody_has_stopped_to_pay
        whoever_pays_each_month_is_kept_and_ages_from_the_last_paid_one
        what_pays_nothing_yet_and_who_pays_for_others_are_kept
        random_months_are_billed_as_phones_say_and_paid_once
        of_a_joint_bill_the_rest_is_billed_when_somebody_pays_for_the_payer
        of_a_joint_bill_the_rest_is_billed_when_a_sponsor_pays_for_the_payer
        of_a_joint_bill_the_rest_is_billed_after_a_claim
        of_a_joint_bill_the_rest_is_billed_when_one_arrangement_ends
        a_bill_that_cannot_be_cancelled_ends_three_days_after_its_last_one
        credit_of_a_bill_that_cannot_be_cancelled_is_free_again
        no_report_is_forgotten_however_often_its_reference_is_used
        a_round_over_members_who_go_on_asks_for_those_without_a_bill_alone
        a_round_is_a_few_statements_when_everybody_has_a_bill
        no_round_reads_a_table_from_end_to_end
        a_sponsors_list_ends_in_statements_that_grow_with_it_alone
        a_sponsors_payment_is_booked_in_a_few_statements_a_line
        what_is_unapplied_is_read_and_not_counted
    }
}
