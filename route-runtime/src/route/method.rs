use http::HeaderValue;

/// One of the seven methods that a route handler answers (R2), in the order in which `Allow` lists them (R12).
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    Delete,
    Get,
    Head,
    Options,
    Patch,
    Post,
    Put,
}

impl Method {
    pub(crate) const ALL: [Method; 7] =
        [Method::Delete, Method::Get, Method::Head, Method::Options, Method::Patch, Method::Post, Method::Put];

    /// The method's token (RFC 9110, 9.1).
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Method::Delete => "DELETE",
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Options => "OPTIONS",
            Method::Patch => "PATCH",
            Method::Post => "POST",
            Method::Put => "PUT",
        }
    }

    pub(crate) const fn http(self) -> http::Method {
        match self {
            Method::Delete => http::Method::DELETE,
            Method::Get => http::Method::GET,
            Method::Head => http::Method::HEAD,
            Method::Options => http::Method::OPTIONS,
            Method::Patch => http::Method::PATCH,
            Method::Post => http::Method::POST,
            Method::Put => http::Method::PUT,
        }
    }
}

/// The methods of one pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct MethodSet(u8);

impl MethodSet {
    pub(crate) fn insert(&mut self, method: Method) {
        self.0 |= 1 << method as u8;
    }

    pub(crate) fn contains(self, method: Method) -> bool {
        self.0 & (1 << method as u8) != 0
    }

    /// What a client may send: `OPTIONS` is always answered, `HEAD` wherever `GET` is (R8, R11).
    pub(crate) fn allowed(mut self) -> Self {
        self.insert(Method::Options);
        if self.contains(Method::Get) {
            self.insert(Method::Head);
        }
        self
    }

    /// The value of `Allow`: sorted, separated by a comma and a space (R12).
    pub(crate) fn allow(self) -> HeaderValue {
        let names: Vec<_> = self.allowed().iter().map(Method::as_str).collect();
        HeaderValue::try_from(names.join(", ")).unwrap_or_else(|_| HeaderValue::from_static("OPTIONS"))
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Method> {
        Method::ALL.into_iter().filter(move |method| self.contains(*method))
    }
}

impl FromIterator<Method> for MethodSet {
    fn from_iter<I: IntoIterator<Item = Method>>(methods: I) -> Self {
        let mut set = Self::default();
        methods.into_iter().for_each(|method| set.insert(method));
        set
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::{Method::*, MethodSet};

    #[test]
    fn R12_allow_lists_what_is_answered_sorted_with_a_comma_and_a_space() {
        for (methods, allow) in [
            (vec![Post], "OPTIONS, POST"),
            (vec![Get], "GET, HEAD, OPTIONS"),
            (vec![Post, Get], "GET, HEAD, OPTIONS, POST"),
            (vec![Head], "HEAD, OPTIONS"),
            (vec![Options], "OPTIONS"),
            (vec![Put, Post, Patch, Options, Head, Get, Delete], "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"),
        ] {
            assert_eq!(methods.into_iter().collect::<MethodSet>().allow(), allow);
        }
    }
}
