//! The address of whoever asks. What a proxy says of it is believed only from proxies that are trusted.

use std::net::IpAddr;

use actix_web::HttpRequest;

use crate::config::Networks;

/// The client's address: the connection's own, or, when that is a trusted proxy, the last address in
/// `X-Forwarded-For` that is none.
pub fn address(request: &HttpRequest, trusted: &Networks) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
    let mut chain: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut client = peer;
    while is_trusted(client, trusted) {
        match chain.pop().map(str::parse) {
            Some(Ok(before)) => client = before,
            _ => break,
        }
    }
    Some(client)
}

/// The network that an address belongs to, as limits count it: 256 addresses of version 4, a site of version 6. Empty
/// where the address is unknown.
pub fn network(address: Option<IpAddr>) -> String {
    match address.map(|address| address.to_canonical()) {
        Some(IpAddr::V4(address)) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}")
        }
        Some(IpAddr::V6(address)) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}")
        }
        None => String::new(),
    }
}

fn is_trusted(address: IpAddr, trusted: &Networks) -> bool {
    trusted.0.iter().any(|network| network.contains(&address.to_canonical()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_one_network_however_their_address_is_written() {
        let of = |text: &str| network(Some(text.parse().unwrap()));
        assert_eq!(of("192.0.2.7"), of("192.0.2.200"));
        assert_eq!(of("192.0.2.7"), of("::ffff:192.0.2.9"));
        assert_ne!(of("192.0.2.7"), of("192.0.3.7"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:ffff::9"));
        assert_ne!(of("2001:db8:1::1"), of("2001:db8:2::1"));
        assert_eq!(network(None), "");
    }
}
