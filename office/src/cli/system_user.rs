//! Who works here, as the operating system knows.

use rustix::process::getuid;

/// By which `payung-office` says who called it: it runs as a user of its own.
const CALLED_BY: &str = "PAYUNG_SUDO_USER";

/// The name of this process's user; behind sudo and `payung-office`, of whoever called it.
pub(super) fn name() -> String {
    if let Some(name) = std::env::var(CALLED_BY)
        .ok()
        .filter(|name| !name.is_empty())
    {
        return name;
    }
    let user = getuid().as_raw();
    let called_by = std::env::var("SUDO_USER").ok();
    if let Some(name) = called_by.filter(|name| user == 0 && !name.is_empty()) {
        return name;
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    named(&users, user).unwrap_or_else(|| format!("user {user}"))
}

/// The name of that number, in the text of `/etc/passwd`.
fn named(users: &str, user: u32) -> Option<String> {
    users.lines().find_map(|line| {
        let mut parts = line.split(':');
        let (name, number) = (parts.next()?, parts.nth(1)?);
        (number.parse() == Ok(user) && !name.is_empty()).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_user_is_named_by_number() {
        let users =
            "root:x:0:0:root:/root:/bin/bash\n\nbroken\nsari:x:1001:1001::/home/sari:/bin/sh\n";
        assert_eq!(named(users, 0).as_deref(), Some("root"));
        assert_eq!(named(users, 1001).as_deref(), Some("sari"));
        assert_eq!(named(users, 100), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(users in ".*", user: u32) {
            let _ = named(&users, user);
        }
    }
}
