//! What a file is that was handed over as a plan, told by its content and never by its name.

use memchr::memmem;

/// What some bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `terraform show -json` of a plan, or something that calls itself so.
    Plan,
    /// Nothing, or nothing but white space.
    Empty,
    /// A plan file as `terraform plan -out` writes it.
    BinaryPlan,
    /// A plan file of Terraform before 0.12.
    AncientPlan,
    /// An encrypted plan file of `tofu`.
    EncryptedPlan,
    /// A zip archive that holds no plan.
    Zip,
    /// Compressed with gzip.
    Gzip,
    /// The streaming log of `terraform plan -json`.
    Log,
    /// What `terraform plan` prints for people.
    HumanPlan,
    /// A state, raw or as `terraform show -json` prints it.
    State,
    /// `terraform providers schema -json`
    ProviderSchemas,
    /// `terraform validate -json`
    Validation,
    /// `terraform metadata functions -json`
    Functions,
    /// `terraform version -json`
    Version,
    /// `terraform output -json`
    Outputs,
    /// The file that HCP Terraform leaves for a plan that it keeps.
    Bookmark,
    /// A plan JSON without its `format_version`.
    PlanWithoutFormat,
    /// JSON of something else.
    OtherJson,
    /// Text of something else.
    OtherText,
    /// A picture.
    Picture,
    /// Anything else that is no text.
    Binary,
}

impl Kind {
    /// One sentence that says what it is and what to do; `file` is the name to put into commands. `None`
    /// for a plan.
    pub fn refusal(self, file: &str) -> Option<String> {
        // Of text that says nothing itself the name can tell what to do with it.
        if let (Self::OtherText | Self::OtherJson, Some(recipe)) = (self, named(file)) {
            return Some(recipe);
        }
        let file = if file == "-" || file.is_empty() { "FILE" } else { file };
        Some(match self {
            Self::Plan => return None,
            Self::Empty => {
                "there is nothing in it: the step that should have written the plan failed; look at \
                            the output of `terraform show -json` there"
                    .to_owned()
            }
            Self::BinaryPlan => format!(
                "this is a plan file, not its JSON; run `terraform show -json {file} > plan.json` in the \
                 directory it was made in and check `plan.json`"
            ),
            Self::AncientPlan => {
                "this is a plan file of Terraform before 0.12, which has no JSON form; make \
                                  the plan with a newer Terraform and run `terraform show -json` on it"
                    .to_owned()
            }
            Self::EncryptedPlan => format!(
                "this is an encrypted plan file of OpenTofu; run `tofu show -json {file} > plan.json` where \
                 its key is configured and check `plan.json`"
            ),
            Self::Zip => format!(
                "this is a zip archive that holds no plan; give the plan file to `terraform show -json` and \
                 check what that prints instead of {file}"
            ),
            Self::Gzip => {
                format!(
                    "this is compressed with gzip; run `gunzip -c {file} > plan.json` and check `plan.json`"
                )
            }
            Self::Log => "this is the streaming log of `terraform plan -json`, which holds no values; run \
                          `terraform plan -out=plan.bin` and then `terraform show -json plan.bin > plan.json`"
                .to_owned(),
            Self::HumanPlan => "this is what `terraform plan` prints for people; run `terraform plan \
                                -out=plan.bin` and then `terraform show -json plan.bin > plan.json`"
                .to_owned(),
            Self::State => "this is a state, not a plan; run `terraform plan -out=plan.bin` and then \
                            `terraform show -json plan.bin > plan.json`"
                .to_owned(),
            Self::ProviderSchemas => "this is the output of `terraform providers schema -json`, not a plan; \
                                      give it to `--schema`"
                .to_owned(),
            Self::Validation => Self::other_command("terraform validate -json"),
            Self::Functions => Self::other_command("terraform metadata functions -json"),
            Self::Version => Self::other_command("terraform version -json"),
            Self::Outputs => Self::other_command("terraform output -json"),
            Self::Bookmark => format!(
                "this only points to a plan that HCP Terraform keeps; run `terraform show -json {file} > \
                 plan.json` while logged in and check `plan.json`"
            ),
            Self::PlanWithoutFormat => "this plan has no `format_version`, so its meaning is not certain; \
                                        check what `terraform show -json` prints as it is"
                .to_owned(),
            Self::OtherJson => {
                "this is JSON, but not a plan; check what `terraform show -json PLANFILE` prints".to_owned()
            }
            Self::OtherText => {
                "this is text, but neither a plan nor a directory; check what `terraform show \
                                -json PLANFILE` prints, or the directory of the configuration"
                    .to_owned()
            }
            Self::Picture => Self::not_text("a picture"),
            Self::Binary => Self::not_text("a binary file of an unknown kind"),
        })
    }

    fn other_command(command: &str) -> String {
        format!(
            "this is the output of `{command}`, not a plan; check what `terraform show -json PLANFILE` prints"
        )
    }

    fn not_text(what: &str) -> String {
        format!("this is {what}, not a plan; check what `terraform show -json PLANFILE` prints")
    }
}

/// What to do with a file of this name, where its content is not known.
fn named(path: &str) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| name.ends_with(suffix));
    if ends(&[".tfvars", ".tfvars.json"]) {
        return Some("this holds values of variables and is no plan; give it to `--var-file`".to_owned());
    }
    if name == "bricklint.toml" {
        return Some("this is a configuration of this tool and no plan; give it to `--config`".to_owned());
    }
    if name == ".terraform.lock.hcl" || ends(&[".tftest.hcl", ".tftest.json", ".tofutest.hcl"]) {
        return Some(format!("`{name}` belongs to the directory that it lies in; check that directory"));
    }
    crate::roots::foreign(name).map(str::to_owned)
}

