//! cargo run -p webhooks
//!
//! Webhooks as Stripe sends them: signed over time and body, refused when they are old, done once however often they come, and answered
//! before the work is done.
//!
//! `openssl` signs here as the sender does. `WEBHOOK_SECRET` is the secret that both know, here `whsec_test`.
//!
//! ```console
//! $ sign() { printf '%s.%s' "$1" "$2" | openssl dgst -sha256 -hmac whsec_test | sed 's/.* /v1=/'; }
//! $ send() { curl -s localhost:3000/webhooks/stripe -H "stripe-signature: $1" -d "$2"; }
//! $ now=$(date +%s)
//! $ paid='{"id":"evt_1","type":"invoice.paid","data":{"object":{"id":"in_7"}}}'
//! $ send "t=$now,$(sign $now "$paid")" "$paid"
//! {"first":true,"received":true}
//! $ send "t=$now,$(sign $now "$paid")" "$paid"
//! {"first":false,"received":true}
//! $ sleep 1; curl -s localhost:3000/invoices
//! {"in_7":["paid",1]}
//! ```
//!
//! Work that fails is logged, and the event may come again:
//!
//! ```console
//! $ broken='{"id":"evt_2","type":"invoice.paid"}'
//! $ send "t=$now,$(sign $now "$broken")" "$broken"; sleep 1
//! {"first":true,"received":true}
//! $ send "t=$now,$(sign $now "$broken")" "$broken"
//! {"first":true,"received":true}
//! ```
//!
//! While a secret is being replaced a sender signs with both: one that fits is enough. Signatures of other schemes do not count.
//!
//! ```console
//! $ void='{"id":"evt_3","type":"invoice.voided","data":{"object":{"id":"in_8"}}}'
//! $ send "t=$now,v1=0123456789abcdef,$(sign $now "$void"),v0=ff" "$void"
//! {"first":true,"received":true}
//! $ other='{"id":"evt_4","type":"customer.created"}'
//! $ send "t=$now,$(sign $now "$other")" "$other"
//! {"first":true,"received":true}
//! ```
//!
//! What is refused: no signature, one of another body, one that was good ten minutes ago, one with a time that was not signed; and what
//! is signed and no event.
//!
//! ```console
//! $ curl -s localhost:3000/webhooks/stripe -d "$paid"
//! {"type":"about:blank","title":"Unauthorized","status":401,"detail":"the signature is missing, does not fit the body, or is old"}
//! $ send "t=$now,$(sign $now "$paid")" "$void"
//! {"type":"about:blank","title":"Unauthorized","status":401,"detail":"the signature is missing, does not fit the body, or is old"}
//! $ old=$((now - 600)); send "t=$old,$(sign $old "$paid")" "$paid"
//! {"type":"about:blank","title":"Unauthorized","status":401,"detail":"the signature is missing, does not fit the body, or is old"}
//! $ send "t=$now,$(sign $old "$paid")" "$paid"
//! {"type":"about:blank","title":"Unauthorized","status":401,"detail":"the signature is missing, does not fit the body, or is old"}
//! $ send "t=$now,$(sign $now '{"id":7}')" '{"id":7}'
//! {"type":"about:blank","title":"Bad Request","status":400,"detail":"invalid type: integer `7`, expected a string at line 1 column 7"}
//! $ sleep 1; curl -s localhost:3000/invoices
//! {"in_7":["paid",1],"in_8":["voided",1]}
//! ```

mod deliveries;
mod invoices;
mod signature;
mod stripe;

use deliveries::Deliveries;
use invoices::Invoices;
use route_runtime::{App, routes};
use signature::Secret;
use std::env;
use std::sync::Arc;

#[derive(Clone)]
struct AppState {
    secret: Arc<Secret>,
    deliveries: Deliveries,
    invoices: Invoices,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    // An empty one would let everybody sign.
    let secret = env::var("WEBHOOK_SECRET").ok().filter(|secret| !secret.is_empty()).unwrap_or_else(|| {
        eprintln!("warning: WEBHOOK_SECRET is not set; webhooks are checked with a secret that everybody knows");
        "whsec_test".to_owned()
    });
    let state = AppState {
        secret: Arc::new(Secret::new(secret)),
        deliveries: Deliveries::default(),
        invoices: Invoices::default(),
    };
    App::new(routes![stripe::stripe, invoices::invoices]).with_state(state).start().await
}
