//! Calls to other machines: to addresses of the public internet, so that nobody reaches the inside of the network by the
//! name or number of one of its machines.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Client;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use url::{Host, Url};

use crate::error::{Error, Result};

/// What calls others: over nobody's proxy, following nothing by itself, and into this network only if `to_private`.
pub fn client(to_private: bool) -> Result<Client> {
    // Whoever else installs it first installs the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .redirect(Policy::none())
        .user_agent(concat!("Groundswell/", env!("CARGO_PKG_VERSION")))
        .no_proxy()
        .pool_max_idle_per_host(0);
    let builder = if to_private { builder } else { builder.dns_resolver(std::sync::Arc::new(GlobalOnly)) };
    builder.build().map_err(Error::internal)
}

/// Resolves names to addresses of the public internet only. The connection is made to what was checked, so a name
/// that means something else a moment later does not help.
#[derive(Debug, Clone, Copy)]
struct GlobalOnly;

impl Resolve for GlobalOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let global: Vec<SocketAddr> = found.filter(|address| is_global(address.ip())).collect();
            if global.is_empty() {
                return Err("the name leads to no address of the public internet".into());
            }
            let addresses: Addrs = Box::new(global.into_iter());
            Ok(addresses)
        })
    }
}

/// Whether the host of an address, where it is a number, may be called. Names are looked at when they are resolved.
pub fn may_call(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => is_global(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_global(IpAddr::V6(ip)),
        Some(Host::Domain(_)) => true,
        None => false,
    }
}

/// Why there was no answer: the innermost of the causes, since the outermost only says that sending failed.
pub fn reason(cause: &reqwest::Error) -> String {
    if cause.is_timeout() {
        return "no answer in time".into();
    }
    let mut text = cause.to_string();
    let mut next = std::error::Error::source(cause);
    while let Some(inner) = next {
        text = inner.to_string();
        next = inner.source();
    }
    text.chars().take(300).collect()
}

/// Whether an address belongs to the public internet.
pub fn is_global(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(ip) => is_global_v4(ip),
        IpAddr::V6(ip) => is_global_v6(ip),
    }
}

fn is_global_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || ip.is_unspecified();
    let shared = a == 100 && (64..128).contains(&b);
    let protocols = a == 192 && b == 0 && c == 0;
    let relay = a == 192 && b == 88 && c == 99;
    let benchmarks = a == 198 && (18..20).contains(&b);
    !(special || shared || protocols || relay || benchmarks || a == 0 || a >= 240)
}

/// Only 2000::/3 is given out, and in it are parts for documentation and for tunnels into IPv4.
fn is_global_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let given_out = a & 0xE000 == 0x2000;
    let documentation = (a == 0x2001 && b == 0x0DB8) || (a == 0x3FFF && b < 0x1000);
    let tunnels = a == 0x2002 || (a == 0x2001 && b < 0x0200);
    given_out && !documentation && !tunnels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_called() {
        for (address, expected) in [
            ("93.184.216.34", true),
            ("2606:2800:220:1:248:1893:25c8:1946", true),
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.20.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("198.18.0.1", false),
            ("0.0.0.0", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fc00::1", false),
            ("fd12:3456::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:10.0.0.1", false),
            ("64:ff9b::7f00:1", false),
            ("2002:7f00:1::", false),
            ("2001:db8::1", false),
        ] {
            assert_eq!(is_global(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn numbers_in_addresses_are_looked_at_however_they_are_written() {
        for (url, expected) in [
            ("https://93.184.216.34/hook", true),
            ("https://127.0.0.1/", false),
            ("https://2130706433/", false),
            ("https://0x7f.1/", false),
            ("https://[::1]:8080/", false),
            ("https://example.com/", true),
        ] {
            assert_eq!(may_call(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }
}
