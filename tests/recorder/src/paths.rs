//! Which file is meant, and whether it is one of those under test.

use std::ffi::{CStr, c_char, c_int};
use std::mem::MaybeUninit;
use std::sync::OnceLock;

/// What a descriptor is open on.
pub enum Open {
    /// A file under test: its inode.
    File(u64),
    /// A folder under test: its path.
    Folder(Vec<u8>),
    /// A socket or a pipe.
    Wire,
    /// Anything else.
    Other,
}

fn root() -> Option<&'static [u8]> {
    static ROOT: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    let find = || {
        // SAFETY: a string literal; null or a string of the environment.
        let path = unsafe { libc::getenv(c"PAYUNG_DISK_ROOT".as_ptr()) };
        // SAFETY: as above.
        (!path.is_null()).then(|| unsafe { CStr::from_ptr(path) }.to_bytes().to_vec())
    };
    ROOT.get_or_init(find).as_deref()
}

fn is_ours(path: &[u8]) -> bool {
    root().is_some_and(|root| {
        path.strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest[0] == b'/')
    })
}

/// What `/proc` says that a descriptor (or `cwd`) is.
fn link(of: &str) -> Vec<u8> {
    let mut path = [0_u8; 64];
    let text = format!("/proc/self/{of}");
    path[..text.len()].copy_from_slice(text.as_bytes());
    let mut target = vec![0_u8; 4096];
    // SAFETY: `path` ends with a zero, `target` is as long as we say.
    let length = unsafe {
        libc::syscall(
            libc::SYS_readlinkat,
            libc::AT_FDCWD,
            path.as_ptr(),
            target.as_mut_ptr(),
            target.len(),
        )
    };
    target.truncate(usize::try_from(length).unwrap_or(0));
    target
}

/// The absolute path, if it is under test.
pub unsafe fn ours(folder: c_int, path: *const c_char) -> Option<Vec<u8>> {
    root()?;
    // SAFETY: the caller's string.
    let given = unsafe { CStr::from_ptr(path) }.to_bytes();
    let mut whole = match given.first() {
        Some(b'/') => Vec::new(),
        _ if folder == libc::AT_FDCWD => link("cwd"),
        _ => link(&format!("fd/{folder}")),
    };
    for part in given
        .split(|byte| *byte == b'/')
        .filter(|part| !part.is_empty() && *part != b".")
    {
        whole.push(b'/');
        whole.extend_from_slice(part);
    }
    is_ours(&whole).then_some(whole)
}

pub fn open_on(file: c_int) -> Open {
    let mut about = MaybeUninit::<libc::stat>::uninit();
    // SAFETY: room for the answer, which is read only when there is one.
    let about = unsafe {
        if libc::fstat(file, about.as_mut_ptr()) != 0 {
            return Open::Other;
        }
        about.assume_init()
    };
    match about.st_mode & libc::S_IFMT {
        libc::S_IFSOCK | libc::S_IFIFO => Open::Wire,
        libc::S_IFREG if is_ours(&link(&format!("fd/{file}"))) => Open::File(about.st_ino),
        libc::S_IFDIR => Some(link(&format!("fd/{file}")))
            .filter(|path| is_ours(path))
            .map_or(Open::Other, Open::Folder),
        _ => Open::Other,
    }
}

/// The inode and length of a path, if it is there.
pub unsafe fn inode(folder: c_int, path: *const c_char) -> Option<u64> {
    let mut about = MaybeUninit::<libc::stat>::uninit();
    // SAFETY: the caller's string; room for the answer, which is read only when there is one.
    unsafe {
        (libc::fstatat(folder, path, about.as_mut_ptr(), libc::AT_SYMLINK_NOFOLLOW) == 0)
            .then(|| about.assume_init().st_ino)
    }
}

/// How long an open file is.
pub fn length(file: c_int) -> u64 {
    let mut about = MaybeUninit::<libc::stat>::uninit();
    // SAFETY: room for the answer, which is read only when there is one.
    unsafe {
        if libc::fstat(file, about.as_mut_ptr()) == 0 {
            about.assume_init().st_size as u64
        } else {
            0
        }
    }
}
