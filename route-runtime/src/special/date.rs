use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::time::{SystemTime, UNIX_EPOCH};

use super::xml::escape;

/// A date of a sitemap: what `lastModified` and the dates of a video take (NEXT-SPEC M10).
///
/// | from | is written as |
/// | --- | --- |
/// | text | it is: `2024-12-05` |
/// | [`SystemTime`] | the instant in UTC, in milliseconds, as `toISOString()` does: `2024-12-05T23:45:13.405Z` |
/// | `chrono::DateTime` (feature `chrono`), `time::OffsetDateTime` (`time`), `jiff::Timestamp` and `Zoned` (`jiff`) | the same |
/// | `chrono::NaiveDate`, `time::Date`, `jiff::civil::Date` | the day alone: `2024-12-05` |
///
/// Years before 0 and after 9999 have a sign and at least six digits, as in JavaScript: `+012345-01-01T00:00:00.000Z`. Instants further than
/// 292 million years from 1970 are moved there.
///
/// ```
/// use route_runtime::sitemap::SitemapDate;
/// use std::time::{Duration, UNIX_EPOCH};
///
/// let edited = UNIX_EPOCH + Duration::from_millis(1_733_442_313_405);
/// assert_eq!(SitemapDate::from(edited).to_string(), "2024-12-05T23:45:13.405Z");
/// assert_eq!(SitemapDate::from("2024-12-05").to_string(), "2024-12-05");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitemapDate<'a>(Date<'a>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Date<'a> {
    Text(Cow<'a, str>),
    /// Milliseconds since 1970.
    Instant(i64),
    #[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
    Day {
        year: i64,
        month: u8,
        day: u8,
    },
}

impl SitemapDate<'_> {
    /// Whether there is nothing to write, which Next.js leaves out.
    pub(super) fn is_empty(&self) -> bool {
        matches!(&self.0, Date::Text(text) if text.is_empty())
    }

    /// Adds it to an XML text.
    pub(super) fn write(&self, text: &mut String) {
        match &self.0 {
            Date::Text(date) => escape(text, date),
            // A string takes whatever is written to it, and these are digits.
            _ => drop(write!(text, "{self}")),
        }
    }

    /// The instant that many nanoseconds after 1970, or before it. Of a millisecond that has begun, the beginning is written.
    fn from_nanos(nanos: i128) -> Self {
        let millis = nanos.div_euclid(1_000_000);
        Self(Date::Instant(millis.clamp(i64::MIN.into(), i64::MAX.into()) as i64))
    }
}

impl fmt::Display for SitemapDate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Date::Text(text) => f.write_str(text),
            Date::Instant(millis) => instant(*millis, f),
            #[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
            Date::Day { year, month, day } => civil((*year, *month, *day), f),
        }
    }
}

impl<'a> From<&'a str> for SitemapDate<'a> {
    fn from(text: &'a str) -> Self {
        Self(Date::Text(text.into()))
    }
}

impl<'a> From<&'a String> for SitemapDate<'a> {
    fn from(text: &'a String) -> Self {
        Self(Date::Text(text.into()))
    }
}

impl From<String> for SitemapDate<'_> {
    fn from(text: String) -> Self {
        Self(Date::Text(text.into()))
    }
}

impl<'a> From<Cow<'a, str>> for SitemapDate<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self(Date::Text(text))
    }
}

impl From<SystemTime> for SitemapDate<'_> {
    fn from(time: SystemTime) -> Self {
        // A duration has fewer than 2^64 seconds: its nanoseconds fit.
        Self::from_nanos(match time.duration_since(UNIX_EPOCH) {
            Ok(after) => after.as_nanos() as i128,
            Err(before) => -(before.duration().as_nanos() as i128),
        })
    }
}

#[cfg(feature = "chrono")]
mod of_chrono {
    use super::{Date, SitemapDate};
    use chrono::{DateTime, Datelike, NaiveDate, TimeZone};

    impl<Tz: TimeZone> From<DateTime<Tz>> for SitemapDate<'_> {
        fn from(time: DateTime<Tz>) -> Self {
            Self(Date::Instant(time.timestamp_millis()))
        }
    }

    impl From<NaiveDate> for SitemapDate<'_> {
        fn from(date: NaiveDate) -> Self {
            // A month and a day have two digits.
            Self(Date::Day { year: date.year().into(), month: date.month() as u8, day: date.day() as u8 })
        }
    }
}

