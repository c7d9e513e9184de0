/// From where to where a piece stands in a text, in bytes. Both are at ASCII characters or at its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    pub(super) const EMPTY: Self = Self { start: 0, end: 0 };

    pub(super) const fn of(self, text: &str) -> &str {
        text.split_at(self.end).0.split_at(self.start).1
    }
}
