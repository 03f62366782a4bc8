//! Where a signal handler runs when the stack is full.
//!
//! A parser that recurses dies of SIGSEGV on the very stack its handler would need. libFuzzer keeps
//! `SA_ONSTACK` where it finds it, so one alternate stack, and the flag on a default handler, make
//! a stack overflow a crash like any other: with a message, and the input that did it in a file.

/// The alternate stack, in bytes: libFuzzer prints a stack trace on it.
#[cfg(unix)]
const BYTES: usize = 1 << 20;

/// Makes stack overflows of this thread reported.
#[cfg(unix)]
#[allow(unsafe_code, reason = "two calls of POSIX that no crate at hand wraps")]
pub fn report_overflows() {
    let memory: &'static mut [u8] = Box::leak(vec![0; BYTES].into_boxed_slice());
    let stack = libc::stack_t {
        ss_sp: memory.as_mut_ptr().cast(),
        ss_flags: 0,
        ss_size: BYTES,
    };
    // SAFETY: the memory is never given back, and nothing else uses it; a zeroed sigaction is one
    // with the default handler.
    unsafe {
        assert_eq!(
            libc::sigaltstack(&raw const stack, std::ptr::null_mut()),
            0,
            "no alternate stack"
        );
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_flags = libc::SA_ONSTACK;
        assert_eq!(
            libc::sigaction(libc::SIGSEGV, &raw const action, std::ptr::null_mut()),
            0,
            "no flag for SIGSEGV"
        );
    }
}

/// Nothing to do: such a crash is one without a message.
#[cfg(not(unix))]
pub fn report_overflows() {}
