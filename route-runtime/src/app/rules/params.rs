//! What a source and its conditions have captured.

use crate::component;
use smallvec::SmallVec;
use std::borrow::Cow;

/// The parameters of one request, under their names.
#[derive(Debug, Default)]
pub(crate) struct Params<'a> {
    values: SmallVec<[(&'a str, Value<'a>); 4]>,
}

/// The value of a parameter. Nothing in it is a delimiter of a URL, but for the slashes between its segments.
#[derive(Debug)]
pub(crate) struct Value<'a> {
    /// As it stands in a path: percent-encoded, mostly as the client has sent it.
    pub(super) encoded: Cow<'a, str>,
    /// Whether it holds several segments.
    pub(super) many: bool,
}

impl<'a> Params<'a> {
    pub(super) fn clear(&mut self) {
        self.values.clear();
    }

    /// Sets a piece of a path, as it was sent.
    pub(super) fn set_sent(&mut self, name: &'a str, encoded: &'a str, many: bool) {
        self.set(name, Value { encoded: encoded.into(), many });
    }

    /// Sets a text that was decoded.
    #[cfg(feature = "matcher-regex")]
    pub(super) fn set_text(&mut self, name: &'a str, text: &str) {
        self.set(name, Value { encoded: component::encode(text).collect(), many: false });
    }

    fn set(&mut self, name: &'a str, value: Value<'a>) {
        // Another value of one name is that of a condition (P9).
        self.values.retain(|(known, _)| *known != name);
        self.values.push((name, value));
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &Value<'a>)> {
        self.values.iter().map(|(name, value)| (*name, value))
    }
}

impl Value<'_> {
    /// The whole for a query or a fragment, where a `&`, a `+` or a `/` would be more than text.
    pub(super) fn component(&self) -> String {
        component(&self.encoded)
    }

    /// Each segment by itself, for a query.
    pub(super) fn components(&self) -> impl Iterator<Item = String> {
        let whole = (!self.many).then_some(&*self.encoded);
        let segments = self.many.then(|| self.encoded.split('/'));
        whole.into_iter().chain(segments.into_iter().flatten()).map(component)
    }
}

fn component(encoded: &str) -> String {
    let text = component::decode(encoded.as_bytes()).unwrap_or(Cow::Borrowed(encoded));
    component::encode(&text).collect()
}
