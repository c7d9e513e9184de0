//! The names that files have on the disk.

use route_runtime::File;
use std::fmt;

/// A name that stays in its folder: one component, no control characters, not too long for a disk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FileName(String);

/// What common file systems take, in bytes.
const MAX: usize = 255;

/// Left free for [`FileName::numbered`].
const RESERVE: usize = 25;

impl FileName {
    /// The name for a file of which the client says that it has this one: the last component, so that `../../a` is `a`.
    pub(crate) fn from_client(sent: &str) -> Option<Self> {
        let name = File::new(sent, "").base_name()?;
        (name.len() <= MAX - RESERVE).then_some(Self(name))
    }

    /// The name of a file that is on the disk: as it is, or not at all.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let is_safe = name.len() <= MAX && File::new(name, "").base_name().as_deref() == Some(name);
        is_safe.then(|| Self(name.to_owned()))
    }

    /// Another name like this one: `photo (2).jpg`.
    pub(crate) fn numbered(&self, number: usize) -> Self {
        Self(match self.0.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => format!("{stem} ({number}).{extension}"),
            _ => format!("{} ({number})", self.0),
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_its_folder() {
        let (fits, too_long) = ("é".repeat(115), "é".repeat(116));
        let cases = [
            ("a.txt", Some("a.txt")),
            ("Grüße 😀.txt", Some("Grüße 😀.txt")),
            ("../../etc/passwd", Some("passwd")),
            (r"..\..\a", Some("a")),
            ("a\0b\r\n.txt", Some("ab.txt")),
            ("<b>\"'&.txt", Some("<b>\"'&.txt")),
            (fits.as_str(), Some(fits.as_str())),
            (too_long.as_str(), None),
            ("", None),
            ("..", None),
            ("a/", None),
        ];
        for (sent, expected) in cases {
            let name = FileName::from_client(sent);
            assert_eq!(name.as_ref().map(FileName::as_str), expected, "{sent:?}");
            if let Some(name) = name {
                for name in [name.numbered(usize::MAX), name] {
                    assert_eq!(FileName::parse(name.as_str()), Some(name), "{sent:?}");
                }
            }
        }
    }

    #[test]
    fn what_would_be_changed_is_not_the_name_of_a_file_here() {
        let too_long = "é".repeat(128);
        for name in ["../a", "/etc/passwd", r"..\a", r"C:\a", "..", ".", "", "a/", "a\0", "a\n", " a ", &too_long] {
            assert_eq!(FileName::parse(name), None, "{name:?}");
        }
    }

    #[test]
    fn a_number_goes_before_the_extension() {
        for (name, expected) in [
            ("a.txt", "a (2).txt"),
            ("a.tar.gz", "a.tar (2).gz"),
            ("a", "a (2)"),
            (".env", ".env (2)"),
            ("a.", "a (2)."),
        ] {
            assert_eq!(FileName::parse(name).unwrap().numbered(2).as_str(), expected);
        }
    }
}
