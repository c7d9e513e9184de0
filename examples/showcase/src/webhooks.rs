//! `app/webhooks/github/route.ts`: a request that proves who sent it.

use crate::state::WebhookSecret;
use axum::extract::State;
use hmac::{Hmac, KeyInit, Mac};
use route_runtime::{NextRequest, NextResponse, Result, RouteError, route};
use sha2::Sha256;

#[route(POST "/webhooks/github")]
pub(crate) async fn github(mut req: NextRequest, State(secret): State<WebhookSecret>) -> Result {
    let signature = req.headers().get("x-hub-signature-256").cloned();
    // The signature covers the bytes as they were sent, so it is checked before anything decodes them.
    let body = req.bytes().await?;
    if !signature.is_some_and(|signature| is_signed(&secret, signature.as_bytes(), &body)) {
        return Err(RouteError::new(401, "the signature is missing or does not fit the body"));
    }

    let event: serde_json::Value =
        serde_json::from_slice(&body).map_err(|error| RouteError::new(400, error.to_string()))?;
    let action = event["action"].as_str().unwrap_or("unknown");
    Ok(NextResponse::new(format!("Success! The action is {action}.\n")))
}

/// Whether `signature` is `sha256=` and the HMAC of the body in hexadecimal.
fn is_signed(secret: &WebhookSecret, signature: &[u8], body: &[u8]) -> bool {
    let Some(Ok(signature)) = signature.strip_prefix(b"sha256=").map(hex::decode) else {
        return false;
    };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return false;
    };
    mac.update(body);
    // `verify_slice` takes the same time for each wrong signature; `==` would tell how much of it was right.
    mac.verify_slice(&signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_githubs_documentation_is_signed() {
        let secret = WebhookSecret::new(WebhookSecret::EXAMPLE);
        let signature = b"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        assert!(is_signed(&secret, signature, b"Hello, World!"));
        for (signature, body) in [
            (&signature[..], "Hello, World?"),
            (&signature[7..], "Hello, World!"),
            (&signature[..69], "Hello, World!"),
            (b"sha256=", "Hello, World!"),
            (b"sha256=zz", "Hello, World!"),
            (b"", "Hello, World!"),
        ] {
            assert!(!is_signed(&secret, signature, body.as_bytes()), "{}", signature.escape_ascii());
        }
    }
}
