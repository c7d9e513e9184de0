use std::net::IpAddr;

use ipnet::IpNet;

/// The proxies in front of the app, whose word for the client's address, the scheme and the host is taken: `trust proxy` of
/// Express.
///
/// What a request says in `X-Forwarded-*` or `Forwarded` (RFC 7239) is read if the connection comes from one of these addresses,
/// and ignored if not, or if the server does not know the peer (see [`ClientIp`](crate::ClientIp)).
///
/// # What is read
///
/// `X-Forwarded-For`, `-Proto`, `-Host` and `-Port`; a request that has none of the four may have `Forwarded`. Each proxy adds what
/// it saw to the right of what it was sent, so the lists are read from the right, and no further than proxies are trusted:
///
/// * The client is the first address that is no trusted proxy, or the last one if all are. The walk ends at what is no address,
///   `unknown` and `_hidden` too; then the client is the address before it.
/// * Scheme and host are what the trusted proxy next to the client says: in `Forwarded` the element that names the client, in the
///   lists of `X-Forwarded-*` the one at the same place from the right. If it says nothing, the next one towards the app is asked.
///   What none says, or is no scheme or no host, is the request's own. `X-Forwarded-Port` counts where the host has no port.
///
/// Lines of one name are one list. Of each list the last 32 elements are looked at.
///
/// **A proxy must replace, extend or drop each of these headers.** One that hands on what a client has sent makes it
/// its own word. Most proxies write `X-Forwarded-*`; one that writes `Forwarded` has to drop the others. And a client whose own address is
/// trusted, because the range is too wide, can say what it likes.
///
/// # Example
///
/// ```
/// use route_runtime::TrustedProxies;
///
/// let proxies = TrustedProxies::new(["loopback", "10.1.0.0/16", "2001:db8::7"]).unwrap();
/// assert!(proxies.contains("10.1.2.3".parse().unwrap()));
/// assert!(!proxies.contains("10.2.0.1".parse().unwrap()));
///
/// let error = TrustedProxies::new(["10.1.0.0/99"]).unwrap_err();
/// assert!(error.to_string().starts_with("`10.1.0.0/99` is neither an address nor a range of addresses"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Trusts these. An entry is an address, a range in CIDR notation, or a name that Express has, too:
    ///
    /// | name | ranges |
    /// | --- | --- |
    /// | `loopback` | `127.0.0.0/8`, `::1` |
    /// | `linklocal` | `169.254.0.0/16`, `fe80::/10` |
    /// | `uniquelocal` | `10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16`, `fc00::/7` |
    ///
    /// # Errors
    ///
    /// [`InvalidProxy`] names the first entry that is none of these.
    pub fn new(entries: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self, InvalidProxy> {
        let mut proxies = Vec::new();
        for entry in entries {
            let entry = entry.as_ref();
            let ranges = match entry {
                "loopback" => &["127.0.0.0/8", "::1"][..],
                "linklocal" => &["169.254.0.0/16", "fe80::/10"],
                "uniquelocal" => &["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
                _ => &[entry],
            };
            for range in ranges {
                proxies.push(parse(range).ok_or_else(|| InvalidProxy(entry.to_owned()))?);
            }
        }
        Ok(Self(proxies))
    }

    /// Whether this address is trusted. An IPv4 address in IPv6, `::ffff:10.0.0.1`, is an IPv4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|range| range.contains(&address))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn parse(text: &str) -> Option<IpNet> {
    match text.parse() {
        // Addresses are compared as IPv4, so this range would contain none.
        Ok(IpNet::V6(range)) if range.addr().to_ipv4_mapped().is_some() => None,
        Ok(range) => Some(range),
        Err(_) => text.parse().ok().map(|address: IpAddr| address.to_canonical().into()),
    }
}

/// What is no proxy's address: what [`TrustedProxies::new`] returns.
///
/// ```
/// use route_runtime::{App, routes};
///
/// // The one of an app is found when its router is built.
/// let error = App::<()>::new(routes![]).trusted_proxies(["10.0.0.256"]).try_into_router().unwrap_err();
/// assert!(error.to_string().contains("`10.0.0.256` is neither an address nor a range of addresses"), "{error}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is neither an address nor a range of addresses; write `10.0.0.7`, `10.0.0.0/8`, `2001:db8::/32`, `loopback`, \
     `linklocal` or `uniquelocal`"
)]
pub struct InvalidProxy(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_an_address_a_range_or_a_name() {
        let cases = [
            // entry, inside, outside
            ("192.0.2.1", "192.0.2.1", "192.0.2.2"),
            ("192.0.2.1", "::ffff:192.0.2.1", "::ffff:192.0.2.2"),
            ("::ffff:192.0.2.1", "192.0.2.1", "192.0.2.2"),
            ("2001:DB8::1", "2001:db8:0::1", "2001:db8::2"),
            ("10.1.2.3/16", "10.1.255.255", "10.2.0.0"),
            ("192.0.2.1/32", "192.0.2.1", "192.0.2.0"),
            ("2001:db8::/32", "2001:db8:ffff::", "2001:db9::"),
            ("0.0.0.0/0", "255.255.255.255", "::1"),
            ("::/0", "2001:db8::1", "192.0.2.1"),
            ("loopback", "127.255.0.1", "128.0.0.1"),
            ("loopback", "::1", "::2"),
            ("linklocal", "169.254.1.1", "169.255.0.0"),
            ("linklocal", "fe80::1", "fec0::1"),
            ("uniquelocal", "10.255.255.255", "11.0.0.0"),
            ("uniquelocal", "172.31.0.1", "172.32.0.1"),
            ("uniquelocal", "192.168.0.1", "192.169.0.1"),
            ("uniquelocal", "fd00::1", "fe00::1"),
        ];
        for (entry, inside, outside) in cases {
            let proxies = TrustedProxies::new([entry]).unwrap();
            assert!(proxies.contains(inside.parse().unwrap()), "{entry} {inside}");
            assert!(!proxies.contains(outside.parse().unwrap()), "{entry} {outside}");
        }
    }

    #[test]
    fn what_is_no_entry_is_named() {
        for entry in [
            "",
            " ",
            "10.0.0",
            "10.0.0.1 ",
            "10.0.0.256",
            "10.0.0.0/33",
            "10.0.0.0/",
            "10.0.0.0/-1",
            "10.0.0.1:80",
            "10.0.0.1,10.0.0.2",
            "[::1]",
            "::/129",
            "::ffff:10.0.0.0/104",
            "fe80::1%eth0",
            "localhost",
            "Loopback",
            "*",
        ] {
            let error = TrustedProxies::new(["loopback", entry, "also wrong"]).unwrap_err();
            assert_eq!(error, InvalidProxy(entry.to_owned()));
            assert!(error.to_string().starts_with(&format!("`{entry}` is neither")), "{error}");
        }
    }
}