/// What the bytes are. Text in UTF-16 is told by [`utf16`] first.
pub fn sniff(bytes: &[u8]) -> Kind {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Kind::Empty;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let plan = memmem::find(bytes, b"tfplan").is_some();
        return if plan { Kind::BinaryPlan } else { Kind::Zip };
    }
    if bytes.starts_with(b"tfplan") {
        return Kind::AncientPlan;
    }
    if bytes.starts_with(b"\x1f\x8b") {
        return Kind::Gzip;
    }
    if [&b"\x89PNG"[..], b"GIF8", b"\xff\xd8\xff"].iter().any(|magic| bytes.starts_with(magic)) {
        return Kind::Picture;
    }
    if head.contains(&0) {
        return Kind::Binary;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => sniff_text(text),
        // What is only cut inside a character is text all the same.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(bytes.get(..error.valid_up_to()).unwrap_or_default())
                .map_or(Kind::Binary, sniff_text)
        }
        Err(_) => Kind::Binary,
    }
}

/// What a text is, the mark at its start taken off.
pub(crate) fn sniff_text(text: &str) -> Kind {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.as_bytes().first() {
        None => Kind::Empty,
        Some(b'{') => sniff_object(text),
        _ if is_json(text) => Kind::OtherJson,
        _ if plan_start(text).is_some() => Kind::Plan,
        _ if first_log_line(text) => Kind::Log,
        _ if is_human(text) => Kind::HumanPlan,
        Some(b'[' | b'"') => Kind::OtherJson,
        _ => Kind::OtherText,
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn sniff_object(text: &str) -> Kind {
    let keys = top_keys(text);
    let has = |name: &str| keys.iter().any(|(key, _)| *key == name);
    if has("@level") || has("@module") {
        return Kind::Log;
    }
    if has("remote_plan_format") {
        return Kind::Bookmark;
    }
    if has("encrypted_data") && has("encryption_version") {
        return Kind::EncryptedPlan;
    }
    let like_plan = ["resource_changes", "planned_values", "output_changes", "configuration", "prior_state"]
        .into_iter()
        .any(has);
    if like_plan {
        return if has("format_version") { Kind::Plan } else { Kind::PlanWithoutFormat };
    }
    if has("provider_schemas") {
        return Kind::ProviderSchemas;
    }
    if has("function_signatures") {
        return Kind::Functions;
    }
    if has("valid") && has("diagnostics") {
        return Kind::Validation;
    }
    if has("lineage") || (has("format_version") && has("values")) || (has("version") && has("serial")) {
        return Kind::State;
    }
    if has("terraform_version") && has("provider_selections") {
        return Kind::Version;
    }
    if has("format_version") {
        return Kind::Plan;
    }
    let first = keys.first().map(|(_, start)| text.get(*start..).unwrap_or_default());
    if first.is_some_and(|value| {
        value.starts_with('{') && {
            let inner = top_keys(value);
            ["sensitive", "type", "value"].iter().all(|name| inner.iter().any(|(key, _)| key == name))
        }
    }) {
        return Kind::Outputs;
    }
    Kind::OtherJson
}

/// The keys of an object and where their values start, as far as the text goes.
pub(crate) fn top_keys(text: &str) -> Vec<(&str, usize)> {
    let bytes = text.as_bytes();
    let mut keys = Vec::new();
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => {
                let start = at;
                let Some(end) = string_end(bytes, at) else { break };
                at = end + 1;
                if depth == 1 {
                    let rest = text.get(at..).unwrap_or_default();
                    let gap = rest.len() - rest.trim_start().len();
                    if let Some(value) = rest.trim_start().strip_prefix(':') {
                        let start_of_value = at + gap + 1 + (value.len() - value.trim_start().len());
                        keys.push((text.get(start..end).unwrap_or_default(), start_of_value));
                    }
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
    }
    keys
}

fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(at) == Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// Where the first plan starts in text that has something before it: `{` and then `"format_version"`.
pub(crate) fn plan_start(text: &str) -> Option<usize> {
    memmem::find_iter(text.as_bytes(), b"\"format_version\"").find_map(|at| {
        let before = text.get(..at)?.trim_end();
        before.ends_with('{').then(|| before.len() - 1)
    })
}

fn first_log_line(text: &str) -> bool {
    text.lines().take(50).any(|line| line.starts_with("{\"@level\""))
}

fn is_human(text: &str) -> bool {
    let mut plain = String::new();
    let mut chars = text.chars().take(20_000);
    while let Some(char) = chars.next() {
        if char == '\u{1b}' {
            // An escape sequence ends at its first letter.
            for end in chars.by_ref() {
                if end.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            plain.push(char);
        }
    }
    let signs = [
        "Terraform will perform",
        "Terraform used the selected",
        "OpenTofu will perform",
        "OpenTofu used the selected",
        "No changes. Your infrastructure matches",
        "Resource actions are indicated with",
    ];
    signs.iter().any(|sign| plain.contains(sign))
}

/// The text of bytes in UTF-16, with or without a byte order mark; `None` for anything else. What is no
/// UTF-16 in it becomes U+FFFD.
pub fn utf16(bytes: &[u8]) -> Option<String> {
    let visible = |byte: u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    let (big, skip) = match bytes {
        [0xff, 0xfe, ..] => (false, 2),
        [0xfe, 0xff, ..] => (true, 2),
        [first, 0, _, 0, ..] if visible(*first) => (false, 0),
        [0, first, 0, _, ..] if visible(*first) => (true, 0),
        _ => return None,
    };
    let units = bytes.get(skip..)?.chunks(2).map(|pair| match pair {
        [a, b] if big => u16::from_be_bytes([*a, *b]),
        [a, b] => u16::from_le_bytes([*a, *b]),
        _ => 0xfffd,
    });
    Some(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}
