//! A terminal for interactive runs: types lines, waits for words, kills.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::Outcome;

/// A program running with a terminal of its own.
pub struct Pty {
    child: Child,
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    /// Everything shown so far.
    pub shown: String,
    /// Shown, and behind the words that were waited for last.
    unseen: String,
}

/// Longer than anything the terminal does on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(60);

impl Pty {
    /// Starts a command in it. It is wide, so that the words that a test waits for stand in one
    /// row.
    pub fn start(command: Command) -> Outcome<Self> {
        Self::start_with_columns(command, 200)
    }

    /// Starts a command in a window of so many columns.
    pub fn start_with_columns(mut command: Command, columns: u16) -> Outcome<Self> {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let name = ptsname(&master, Vec::new())?;
        let slave: OwnedFd = rustix::fs::open(&name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty())?;
        let size = Winsize {
            ws_row: 24,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&slave, size)?;
        let stdio = || slave.try_clone().map(Stdio::from);
        let child = command
            .stdin(stdio()?)
            .stdout(stdio()?)
            .stderr(stdio()?)
            .spawn()?;
        let keyboard = File::from(master);
        let mut reader = keyboard.try_clone()?;
        let (send, screen) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || send.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            child,
            keyboard,
            screen,
            shown: String::new(),
            unseen: String::new(),
        })
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until `words` stand on the screen after what was waited for before.
    pub fn wait_for(&mut self, words: &str) -> Outcome<()> {
        self.until(words).map(drop)
    }

    /// Waits for `words`, and says what was shown before them after what was waited for before.
    pub fn until(&mut self, words: &str) -> Outcome<String> {
        loop {
            if let Some(at) = self.unseen.find(words) {
                let before: String = self.unseen.drain(..at + words.len()).collect();
                return Ok(before);
            }
            let Ok(bytes) = self.screen.recv_timeout(PATIENCE) else {
                return Err(format!("waited for {words:?}, saw:\n{}", self.shown).into());
            };
            // A sign cut by the buffer's end is shown as two; the words waited for are found in the
            // next piece.
            let text = String::from_utf8_lossy(&bytes);
            self.shown.push_str(&text);
            self.unseen.push_str(&text);
        }
    }

    /// Types a line.
    pub fn type_line(&mut self, line: &str) -> Outcome<()> {
        self.keyboard.write_all(format!("{line}\n").as_bytes())?;
        Ok(())
    }

    /// SIGKILL, now.
    pub fn kill(mut self) -> Outcome<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Waits for the end; the exit code.
    pub fn end(mut self) -> Outcome<Option<i32>> {
        Ok(self.child.wait()?.code())
    }
}