#[cfg(feature = "jiff")]
mod of_jiff {
    use super::{Date, SitemapDate};
    use jiff::{Timestamp, Zoned, civil};

    impl From<Timestamp> for SitemapDate<'_> {
        fn from(time: Timestamp) -> Self {
            Self::from_nanos(time.as_nanosecond())
        }
    }

    impl From<Zoned> for SitemapDate<'_> {
        fn from(time: Zoned) -> Self {
            time.timestamp().into()
        }
    }

    impl From<&Zoned> for SitemapDate<'_> {
        fn from(time: &Zoned) -> Self {
            time.timestamp().into()
        }
    }

    impl From<civil::Date> for SitemapDate<'_> {
        fn from(date: civil::Date) -> Self {
            // A month and a day are positive.
            Self(Date::Day { year: date.year().into(), month: date.month() as u8, day: date.day() as u8 })
        }
    }
}

#[cfg(feature = "time")]
mod of_time {
    use super::{Date, SitemapDate};
    use time::OffsetDateTime;

    impl From<OffsetDateTime> for SitemapDate<'_> {
        fn from(time: OffsetDateTime) -> Self {
            Self::from_nanos(time.unix_timestamp_nanos())
        }
    }

    impl From<time::Date> for SitemapDate<'_> {
        fn from(date: time::Date) -> Self {
            Self(Date::Day { year: date.year().into(), month: date.month().into(), day: date.day() })
        }
    }
}

