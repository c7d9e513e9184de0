/// A sentence composed in a constant: `format!` for `const fn`.
#[derive(Clone, Copy)]
pub(crate) struct Message {
    bytes: [u8; Message::CAPACITY],
    len: usize,
}

impl Message {
    /// Room for two patterns of the greatest length, 1,024 bytes, and where they are. What is over ends in an ellipsis.
    const CAPACITY: usize = 4096;
    const ELLIPSIS: &'static str = "...";

    pub(crate) const fn new() -> Self {
        Self { bytes: [0; Self::CAPACITY], len: 0 }
    }

    pub(crate) const fn push(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        if self.len + text.len() > Self::CAPACITY - Self::ELLIPSIS.len() {
            return if self.is_cut() { self } else { self.append(Self::ELLIPSIS.as_bytes()) };
        }
        self = self.append(text);
        self
    }

    pub(crate) const fn push_number(self, number: u32) -> Self {
        let mut digits = [0; 10];
        let mut start = digits.len();
        let mut rest = number;
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        let (_, digits) = digits.split_at(start);
        self.append(digits)
    }

    pub(crate) const fn as_str(&self) -> &str {
        let (bytes, _) = self.bytes.split_at(self.len);
        match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) => "a mistake that has no words",
        }
    }

    const fn is_cut(&self) -> bool {
        self.len > Self::CAPACITY - Self::ELLIPSIS.len()
    }

    const fn append(mut self, text: &[u8]) -> Self {
        let mut i = 0;
        while i < text.len() && self.len < Self::CAPACITY {
            self.bytes[self.len] = text[i];
            self.len += 1;
            i += 1;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Message;

    #[test]
    fn numbers_are_written_in_decimal() {
        for number in [0, 7, 10, 4_294_967_295] {
            assert_eq!(Message::new().push_number(number).as_str(), number.to_string());
        }
    }

    #[test]
    fn what_does_not_fit_is_cut_between_pieces() {
        let long = "x".repeat(3000);
        let message = Message::new().push(&long).push(&long).push("more").push_number(1);
        assert!(message.as_str().starts_with(&long));
        assert!(message.as_str()[3000..].starts_with("..."));
    }
}
