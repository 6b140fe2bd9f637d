//! Turns the output of `terraform providers schema -json` (on stdin) into the table that is embedded
//! (on stdout); `tools/make-schema` runs it.

use std::io::{Read, Write};

use bricklint_model::schema::Schema;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    std::io::stdout().write_all(Schema::from_json(&text)?.to_bytes())?;
    Ok(())
}
