//! A browser without a screen: it keeps its cookie, follows nothing, and sends forms as people's
//! browsers do.

use super::http::{Answer, request};

/// One officer's browser.
#[derive(Clone)]
pub struct Browser {
    pub address: String,
    /// `payung=…`
    pub cookie: Option<String>,
    /// `payung-device=…`: kept when the session ends.
    pub device: Option<String>,
}

impl Browser {
    pub fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            cookie: None,
            device: None,
        }
    }

    /// Signed in; fails the test when not let in.
    pub fn signed_in(address: &str, name: &str, password: &str) -> Self {
        let mut browser = Self::new(address);
        let answer = browser.sign_in(name, password);
        assert_eq!(
            (answer.status, answer.headers["location"].as_str()),
            (303, "/queue"),
            "{}",
            text(&answer)
        );
        browser
    }

    pub fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        self.send_keeping("/sign-in", &[("name", name), ("password", password)])
    }

    /// A form without a session; the cookies that the answer sets are kept.
    pub fn send_keeping(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.send(path, fields, &[]);
        for line in answer
            .headers
            .get("set-cookie")
            .map_or("", String::as_str)
            .lines()
        {
            let cookie = line.split(';').next().unwrap().to_owned();
            let kept = if cookie.contains("-device=") {
                &mut self.device
            } else {
                &mut self.cookie
            };
            *kept = Some(cookie);
        }
        answer
    }

    pub fn get(&self, path: &str) -> Answer {
        request(&self.address, "GET", path, &self.headers(&[]), &[])
    }

    /// A page that must be shown; its text.
    pub fn see(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", text(&answer));
        text(&answer)
    }

    /// A form of this session, with its token (which stands on every page).
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.form_token();
        self.send(
            path,
            &[&[("form_token", token.as_str())], fields].concat(),
            &[],
        )
    }

    pub fn form_token(&self) -> String {
        let page = self.see("/queue");
        let after = page
            .split_once("name=\"form_token\" value=\"")
            .expect("a form")
            .1;
        after.split_once('"').unwrap().0.to_owned()
    }

    /// Exactly these fields and headers.
    pub fn send(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        more: &[(&'static str, &str)],
    ) -> Answer {
        let more = [
            &[("content-type", "application/x-www-form-urlencoded")],
            more,
        ]
        .concat();
        request(
            &self.address,
            "POST",
            path,
            &self.headers(&more),
            encoded(fields).as_bytes(),
        )
    }

    fn headers(&self, more: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        let cookie = self
            .cookie
            .iter()
            .chain(&self.device)
            .map(|cookie| ("cookie", cookie.clone()));
        cookie
            .chain(
                more.iter()
                    .map(|(name, value)| (*name, (*value).to_owned())),
            )
            .collect()
    }
}

pub fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let one = |text: &str| -> String {
        let sign = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        };
        text.bytes().map(sign).collect()
    };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", one(name), one(value)))
        .collect();
    pairs.join("&")
}
