//! How long the sync pauses before the next try.

use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};

/// The pause after a first failure.
const FIRST: Duration = Duration::from_secs(5);
/// The longest pause that the phone chooses itself. The office may ask for more by Retry-After, up
/// to a day.
const LONGEST: Duration = Duration::from_secs(3600);
/// The longest Retry-After that is believed.
const LONGEST_ASKED: Duration = Duration::from_secs(86_400);

/// The pause after so many failures in a row. It doubles with each, and is then multiplied by a
/// random factor between a half and one and a half, so that phones which lost the same office do
/// not all come back in the same second.
pub fn pause(failures: u32, asked: Option<Duration>) -> Duration {
    let doubled = FIRST
        .saturating_mul(1 << failures.saturating_sub(1).min(16))
        .min(LONGEST);
    let jittered = doubled / 2 + doubled.mul_f64(f64::from(random_byte()) / 255.0);
    match asked {
        // Never earlier than the office asks, and up to a tenth later, for the same reason.
        Some(asked) => {
            asked.min(LONGEST_ASKED)
                + asked
                    .min(LONGEST_ASKED)
                    .mul_f64(f64::from(random_byte()) / 2550.0)
        }
        None => jittered,
    }
}

fn random_byte() -> u8 {
    let mut byte = [128];
    // Without randomness the pause has no jitter; nothing secret depends on it.
    let _ = SystemRandom::new().fill(&mut byte);
    byte[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour_and_never_leave_their_band() {
        for failures in 1..40 {
            let middle = FIRST
                .saturating_mul(1 << (failures - 1).min(16))
                .min(LONGEST);
            for _ in 0..20 {
                let got = pause(failures, None);
                assert!(
                    got >= middle / 2 && got <= middle * 3 / 2,
                    "{failures}: {got:?}"
                );
            }
        }
    }

    #[test]
    fn the_offices_wish_is_never_cut_short_but_a_year_is_not_believed() {
        let asked = Duration::from_secs(90);
        for _ in 0..50 {
            let got = pause(9, Some(asked));
            assert!(got >= asked && got <= asked.mul_f64(1.11), "{got:?}");
        }
        let longest = pause(1, Some(Duration::from_secs(31_536_000)));
        assert!(longest <= LONGEST_ASKED.mul_f64(1.11));
        assert!(LONGEST_ASKED.mul_f64(1.1) <= crate::vault::LONGEST_DELAY);
    }
}