/// `2024-12-05T23:45:13.405Z`, of the milliseconds since 1970.
fn instant(millis: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const DAY: i64 = 86_400_000;

    civil(civil_from_days(millis.div_euclid(DAY)), f)?;
    let millis = millis.rem_euclid(DAY);
    let (seconds, millis) = (millis / 1000, millis % 1000);
    write!(f, "T{:02}:{:02}:{:02}.{millis:03}Z", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `2024-12-05`, of year, month and day.
fn civil((year, month, day): (i64, u8, u8), f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match year {
        0..=9999 => write!(f, "{year:04}")?,
        // The sign is one of the seven characters.
        _ => write!(f, "{year:+07}")?,
    }
    write!(f, "-{month:02}-{day:02}")
}

/// Year, month and day of the day that many days after the first of 1970, in the Gregorian calendar, also before there was one.
///
/// A year begins on the first of March here, so that the day that leap years add is its last (Howard Hinnant,
/// "chrono-compatible low-level date algorithms"); eras of 400 years are all alike.
fn civil_from_days(days: i64) -> (i64, u8, u8) {
    const DAYS_OF_ERA: i64 = 146_097;
    /// From the first of March of year 0 to 1970.
    const BEFORE_1970: i64 = 719_468;

    let days = days + BEFORE_1970;
    let (era, day_of_era) = (days.div_euclid(DAYS_OF_ERA), days.rem_euclid(DAYS_OF_ERA));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_since_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_since_march + 2) / 5 + 1;
    let month = if months_since_march < 10 { months_since_march + 3 } else { months_since_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month as u8, day as u8)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::testing::cases;
    use proptest::prelude::*;
    use std::time::Duration;

    fn text(date: impl Into<SitemapDate<'static>>) -> String {
        date.into().to_string()
    }

    #[test]
    fn M10_an_instant_is_written_as_javascript_does() {
        // What `new Date(millis).toISOString()` says.
        for (millis, iso) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_733_442_313_405, "2024-12-05T23:45:13.405Z"),
            (1_709_164_800_000, "2024-02-29T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (-14_182_940_000, "1969-07-20T20:17:40.000Z"),
            (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
            (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
            (-62_167_219_200_001, "-000001-12-31T23:59:59.999Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
            (253_402_300_800_000, "+010000-01-01T00:00:00.000Z"),
            (8_640_000_000_000_000, "+275760-09-13T00:00:00.000Z"),
            (-8_640_000_000_000_000, "-271821-04-20T00:00:00.000Z"),
        ] {
            assert_eq!(SitemapDate(Date::Instant(millis)).to_string(), iso);
            let span = Duration::from_millis(millis.unsigned_abs());
            let time = if millis < 0 { UNIX_EPOCH - span } else { UNIX_EPOCH + span };
            assert_eq!(text(time), iso);
        }
    }

    #[test]
    fn of_a_millisecond_the_beginning_counts_and_the_ends_of_time_do_not_panic() {
        for (nanos, iso) in [
            (1, "1970-01-01T00:00:00.000Z"),
            (999_999, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (i128::MAX, "+292278994-08-17T07:12:55.807Z"),
            (i128::MIN, "-292275055-05-16T16:47:04.192Z"),
        ] {
            assert_eq!(SitemapDate::from_nanos(nanos).to_string(), iso);
        }
    }

    #[test]
    fn M10_a_text_stays_as_it_is() {
        for date in ["2024-12-05", "", "yesterday", "2024-12-05T23:45:13+01:00"] {
            assert_eq!(text(date), date);
            assert_eq!(text(String::from(date)), date);
            assert_eq!(text(Cow::Borrowed(date)), date);
            assert_eq!(text(date.to_owned()), date);
        }
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn the_types_of_chrono_are_dates() {
        use chrono::{DateTime, FixedOffset, NaiveDate};
        let time = DateTime::from_timestamp_millis(1_733_442_313_405).unwrap();
        assert_eq!(text(time), "2024-12-05T23:45:13.405Z");
        assert_eq!(text(time.with_timezone(&FixedOffset::east_opt(3600).unwrap())), "2024-12-05T23:45:13.405Z");
        assert_eq!(text(NaiveDate::from_ymd_opt(2024, 2, 29).unwrap()), "2024-02-29");
        assert_eq!(text(NaiveDate::from_ymd_opt(-1, 2, 3).unwrap()), "-000001-02-03");
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn the_types_of_jiff_are_dates() {
        use jiff::{Timestamp, civil, tz};
        let time = Timestamp::from_millisecond(1_733_442_313_405).unwrap();
        assert_eq!(text(time), "2024-12-05T23:45:13.405Z");
        let zoned = time.to_zoned(tz::TimeZone::fixed(tz::offset(1)));
        assert_eq!(SitemapDate::from(&zoned).to_string(), "2024-12-05T23:45:13.405Z");
        assert_eq!(text(zoned), "2024-12-05T23:45:13.405Z");
        assert_eq!(text(civil::date(2024, 2, 29)), "2024-02-29");
        assert_eq!(text(Timestamp::from_nanosecond(-1).unwrap()), "1969-12-31T23:59:59.999Z");
    }

    #[cfg(feature = "time")]
    #[test]
    fn the_types_of_time_are_dates() {
        use time::{Date, Month, OffsetDateTime, UtcOffset};
        let time = OffsetDateTime::from_unix_timestamp_nanos(1_733_442_313_405_999_999).unwrap();
        assert_eq!(text(time), "2024-12-05T23:45:13.405Z");
        assert_eq!(text(time.to_offset(UtcOffset::from_hms(1, 0, 0).unwrap())), "2024-12-05T23:45:13.405Z");
        assert_eq!(text(Date::from_calendar_date(2024, Month::February, 29).unwrap()), "2024-02-29");
    }

    proptest! {
        #![proptest_config(cases())]

        // httpdate has a calendar of its own, for four digits of a year from 1970.
        #[test]
        fn the_calendar_is_that_of_http_dates(seconds in 0_u64..253_402_300_800) {
            let time = UNIX_EPOCH + Duration::from_secs(seconds);
            let http = httpdate::HttpDate::from(time).to_string();
            let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
            let month = 1 + months.iter().position(|month| *month == &http[8..11]).unwrap();
            let expected = format!("{}-{month:02}-{}T{}.000Z", &http[12..16], &http[5..7], &http[17..25]);
            prop_assert_eq!(text(time), expected);
        }

        #[test]
        fn a_day_follows_a_day(days in -100_000_000_000_i64..100_000_000_000) {
            let ((year, month, day), next) = (civil_from_days(days), civil_from_days(days + 1));
            let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
            let last = match month { 4 | 6 | 9 | 11 => 30, 2 if leap => 29, 2 => 28, _ => 31 };
            prop_assert!((1..=12).contains(&month) && (1..=last).contains(&day));
            let expected = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                _ if day == last => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
            prop_assert_eq!(next, expected);
        }
    }
}
