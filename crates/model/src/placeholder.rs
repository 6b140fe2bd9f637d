//! Text that stands for a value which nobody has filled in, as examples and templates have it: `<account-id>`,
//! `https://your-workspace.cloud.databricks.com`, `REPLACE_ME`. Equal ones of two roots need not become one value.

/// Words that stand in placeholders and in no host or id.
const WORDS: &[&str] = &["changeme", "placeholder", "replaceme", "your"];

/// Words that make one with `me` after them.
const BEFORE_ME: &[&str] = &["change", "fill", "replace"];

/// The UUID that is none (RFC 9562, 5.9).
const NIL: &str = "00000000-0000-0000-0000-000000000000";

/// Whether text stands for a value that is not filled in.
pub fn is_placeholder(text: &str) -> bool {
    if text.contains(['<', '>', '{', '}']) || text.contains(NIL) {
        return true;
    }
    let is_one = |word: &str, of: &[&str]| of.iter().any(|other| word.eq_ignore_ascii_case(other));
    let mut before = "";
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
        let is_blank = word.len() > 2 && word.bytes().all(|byte| matches!(byte, b'x' | b'X'));
        let is_told = word.eq_ignore_ascii_case("me") && is_one(before, BEFORE_ME);
        before = word;
        is_blank || is_told || is_one(word, WORDS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_filled_in_is_told_from_hosts_and_ids() {
        for text in [
            "<account-id>",
            "https://<your-workspace>.cloud.databricks.com",
            "https://your-workspace.cloud.databricks.com",
            "your_account_id",
            "REPLACE_ME",
            "change-me",
            "CHANGEME",
            "xxxx",
            "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
            "00000000-0000-0000-0000-000000000000",
            "https://adb-XXXX.1.azuredatabricks.net",
            "{{ workspace }}",
            "https://placeholder.example.com",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "",
            "https://my-workspace.cloud.databricks.com",
            "https://yourco.cloud.databricks.com",
            "https://adb-1234567890123456.7.azuredatabricks.net",
            "https://maxxx.cloud.databricks.com",
            "me-change",
            "00000000-0000-0000-0000-000000000001",
            "12xx34",
            "/subscriptions/s/resourceGroups/r/providers/Microsoft.Databricks/workspaces/xx",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
