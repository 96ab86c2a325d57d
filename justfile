# The everyday commands; `just` lists them.

_default:
    @just --list

# All tests, as the README has it
test:
    cargo test

# What must pass before anything lands
ci:
    .ci/run

# Formatting and lints, without the tests
lint:
    cargo fmt
    cargo clippy --all-targets -- -D warnings

# Rewrite what follows from the code: data/schema.json, the table in docs/keys.md, the pictures in docs/
bless:
    LINCHPIN_BLESS=1 cargo test

# Rewrite the screens of tests/journeys; read their difference before you commit it
snapshots:
    INSTA_UPDATE=always cargo test --test journeys

# The explorer's screen after KEYS, such as ']/flex<enter>'
screen keys='':
    cargo run --quiet -- --print --keys '{{keys}}'

# A table of figures: figures, large, lines, peers, sharing, importing, micro
bench name='figures' *arguments='':
    cargo bench --bench {{name}} -- {{arguments}}

# Rewrite .ci/session.ld, the functions that a session runs, which the linker puts side by side (needs valgrind)
session:
    .ci/session

# Licenses and sources of the dependencies, and spelling (needs cargo-deny and typos)
supply:
    cargo deny check
    typos

# A Debian package with man page and completions (needs cargo-deb)
deb:
    .ci/deb
