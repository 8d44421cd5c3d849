# Build: the whole workspace once, both binaries.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked --package api --bin carematch --package search-indexer --bin search-indexer

# Run: one image, two binaries, an unprivileged user.
FROM debian:bookworm-slim
RUN useradd --system --home-dir /var/lib/carematch --create-home carematch
COPY --from=build /src/target/release/carematch /src/target/release/search-indexer /usr/local/bin/
USER carematch
WORKDIR /var/lib/carematch
ENV CAREMATCH_DATA_DIR=/var/lib/carematch CAREMATCH_HTTP_BIND=0.0.0.0:8080 CAREMATCH_ADMIN_BIND=0.0.0.0:8081
EXPOSE 8080
ENTRYPOINT ["carematch"]
CMD ["serve"]
