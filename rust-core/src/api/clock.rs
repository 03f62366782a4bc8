//! What time it is, and whether anybody may rely on it.
//!
//! A phone's clock can be years off: an empty battery sets it back, a worker sets it forward. Three
//! sources speak of the time, and none of them alone is believed without bounds:
//!
//! - **The phone's clock** is shown and noted. It may be wrong in both directions.
//! - **What the office signed** is a floor: a bundle cannot have been signed after now. An office
//!   whose own clock is years ahead must not take the phone along, so a signature raises the floor
//!   at most two days beyond what the phone's clock or the TLS answer says, whichever is later.
//! - **The date of a TLS answer** tells whether the phone's clock is right at this moment. It
//!   raises no floor.
//!
//! A clock is sure when none of the three contradicts it and it lies within two and a half years of
//! the last time that two of them agreed on. A clock that is not sure decides nothing: no age, no
//! ending, no month, no deletion. The first screen says so.

use std::cell::Cell;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use payung_model::units::{Date, Timestamp};

use super::Clock;
use crate::lock::lock;
use crate::vault::{Store, VaultError};

/// The time of one call, and the day if anybody can be sure of it.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    /// The phone's clock, not before its floor.
    pub now: Timestamp,
    /// None while the clock is not sure: then no age, no month and no ending is decided.
    pub today: Option<Date>,
}

/// When this app was built. It is the floor of every clock, also of the one that judges TLS. A build
/// for phones names its commit's time (`PAYUNG_BUILT_SECONDS`, scripts/phone.sh); any other build is as
/// old as the project, so that tests may choose their days.
const BUILT_MILLIS: i64 = built_millis(option_env!("PAYUNG_BUILT_SECONDS"));

#[expect(
    clippy::panic,
    reason = "it is evaluated while the app is built, and ends that"
)]
const fn built_millis(seconds: Option<&str>) -> i64 {
    let earliest = Timestamp::EARLIEST.millis();
    let Some(seconds) = seconds else {
        return earliest;
    };
    match i64::from_str_radix(seconds, 10) {
        Ok(seconds) if seconds * 1000 > earliest => seconds * 1000,
        Ok(_) => earliest,
        Err(_) => panic!("PAYUNG_BUILT_SECONDS: seconds since 1970 are expected"),
    }
}

const DAY_MILLIS: i64 = 86_400_000;
/// A signature may lie so far beyond the other clocks: offices and phones are in different zones
/// and drift.
const SIGNED_AHEAD_MILLIS: i64 = 2 * DAY_MILLIS;
/// Beyond this distance from the last confirmed time nobody can say how late it is.
const CONFIRMED_FOR_MILLIS: i64 = 913 * DAY_MILLIS;
/// An agreement of these days: a week.
const LATELY_MILLIS: u64 = 7 * DAY_MILLIS.unsigned_abs();
/// The vault's name for the latest time at which the phone's clock and a TLS answer agreed.
const CONFIRMED: &str = "clock_confirmed";
/// The vault's name for the last TLS answer that contradicted the phone's clock; empty once one
/// agreed.
const CONTRADICTED: &str = "clock_contradicted";

/// How far the clock can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClockState {
    /// Nothing contradicts it.
    Sure,
    /// The clock is before what the office signed, or before what the office's answer says.
    Behind,
    /// The clock is after what the office's answer says.
    Ahead,
    /// The clock is so long after the last confirmed time that it may be right or wrong.
    Unconfirmed,
}

impl ClockState {
    /// The text that tells the worker; none for a sure clock.
    pub fn notice(self) -> Option<&'static str> {
        match self {
            Self::Sure => None,
            Self::Behind => Some("notice-clock-behind"),
            Self::Ahead => Some("notice-clock-ahead"),
            Self::Unconfirmed => Some("notice-clock-unconfirmed"),
        }
    }
}

thread_local! {
    /// What the phone's clock showed when the call that runs on this thread first asked.
    static OF_CALL: Cell<CallReading> = const { Cell::new(CallReading::NoCall) };
}

#[derive(Clone, Copy)]
enum CallReading {
    NoCall,
    NotAsked,
    Millis(i64),
}

/// As long as it lives, the clock is read once on this thread: all that a call decides rests on the
/// same moment, also when it runs into midnight.
pub(super) struct OneMoment(CallReading);

impl OneMoment {
    pub fn begin() -> Self {
        let before = OF_CALL.get();
        // A call within a call goes on with the moment of the outer one.
        if matches!(before, CallReading::NoCall) {
            OF_CALL.set(CallReading::NotAsked);
        }
        Self(before)
    }
}

impl Drop for OneMoment {
    fn drop(&mut self) {
        if matches!(self.0, CallReading::NoCall) {
            OF_CALL.set(CallReading::NoCall);
        }
    }
}

