//! A limit of requests for each client.

use axum::extract::State;
use governor::clock::{Clock, MonotonicClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use route_runtime::{ClientIp, Middleware, NextResponse, middleware, route};
use serde_json::json;
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

/// How many requests each client has left, in token buckets.
///
/// There are as many buckets as a `u16` has values, and each address has one of them: an attacker with a million addresses makes no
/// more. Some addresses share a bucket; which ones nobody knows outside of this process, so nobody can choose a neighbour.
#[derive(Clone)]
pub struct Limits(Arc<Inner>);

struct Inner {
    buckets: RateLimiter<u16, HashMapStateStore<u16>, MonotonicClock>,
    hasher: RandomState,
}

impl Limits {
    /// One request a second, and so many at once.
    pub fn per_second(burst: NonZeroU32) -> Self {
        let quota = Quota::per_second(NonZeroU32::MIN).allow_burst(burst);
        let buckets = RateLimiter::hashmap_with_clock(quota, MonotonicClock);
        Self(Arc::new(Inner { buckets, hasher: RandomState::new() }))
    }

    /// Takes a token, or says when there will be one.
    fn take(&self, client: IpAddr) -> Result<(), Duration> {
        let Inner { buckets, hasher } = &*self.0;
        let bucket = hasher.hash_one(network(client)) as u16;
        buckets.check_key(&bucket).map_err(|wait| wait.wait_time_from(buckets.clock().now()))
    }
}

/// Who has one address of IPv6 has the 2^64 of its network.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

/// The client is the peer of the connection or, behind a proxy that [`App::trusted_proxies`](route_runtime::App::trusted_proxies) names,
/// whom that names. It is never what a client says of itself.
///
/// ```ts
/// export async function middleware(request: NextRequest) {
///   const { rateLimited, retryAfter } = await checkRateLimit(request)
///   if (rateLimited) {
///     return NextResponse.json(
///       { error: 'Rate limit exceeded' },
///       { status: 429, headers: { 'Retry-After': retryAfter } }
///     )
///   }
/// }
///
/// export const config = { matcher: '/api/:path*' }
/// ```
#[middleware(matcher = "/api/:path*")]
pub(crate) async fn limit(ClientIp(client): ClientIp, State(limits): State<Limits>) -> Middleware {
    match limits.take(client) {
        Ok(()) => NextResponse::next().into(),
        Err(wait) => NextResponse::json(json!({ "error": "Rate limit exceeded" }))
            .with_status(429)
            .with_header("retry-after", (wait.as_secs() + 1).to_string())
            .into(),
    }
}

/// What is worth a limit.
#[route("/api/subscribe")]
pub(crate) async fn POST() -> NextResponse {
    NextResponse::new(()).with_status(204)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    fn limits(burst: u32) -> Limits {
        Limits::per_second(burst.try_into().unwrap())
    }

    #[test]
    fn D6_a_client_has_its_burst_and_then_waits() {
        let limits = limits(3);
        let client = [192, 0, 2, 7].into();
        assert_eq!([limits.take(client), limits.take(client), limits.take(client)], [Ok(()); 3]);
        let wait = limits.take(client).unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(1), "{wait:?}");
    }

    #[test]
    fn an_IPv6_network_is_one_client() {
        for (a, b, is_one) in [
            ("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", true),
            ("2001:db8::1", "2001:db8:0:1::1", false),
            ("192.0.2.7", "192.0.2.8", false),
        ] {
            let [a, b] = [a, b].map(|address| network(address.parse().unwrap()));
            assert_eq!(a == b, is_one, "{a} {b}");
        }
    }

    #[test]
    fn however_many_clients_there_are_the_buckets_are_as_many() {
        let limits = limits(1);
        for client in 0..300_000 {
            let _ = limits.take(std::net::Ipv4Addr::from_bits(client).into());
        }
        let buckets = limits.0.buckets.len();
        assert!(buckets > 60_000 && buckets <= 1 << 16, "{buckets}");
    }
}
