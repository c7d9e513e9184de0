//! Stripe's scheme: `t=1492774577,v1=5257a869..`, where `v1` is the HMAC of time, a dot and the body in hexadecimal.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::time::{Duration, SystemTime};

/// For how long a signature is good. Whoever records a request can send it again for so long, and not later.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(secret: String) -> Self {
        Self(secret)
    }

    /// Whether this header signs this body at about this time.
    pub(crate) fn has_signed(&self, header: &str, body: &[u8], now: SystemTime) -> bool {
        let mut time = None;
        let mut signatures = Vec::new();
        for field in header.split(',') {
            match field.split_once('=') {
                Some(("t", value)) => time = Some(value),
                Some(("v1", value)) => signatures.extend(hex::decode(value)),
                // Other schemes are older, or test ones: whoever accepts them lets an attacker choose the weakest.
                _ => {}
            }
        }
        let Some(time) = time else { return false };
        let Ok(mac) = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()) else { return false };
        // The time as it was sent: that is what was signed.
        let mac = mac.chain_update(time).chain_update(".").chain_update(body);
        // `verify_slice` takes the same time for each wrong signature; `==` would tell how much of it was right.
        let is_signed = signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok());
        is_signed && is_recent(time, now)
    }
}

/// Clocks differ, so a time in the future is as good as one in the past.
fn is_recent(time: &str, now: SystemTime) -> bool {
    let time = time.parse().ok().and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)));
    time.is_some_and(|time| {
        let difference = now.duration_since(time).unwrap_or_else(|future| future.duration());
        difference <= TOLERANCE
    })
}
