//! The headers that the app and its middleware add to the answer of a route.

use http::header::{
    CONNECTION, CONTENT_LENGTH, PROXY_AUTHENTICATE, SET_COOKIE, TRANSFER_ENCODING, UPGRADE, VARY, WWW_AUTHENTICATE,
};
use http::{HeaderMap, HeaderName};

/// What is added, while the request goes from step to step.
#[derive(Default)]
pub(super) struct AddedHeaders(Option<HeaderMap>);

impl AddedHeaders {
    /// Adds those of a later step, which win over those of an earlier one (NEXT-SPEC O2).
    pub(super) fn extend(&mut self, mut headers: HeaderMap) {
        for name in &FRAMING {
            if headers.remove(name).is_some() {
                tracing::error!(%name, "a header that is the server's own to send was left out");
            }
        }
        let Some(added) = &mut self.0 else {
            self.0 = Some(headers);
            return;
        };
        for name in headers.keys() {
            if !is_list(name) {
                added.remove(name);
            }
            headers.get_all(name).iter().for_each(|value| {
                added.append(name, value.clone());
            });
        }
    }

    /// Puts them on the answer of a route. They win over its own; of those that are lists, its own follow (NEXT-SPEC H6, H8, P16,
    /// C11).
    pub(super) fn put_on(self, answer: &mut HeaderMap) {
        self.put(answer, |_| true);
    }

    /// Puts them on the answer of a later step, whose own win.
    pub(super) fn put_under(self, answer: &mut HeaderMap) {
        self.put(answer, is_list);
    }

    /// `wins` says for which headers it does not matter that the answer has one of its own.
    fn put(self, answer: &mut HeaderMap, wins: impl Fn(&HeaderName) -> bool) {
        let Some(added) = self.0 else { return };
        for name in added.keys().filter(|name| wins(name) || !answer.contains_key(*name)).collect::<Vec<_>>() {
            let mut values: Vec<_> = added.get_all(name).iter().cloned().collect();
            if is_list(name) {
                values.extend(answer.get_all(name).iter().cloned());
            }
            answer.remove(name);
            values.into_iter().for_each(|value| {
                answer.append(name, value);
            });
        }
    }
}

/// What says where a message ends, or how the connection goes on. A wrong one would spoil the answers behind this one.
const FRAMING: [HeaderName; 4] = [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING, UPGRADE];

/// Whether a header is the server's own to send.
pub(super) fn frames_a_message(name: &HeaderName) -> bool {
    FRAMING.contains(name)
}

/// Whether a header is there once for each of its values.
fn is_list(name: &HeaderName) -> bool {
    [SET_COOKIE, VARY, WWW_AUTHENTICATE, PROXY_AUTHENTICATE].contains(name)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    fn map(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    fn lines(headers: &HeaderMap) -> Vec<(&str, &str)> {
        let mut lines: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        lines.sort_by_key(|(name, _)| *name);
        lines
    }

    #[test]
    fn H6_C11_P16_what_is_added_wins_and_lists_grow() {
        let mut added = AddedHeaders::default();
        added.extend(map(&[("x-a", "config"), ("set-cookie", "a=1"), ("vary", "origin")]));
        added.extend(map(&[("x-a", "middleware"), ("x-b", "1"), ("x-b", "2"), ("set-cookie", "b=1")]));
        let mut answer =
            map(&[("x-a", "route"), ("x-b", "route"), ("x-c", "route"), ("set-cookie", "c=1"), ("vary", "cookie")]);
        added.put_on(&mut answer);
        assert_eq!(
            lines(&answer),
            [
                ("set-cookie", "a=1"),
                ("set-cookie", "b=1"),
                ("set-cookie", "c=1"),
                ("vary", "origin"),
                ("vary", "cookie"),
                ("x-a", "middleware"),
                ("x-b", "1"),
                ("x-b", "2"),
                ("x-c", "route"),
            ],
        );
    }

    #[test]
    fn what_frames_a_message_is_not_added() {
        let mut added = AddedHeaders::default();
        added.extend(map(&[("content-length", "999"), ("x-a", "1"), ("connection", "close")]));
        let mut answer = map(&[("content-length", "2")]);
        added.put_on(&mut answer);
        assert_eq!(lines(&answer), [("content-length", "2"), ("x-a", "1")]);
    }

    #[test]
    fn nothing_added_changes_nothing() {
        let mut answer = map(&[("x-a", "route")]);
        AddedHeaders::default().put_on(&mut answer);
        assert_eq!(lines(&answer), [("x-a", "route")]);
    }
}
