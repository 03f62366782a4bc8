//! The channels of a sync, and the delay of each.
//!
//! Records, photos, the inbox and the content fail for different reasons. A proxy that refuses
//! photos may let records pass, and an office whose disk is full can still tell its news. So each
//! channel has its own delay, which doubles with each failure in a row ([`super::backoff`]). Delays
//! are kept in the vault, so that an app which is started many times does not send a request at
//! each start. Another network ends delays, and so does a person who wants something sent now. Only
//! a missing network stops all channels at once.

use std::time::Duration;

use payung_model::units::Timestamp;

use super::backoff;
use crate::problem::ProblemCode;
use crate::vault::{LONGEST_DELAY, Store, VaultError};

/// A part of the sync that fails and is delayed independently of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channel {
    /// Envelopes and withdrawals.
    Records,
    /// Sealed photos of registrations whose record the office has.
    Photos,
    /// Status documents and inboxes.
    Inbox,
    /// Bundles of newer rules and texts.
    Content,
}

/// How far a failure reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// Only one registration is concerned. The others of its channel go on.
    Registration,
    /// One channel is concerned. The other channels go on.
    Channel,
    /// There is no network, so nothing goes on.
    Line,
}

impl Channel {
    pub const ALL: [Self; 4] = [Self::Records, Self::Photos, Self::Inbox, Self::Content];

    fn meta(self) -> &'static str {
        match self {
            Self::Records => "delay_records",
            Self::Photos => "delay_photos",
            Self::Inbox => "delay_inbox",
            Self::Content => "delay_content",
        }
    }
}

/// Why and until when a channel is delayed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Delayed {
    failures: u32,
    until: Timestamp,
    /// The office named the time, so another network does not end the delay.
    asked_by_office: bool,
    problem: ProblemCode,
}

/// The channels of one run.
#[derive(Debug)]
pub(super) struct Channels {
    delayed: [Option<Delayed>; 4],
}

impl Channels {
    pub fn load(store: &Store, now: Timestamp) -> Result<Self, VaultError> {
        let mut delayed = [const { None }; 4];
        for channel in Channel::ALL {
            let kept = store
                .meta(channel.meta())?
                .and_then(|bytes| Delayed::from_bytes(&bytes));
            // If the clock was years ahead when the delay was noted, the delay must not last for
            // years.
            delayed[channel as usize] = kept.filter(|kept| kept.until <= now.plus(LONGEST_DELAY));
        }
        Ok(Self { delayed })
    }

    /// Whether the channel may be used now.
    pub fn is_open(&self, channel: Channel, now: Timestamp) -> bool {
        self.of(channel).is_none_or(|delayed| delayed.until <= now)
    }

    /// When a delayed channel is tried again, and why.
    pub fn delay(&self, channel: Channel, now: Timestamp) -> Option<(Timestamp, ProblemCode)> {
        self.of(channel)
            .filter(|delayed| delayed.until > now)
            .map(|delayed| (delayed.until, delayed.problem))
    }

    /// When what waits to be sent may go, or, when nothing does, when a question may be asked again;
    /// and why the first delayed channel of it is delayed.
    pub fn next_try(
        &self,
        store: &Store,
        now: Timestamp,
    ) -> Result<(Option<Timestamp>, Option<ProblemCode>), VaultError> {
        let (mut next, mut why_not) = (None, None);
        for (channel, recorded) in [(Channel::Records, false), (Channel::Photos, true)] {
            let Some(due) = store.next_try(recorded, now)? else {
                continue;
            };
            let delay = self.delay(channel, now);
            let at = delay.map_or(due, |(until, _)| due.max(until));
            next = Some(next.map_or(at, |next: Timestamp| next.min(at)));
            why_not = why_not.or(delay.map(|(_, problem)| problem));
        }
        // Nothing waits to be sent. A channel that is delayed still has a question to ask later.
        if next.is_none() {
            let delays = Channel::ALL
                .into_iter()
                .filter_map(|channel| self.delay(channel, now));
            next = delays.map(|(until, _)| until).min();
        }
        Ok((next, why_not))
    }

    /// Notes that the channel worked. Its next failure counts as a first one.
    pub fn succeeded(&mut self, channel: Channel, store: &Store) -> Result<(), VaultError> {
        // Nothing is written in the usual case, in which the channel had no delay.
        if self.of(channel).is_none() {
            return Ok(());
        }
        self.delayed[channel as usize] = None;
        store.set_meta(channel.meta(), &[])
    }

    /// Notes that the channel failed, and delays it from now on.
    pub fn delay_channel(
        &mut self,
        channel: Channel,
        problem: ProblemCode,
        not_before: Option<Duration>,
        now: Timestamp,
        store: &Store,
    ) -> Result<(), VaultError> {
        let failures = self
            .of(channel)
            .map_or(0, |delayed| delayed.failures)
            .saturating_add(1);
        let until = now.plus(backoff::pause(failures, not_before));
        let delayed = Delayed {
            failures,
            until,
            asked_by_office: not_before.is_some(),
            problem,
        };
        store.set_meta(channel.meta(), &delayed.to_bytes())?;
        self.delayed[channel as usize] = Some(delayed);
        Ok(())
    }

