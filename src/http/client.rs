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

fn is_trusted(address: IpAddr, trusted: &Networks) -> bool {
    trusted.0.iter().any(|network| network.contains(&address.to_canonical()))
}