/// The phone's clock with what is known about it.
pub(super) struct CheckedClock {
    clock: Arc<dyn Clock>,
    /// Milliseconds; see the module.
    floor: AtomicI64,
    /// Milliseconds of the latest agreement of phone and TLS answer; also after a restart.
    confirmed: AtomicI64,
    /// The date of the last TLS answer and the phone's clock at that moment. One that contradicts the
    /// clock is kept over restarts: otherwise an app that was killed would delete by that clock when
    /// it is opened again, before any answer comes.
    compared: Mutex<Option<Comparison>>,
}

#[derive(Clone, Copy)]
struct Comparison {
    office: i64,
    phone: i64,
}

impl Comparison {
    fn agrees(self) -> bool {
        self.office.abs_diff(self.phone) <= DAY_MILLIS.unsigned_abs()
    }

    /// The layout is: the office's milliseconds, then the phone's.
    fn to_bytes(self) -> Vec<u8> {
        [self.office.to_be_bytes(), self.phone.to_be_bytes()].concat()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (office, phone) = bytes.split_first_chunk::<8>()?;
        Some(Self {
            office: i64::from_be_bytes(*office),
            phone: i64::from_be_bytes(phone.try_into().ok()?),
        })
    }
}

impl CheckedClock {
    /// A clock with the floor that the rules in force carry.
    pub fn new(clock: Arc<dyn Clock>, floor: Timestamp, store: &Store) -> Result<Self, VaultError> {
        let confirmed = store
            .meta(CONFIRMED)?
            .and_then(|bytes| bytes.try_into().ok())
            .map_or(0, i64::from_be_bytes);
        let contradicted = store.meta(CONTRADICTED)?;
        Ok(Self {
            clock,
            floor: AtomicI64::new(floor.millis().max(BUILT_MILLIS)),
            confirmed: AtomicI64::new(confirmed),
            compared: Mutex::new(contradicted.and_then(|bytes| Comparison::from_bytes(&bytes))),
        })
    }

    /// The time that the phone's clock shows. A clock that fails shows 1970, which every floor
    /// contradicts, so it decides nothing.
    fn phone_millis(&self) -> i64 {
        let read = || self.clock.now_millis().unwrap_or_default();
        match OF_CALL.get() {
            CallReading::NoCall => read(),
            CallReading::Millis(millis) => millis,
            CallReading::NotAsked => {
                let millis = read();
                OF_CALL.set(CallReading::Millis(millis));
                millis
            }
        }
    }

    /// The moment: the phone's clock, but never before the floor.
    pub fn now(&self) -> Timestamp {
        let floor = Timestamp::from_millis(self.floor.load(Ordering::Acquire)).unwrap_or_default();
        Timestamp::from_millis(self.phone_millis()).map_or(floor, |now| now.max(floor))
    }

    /// The moment by which certificates are judged: the phone's clock, but never before this app
    /// was built. What an office signed has no part in it: a wrong signature would make every
    /// certificate look expired, and then the office could never be reached to mend it.
    pub fn now_for_tls(&self) -> Timestamp {
        Timestamp::from_millis(self.phone_millis().max(BUILT_MILLIS)).unwrap_or_default()
    }

    /// How far the clock can be relied on at this moment.
    pub fn state(&self) -> ClockState {
        let (now, floor) = (self.phone_millis(), self.floor.load(Ordering::Acquire));
        // A day's tolerance: a phone may be in another zone than it believes.
        if now < floor - DAY_MILLIS {
            return ClockState::Behind;
        }
        // What the office's own clock said counts as long as the phone's was not set since.
        if let Some(Comparison { office, phone }) = *lock(&self.compared) {
            if phone < office - DAY_MILLIS && now < office - DAY_MILLIS {
                return ClockState::Behind;
            }
            if phone > office + DAY_MILLIS && now >= phone {
                return ClockState::Ahead;
            }
        }
        let confirmed = floor.max(self.confirmed.load(Ordering::Acquire));
        if now > confirmed + CONFIRMED_FOR_MILLIS {
            ClockState::Unconfirmed
        } else {
            ClockState::Sure
        }
    }

    /// True when something may be decided by this clock.
    pub fn is_sure(&self) -> bool {
        self.state() == ClockState::Sure
    }

    /// True when an answer of these days agreed with the clock. A clock that was set back can be sure
    /// all the same, and what was noted before that would then look as if it lay ahead.
    pub fn agreed_lately(&self) -> bool {
        let confirmed = self.confirmed.load(Ordering::Acquire);
        self.is_sure() && self.phone_millis().abs_diff(confirmed) <= LATELY_MILLIS
    }

