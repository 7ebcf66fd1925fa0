# syntax=docker/dockerfile:1

# SQLite, libpq and OpenSSL are compiled in; OpenSSL's build wants perl and make.
FROM rust:slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends make perl \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    cargo build --release --locked --features postgres-tls --bin groundswell \
    && cp target/release/groundswell /usr/local/bin/groundswell

FROM debian:bookworm-slim
# Certificates of mail servers, webhooks and PostgreSQL.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin groundswell \
    && install -d -o groundswell -g groundswell -m 0750 /data
COPY --from=build /usr/local/bin/groundswell /usr/local/bin/groundswell
ENV DATABASE_URL=/data/groundswell.db \
    LISTEN=0.0.0.0:8080 \
    LOG_FORMAT=json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["groundswell", "healthcheck"]
ENTRYPOINT ["groundswell"]
CMD ["serve"]
