//! How far this process grows while something is done, as Linux counts it.

use crate::Outcome;

/// From the moment it was started.
pub struct Growth {
    before: u64,
}

impl Growth {
    /// The high-water mark starts anew at what the process holds now.
    pub fn start() -> Outcome<Self> {
        std::fs::write("/proc/self/clear_refs", "5")?;
        Ok(Self {
            before: status("VmRSS:")?,
        })
    }

    /// The most that was held since, above what was held before.
    pub fn kibibytes(&self) -> Outcome<u64> {
        Ok(status("VmHWM:")?.saturating_sub(self.before))
    }
}

fn status(what: &str) -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(what))
        .ok_or("Linux tells no memory")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
