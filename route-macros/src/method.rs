use proc_macro2::Ident;

/// A method that a handler may answer (R2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Head,
    Options,
    Post,
    Put,
    Delete,
    Patch,
}

impl Method {
    /// In the order of Next's own table.
    pub(crate) const ALL: [Method; 7] =
        [Method::Get, Method::Head, Method::Options, Method::Post, Method::Put, Method::Delete, Method::Patch];

    pub(crate) fn parse(name: &Ident) -> Option<Self> {
        Self::ALL.into_iter().find(|method| name == method.as_str())
    }

    /// The token on the wire, which is also the handler's name.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Options => "OPTIONS",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
            Method::Patch => "PATCH",
        }
    }

    /// The variant of the runtime's `Method`.
    pub(crate) fn variant(self) -> &'static str {
        match self {
            Method::Get => "Get",
            Method::Head => "Head",
            Method::Options => "Options",
            Method::Post => "Post",
            Method::Put => "Put",
            Method::Delete => "Delete",
            Method::Patch => "Patch",
        }
    }
}

/// The methods' names, for `nearest` and `list`.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    Method::ALL.into_iter().map(Method::as_str)
}
