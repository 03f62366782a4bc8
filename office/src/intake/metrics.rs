//! Counters in Prometheus' text format.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Counts requests by route template, method and status. All three come from small sets, so the
/// table stays small.
#[derive(Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(String, &'static str, u16), Sum>>,
}

/// What is as it is at the moment of the question.
pub struct Gauges<'a> {
    /// Registrations by state.
    pub states: &'a [(String, u64)],
    /// How long the oldest registration that no opener has tried has waited.
    pub waits: Duration,
    /// Registrations that were tried in vain and set aside. They say nothing about whether an opener
    /// runs, so they are no part of `waits`.
    pub aside: u64,
    /// Free bytes of the disk.
    pub free: u64,
    /// How many processes serve the office.
    pub processes: u32,
}

type Value = fn(&Sum) -> String;

#[derive(Clone, Copy, Default)]
struct Sum {
    count: u64,
    bytes: u64,
    took: Duration,
}

impl Metrics {
    /// Counts one request. `bytes` is the announced length of its body.
    pub fn count(
        &self,
        method: &'static str,
        route: &str,
        status: u16,
        bytes: u64,
        took: Duration,
    ) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let sum = requests
            .entry((route.to_owned(), method, status))
            .or_default();
        sum.count += 1;
        sum.bytes = sum.bytes.saturating_add(bytes);
        sum.took += took;
    }

    /// All counters as text, with what is as it is now.
    pub fn text(&self, gauges: &Gauges<'_>) -> String {
        let &Gauges {
            states,
            waits,
            aside,
            free,
            processes,
        } = gauges;
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::from("# TYPE payung_registrations gauge\n");
        for (state, count) in states {
            let _ = writeln!(text, "payung_registrations{{state=\"{state}\"}} {count}");
        }
        let waits = waits.as_secs();
        let _ = writeln!(
            text,
            "# TYPE payung_work_oldest_seconds gauge\npayung_work_oldest_seconds {waits}"
        );
        let _ = writeln!(
            text,
            "# TYPE payung_work_aside gauge\npayung_work_aside {aside}"
        );
        let _ = writeln!(
            text,
            "# TYPE payung_disk_free_bytes gauge\npayung_disk_free_bytes {free}"
        );
        let _ = writeln!(
            text,
            "# TYPE payung_processes gauge\npayung_processes {processes}"
        );
        let families: [(&str, Value); 3] = [
            ("payung_requests_total", |sum| sum.count.to_string()),
            ("payung_request_bytes_total", |sum| sum.bytes.to_string()),
            ("payung_request_seconds_total", |sum| {
                format!("{:.6}", sum.took.as_secs_f64())
            }),
        ];
        for (name, value) in families {
            let _ = writeln!(text, "# TYPE {name} counter");
            for ((route, method, status), sum) in requests.iter() {
                let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
                let _ = writeln!(text, "{name}{{{labels}}} {}", value(sum));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_summed_by_route_and_status() {
        let metrics = Metrics::default();
        metrics.count("PUT", "/v1/x/{id}", 201, 100, Duration::from_millis(250));
        metrics.count("PUT", "/v1/x/{id}", 201, 50, Duration::from_millis(250));
        metrics.count("PUT", "/v1/x/{id}", 409, 1, Duration::ZERO);
        let text = metrics.text(&Gauges {
            states: &[("received".into(), 7)],
            waits: Duration::from_millis(1_801_500),
            aside: 3,
            free: 5,
            processes: 2,
        });
        for line in [
            "payung_registrations{state=\"received\"} 7",
            "payung_work_oldest_seconds 1801",
            "payung_work_aside 3",
            "payung_disk_free_bytes 5",
            "payung_processes 2",
            "payung_requests_total{method=\"PUT\",route=\"/v1/x/{id}\",status=\"201\"} 2",
            "payung_request_bytes_total{method=\"PUT\",route=\"/v1/x/{id}\",status=\"201\"} 150",
            "payung_request_seconds_total{method=\"PUT\",route=\"/v1/x/{id}\",status=\"201\"} 0.500000",
            "payung_requests_total{method=\"PUT\",route=\"/v1/x/{id}\",status=\"409\"} 1",
        ] {
            assert!(
                text.lines().any(|found| found == line),
                "{line}\nis not in\n{text}"
            );
        }
    }
}
