//! Rebuilds when a message catalogue is added: the files themselves are compiled in by name.

fn main() {
    println!("cargo::rerun-if-changed=locales");
}
