#![allow(
    missing_docs,
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout
)]
#[path = "../tests/it/neutral.rs"]
mod neutral;
use std::io::Read;
fn main() {
    // records: u32 LE length + bytes; output one line each: OK/ERR \t dump
    let mode = std::env::args().nth(1).unwrap_or_default();
    let mut b = vec![];
    std::io::stdin().read_to_end(&mut b).unwrap();
    let mut i = 0;
    while i < b.len() {
        let n = u32::from_le_bytes(b[i..i + 4].try_into().unwrap()) as usize;
        let t = &b[i + 4..i + 4 + n];
        i += 4 + n;
        if mode == "tpl" {
            let Ok(t) = std::str::from_utf8(t) else {
                println!("ERR\t");
                continue;
            };
            let (tree, id) = bricklint_lang::syntax::parse_template(t);
            if !tree.errors.is_empty() {
                println!("ERR\t{:?}", tree.errors[0].message);
                continue;
            }
            let mut o = String::new();
            neutral::expr(&tree, id.unwrap(), &mut o);
            println!("OK\t{o}");
            continue;
        }
        let tree = bricklint_lang::syntax::parse(t);
        if tree.errors.is_empty() {
            println!("OK\t{}", neutral::file(&tree))
        } else {
            println!("ERR\t{}", tree.errors[0].message)
        }
    }
}