    /// The date of a TLS answer that came a moment ago.
    pub fn compare(&self, office: Timestamp, store: &Store) -> Result<(), VaultError> {
        let (office, phone) = (office.millis(), self.phone_millis());
        let compared = Comparison { office, phone };
        let before = lock(&self.compared).replace(compared);
        // Two answers that agree are the usual case, in which nothing is written.
        if !compared.agrees() {
            store.set_meta(CONTRADICTED, &compared.to_bytes())?;
        } else if before.is_some_and(|before| !before.agrees()) {
            store.set_meta(CONTRADICTED, &[])?;
        }
        // The earlier of the two is noted: both clocks have reached it.
        let agreed = office.min(phone);
        // Noted once a day at most, since each note is a write.
        let news = agreed > self.confirmed.load(Ordering::Acquire) + DAY_MILLIS;
        if compared.agrees() && news {
            store.set_meta(CONFIRMED, &agreed.to_be_bytes())?;
            self.confirmed.fetch_max(agreed, Ordering::AcqRel);
        }
        Ok(())
    }

    /// The floor that a signature of that time may set.
    pub fn floor_for(&self, signed: Timestamp) -> Timestamp {
        let office = lock(&self.compared).map_or(0, |compared| compared.office);
        let most = self
            .phone_millis()
            .max(office)
            .saturating_add(SIGNED_AHEAD_MILLIS);
        Timestamp::from_millis(signed.millis().min(most).max(BUILT_MILLIS)).unwrap_or_default()
    }

    /// From now on it is not before that time.
    pub fn raise_floor(&self, to: Timestamp) {
        self.floor.fetch_max(to.millis(), Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct At(AtomicI64);

    use crate::PlatformError;

    impl Clock for At {
        fn now_millis(&self) -> Result<i64, PlatformError> {
            Ok(self.0.load(Ordering::Relaxed))
        }
    }

    /// 2026-11-27T00:00Z
    const TODAY: i64 = 1_795_737_600_000;
    const YEAR: i64 = 365 * DAY_MILLIS;

    fn time(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis).unwrap()
    }

    fn checked(now: i64, floor: i64) -> (Arc<At>, CheckedClock, Store, tempfile::TempDir) {
        let (clock, home) = (
            Arc::new(At(AtomicI64::new(now))),
            tempfile::tempdir().unwrap(),
        );
        let store = Store::open(home.path()).unwrap();
        let checked = CheckedClock::new(Arc::clone(&clock) as _, time(floor), &store).unwrap();
        (clock, checked, store, home)
    }

    #[test]
    fn a_signature_of_years_ahead_raises_the_floor_by_two_days_at_most() {
        let (_, clock, store, _home) = checked(TODAY, 0);
        assert_eq!(
            clock.floor_for(time(TODAY + 30 * YEAR)),
            time(TODAY + 2 * DAY_MILLIS)
        );
        assert_eq!(
            clock.floor_for(time(TODAY - DAY_MILLIS)),
            time(TODAY - DAY_MILLIS)
        );
        clock.compare(time(TODAY + 9 * DAY_MILLIS), &store).unwrap();
        assert_eq!(
            clock.floor_for(time(TODAY + 30 * YEAR)),
            time(TODAY + 11 * DAY_MILLIS),
            "the later of the two clocks"
        );
    }

    #[test]
    fn certificates_are_judged_by_the_phones_clock_whatever_was_signed() {
        let (phone, clock, ..) = checked(TODAY, TODAY + 30 * YEAR);
        assert_eq!(
            (clock.now(), clock.now_for_tls()),
            (time(TODAY + 30 * YEAR), time(TODAY))
        );
        phone.0.store(0, Ordering::Relaxed);
        assert_eq!(clock.now_for_tls(), time(BUILT_MILLIS));
    }

    #[test]
    fn each_way_of_being_wrong_has_its_state() {
        for (now, floor, office, expected) in [
            (TODAY, TODAY, None, ClockState::Sure),
            (TODAY - DAY_MILLIS / 2, TODAY, None, ClockState::Sure),
            (TODAY - 2 * DAY_MILLIS, TODAY, None, ClockState::Behind),
            (0, 0, None, ClockState::Behind),
            (TODAY, 0, Some(TODAY + 2 * DAY_MILLIS), ClockState::Behind),
            (TODAY, 0, Some(TODAY - 2 * DAY_MILLIS), ClockState::Ahead),
            (TODAY + 3 * YEAR, TODAY, None, ClockState::Unconfirmed),
            (TODAY + 30 * YEAR, 0, None, ClockState::Unconfirmed),
            (TODAY + 30 * YEAR, 0, Some(TODAY), ClockState::Ahead),
        ] {
            let (_, clock, store, _home) = checked(now, floor);
            if let Some(office) = office {
                clock.compare(time(office), &store).unwrap();
            }
            assert_eq!(clock.state(), expected, "{now} {floor} {office:?}");
        }
    }

    #[test]
    fn an_old_app_is_sure_again_once_an_answer_agrees_also_after_a_restart() {
        let later = TODAY + 3 * YEAR;
        let (phone, clock, store, _home) = checked(later, 0);
        assert_eq!(clock.state(), ClockState::Unconfirmed);
        clock.compare(time(later + 1000), &store).unwrap();
        assert!(clock.is_sure());
        let again = CheckedClock::new(phone, time(0), &store).unwrap();
        assert!(again.is_sure());
    }
}