    /// Ends delays that the last network caused, because there is another one. Delays that the
    /// office asked for stay.
    pub fn end_delays_of_the_line(&mut self, store: &Store) -> Result<(), VaultError> {
        self.end_delays(store, |delayed| !delayed.asked_by_office)
    }

    /// Ends all delays, because a person wants something sent now.
    pub fn end_all_delays(&mut self, store: &Store) -> Result<(), VaultError> {
        self.end_delays(store, |_| true)
    }

    fn end_delays(&mut self, store: &Store, ends: fn(&Delayed) -> bool) -> Result<(), VaultError> {
        for channel in Channel::ALL {
            if self.of(channel).is_some_and(ends) {
                self.succeeded(channel, store)?;
            }
        }
        Ok(())
    }

    fn of(&self, channel: Channel) -> Option<&Delayed> {
        self.delayed[channel as usize].as_ref()
    }
}

impl Delayed {
    /// The layout is: failures (4 bytes), end in milliseconds (8), whether the office asked (1),
    /// the id of the problem's text.
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.failures.to_be_bytes().to_vec();
        bytes.extend(self.until.millis().to_be_bytes());
        bytes.push(u8::from(self.asked_by_office));
        bytes.extend(self.problem.text_id().as_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (failures, rest) = bytes.split_first_chunk::<4>()?;
        let (until, rest) = rest.split_first_chunk::<8>()?;
        let (asked, problem) = rest.split_first()?;
        Some(Self {
            failures: u32::from_be_bytes(*failures),
            until: Timestamp::from_millis(i64::from_be_bytes(*until)).ok()?,
            asked_by_office: *asked == 1,
            problem: ProblemCode::of_text(std::str::from_utf8(problem).ok()?)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_399_200_000;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(NOW + seconds * 1000).unwrap()
    }

    fn fail(channels: &mut Channels, channel: Channel, asked: Option<Duration>, store: &Store) {
        channels
            .delay_channel(channel, ProblemCode::Cut, asked, at(0), store)
            .unwrap();
    }

    #[test]
    fn a_channel_that_fails_leaves_the_others_open_and_its_delay_grows_over_restarts() {
        let folder = tempfile::tempdir().unwrap();
        let mut last = Duration::ZERO;
        for failures in 1..=6 {
            let store = Store::open(folder.path()).unwrap();
            let mut channels = Channels::load(&store, at(0)).unwrap();
            assert_eq!(channels.is_open(Channel::Photos, at(0)), failures == 1);
            fail(&mut channels, Channel::Photos, None, &store);
            let (until, why) = channels.delay(Channel::Photos, at(0)).unwrap();
            // Each doubles, and jitter is less than that over two.
            if failures > 2 && failures % 2 == 0 {
                assert!(until.since(at(0)) > last, "{failures}");
                last = until.since(at(0));
            }
            assert_eq!(why, ProblemCode::Cut);
            assert!(
                channels.is_open(Channel::Records, at(0))
                    && channels.is_open(Channel::Inbox, at(0))
            );
        }
        let store = Store::open(folder.path()).unwrap();
        let mut channels = Channels::load(&store, at(0)).unwrap();
        assert!(
            !channels.is_open(Channel::Photos, at(60)),
            "six failures are more than a minute"
        );
        channels.succeeded(Channel::Photos, &store).unwrap();
        assert!(
            Channels::load(&store, at(0))
                .unwrap()
                .is_open(Channel::Photos, at(0))
        );
    }

    #[test]
    fn another_network_ends_what_the_line_did_and_a_person_ends_all() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let mut channels = Channels::load(&store, at(0)).unwrap();
        fail(&mut channels, Channel::Records, None, &store);
        fail(
            &mut channels,
            Channel::Photos,
            Some(Duration::from_secs(300)),
            &store,
        );
        channels.end_delays_of_the_line(&store).unwrap();
        assert!(
            channels.is_open(Channel::Records, at(0)) && !channels.is_open(Channel::Photos, at(0))
        );
        channels.end_all_delays(&store).unwrap();
        assert!(channels.is_open(Channel::Photos, at(0)));
    }

    #[test]
    fn a_delay_that_a_wrong_clock_noted_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let mut channels = Channels::load(&store, at(0)).unwrap();
        let years_ahead = at(10 * 365 * 86_400);
        channels
            .delay_channel(Channel::Inbox, ProblemCode::Cut, None, years_ahead, &store)
            .unwrap();
        assert!(
            Channels::load(&store, at(0))
                .unwrap()
                .is_open(Channel::Inbox, at(0))
        );
    }
}
