//! `healthcheck`: asks a running site whether it can serve, for container engines.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use crate::config::Config;
use crate::error::{Error, Result};

/// Options of `healthcheck`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address and port of the site, when it is not the configured one.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Seconds to wait for the answer.
    #[arg(long, value_name = "SECONDS", default_value_t = 4)]
    timeout: u64,
}

/// Succeeds when `/readyz` answers 200.
pub async fn run(config: &Config, args: Args) -> Result<()> {
    let address = reachable(args.listen.unwrap_or(config.listen));
    let url = format!("http://{address}/readyz");
    let failed = |cause: String| Error::internal(format!("{url}: {cause}"));
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(args.timeout))
        .build()
        .map_err(Error::internal)?;
    let answer = client.get(&url).send().await.map_err(|cause| failed(cause.to_string()))?;
    let status = answer.status();
    let text = answer.text().await.unwrap_or_default();
    if status.is_success() {
        println!("{}", text.trim());
        Ok(())
    } else {
        Err(failed(format!("{status} {}", text.trim())))
    }
}

/// A site that listens on all addresses is asked on this machine's own.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let own = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        given => given,
    };
    SocketAddr::new(own, listen.port())
}
