//! Random files, most of them valid, and random damage. A seed gives the same text everywhere.

use std::fmt::Write;

/// `SplitMix64`.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// How many random inputs a test takes: `usual`, or 10,000 with `BRICKLINT_ORACLE` (`make oracle`).
pub fn amount(usual: u64) -> u64 {
    if std::env::var_os("BRICKLINT_ORACLE").is_some() { 10_000 } else { usual }
}

/// The first seed: `BRICKLINT_SEED`, so that a run can look elsewhere.
pub fn first_seed() -> u64 {
    std::env::var("BRICKLINT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// A file that is valid, apart from what a generator without types gets wrong.
pub fn file(seed: u64) -> String {
    let mut writer = Writer { random: Random(seed), out: String::new(), heredocs: 0 };
    writer.body(0);
    writer.out
}

const NAMES: &[&str] = &[
    "a", "b", "name", "id", "x1", "foo-bar", "_x", "été", "for_each", "in", "if", "for", "null", "true",
    "count", "iff", "format", "nullable",
];
const WORDS: &[&str] =
    &["x", " ", "word", "é", "e\u{301}", "$", "%", "$$", "#", "//", "/*", "'", "}", "{", "~", "0", "🧱"];
const ESCAPES: &[&str] =
    &["\\n", "\\t", "\\\"", "\\\\", "\\u00e9", "\\U0001F9F1", "$${", "%%{", "$$${", "\\r"];
const NUMBERS: &[&str] = &["0", "1", "42", "1.5", "1e3", "2.50E-2", "007", "12345678901234567890", "1e400"];
const OPERATORS: &[&str] = &["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"];

struct Writer {
    random: Random,
    out: String,
    heredocs: usize,
}

impl Writer {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn pick(&mut self, from: &[&str]) {
        let text = self.random.pick(from).to_owned();
        self.out.push_str(&text);
    }

    fn blank(&mut self) {
        self.pick(&["", "", " ", " ", " ", "  ", "\t", " /* c */ "]);
    }

    /// Blanks where newlines count for nothing.
    fn free(&mut self) {
        self.pick(&["", "", "", " ", " ", "\n", "\n  ", " # c\n", " // d\n", "/* e\n */", "\r\n"]);
    }

    fn newline(&mut self) {
        self.pick(&["\n", "\n", "\n", "\n\n", " # comment\n", "// x\n", "\r\n", " /* y */\n"]);
    }

    fn name(&mut self) {
        self.pick(NAMES);
    }

    fn body(&mut self, depth: usize) {
        let items = self.random.below(4) + usize::from(depth == 0);
        for item in 0..items {
            for _ in 0..depth {
                self.push("  ");
            }
            self.name();
            if self.random.one_in(2) {
                // Attributes must differ.
                write!(self.out, "{item}").unwrap();
                self.blank();
                self.push("=");
                self.blank();
                self.expression(3);
            } else {
                self.block(depth);
            }
            self.newline();
        }
    }

    fn block(&mut self, depth: usize) {
        for _ in 0..self.random.below(3) {
            self.push(" ");
            if self.random.one_in(4) {
                self.name();
            } else {
                self.push("\"");
                self.text(false);
                self.push("\"");
            }
        }
        self.push(" {");
        match self.random.below(6) {
            0 => {}
            1 => {
                self.push(" ");
                self.name();
                self.push(" = ");
                self.expression(1);
                self.push(" ");
            }
            _ if depth < 3 => {
                self.newline();
                self.body(depth + 1);
            }
            _ => self.newline(),
        }
        self.push("}");
    }

    fn text(&mut self, templates: bool) {
        for _ in 0..self.random.below(4) {
            match self.random.below(if templates { 6 } else { 4 }) {
                0 => self.pick(ESCAPES),
                1..4 => self.pick(WORDS),
                _ => self.sequence(1),
            }
        }
    }

    fn open(&mut self, sigil: &str) {
        self.push(sigil);
        self.pick(&["{", "{", "{ ", "{~", "{~ "]);
    }

    fn close(&mut self) {
        self.pick(&["}", "}", " }", "~}", " ~}"]);
    }

    fn sequence(&mut self, depth: usize) {
        match self.random.below(5) {
            0 => {
                self.open("%");
                self.push("if ");
                self.expression(depth);
                self.close();
                self.pick(WORDS);
                if self.random.one_in(2) {
                    self.open("%");
                    self.push("else");
                    self.close();
                    self.pick(WORDS);
                }
                self.open("%");
                self.push("endif");
                self.close();
            }
            1 => {
                self.open("%");
                self.push("for ");
                self.names();
                self.push(" in ");
                self.expression(depth);
                self.close();
                self.pick(WORDS);
                self.open("%");
                self.push("endfor");
                self.close();
            }
            _ => {
                self.open("$");
                self.expression(depth);
                self.close();
            }
        }
    }

    fn names(&mut self) {
        if self.random.one_in(2) {
            self.name();
            self.push(", ");
        }
        self.name();
    }

    fn heredoc(&mut self) {
        self.heredocs += 1;
        let flush = self.random.one_in(2);
        let marker = format!("E{}", self.heredocs);
        writeln!(self.out, "<<{}{marker}", if flush { "-" } else { "" }).unwrap();
        for _ in 0..self.random.below(4) {
            self.pick(&["", "  ", "    ", "\t"]);
            for _ in 0..self.random.below(4) {
                match self.random.below(5) {
                    0 => self.pick(&["$${", "%%{", "\\n", "\""]),
                    1 => self.sequence(1),
                    _ => self.pick(WORDS),
                }
            }
            self.push("\n");
        }
        self.pick(&["", "  "]);
        self.push(&marker);
        self.push("\n");
    }

    fn expression(&mut self, depth: usize) {
        if depth == 0 {
            return self.leaf();
        }
        let inner = depth - 1;
        match self.random.below(15) {
            0 | 1 => self.leaf(),
            2 => {
                self.push("\"");
                self.text(true);
                self.push("\"");
            }
            3 => {
                self.push("[");
                self.list(inner);
                self.push("]");
            }
            4 => {
                self.pick(&["f", "core::f", "provider::a::b", "toset"]);
                self.push("(");
                self.list(inner);
                self.push(")");
            }
            5 => self.object(inner),
            6 => {
                self.push("(");
                self.free();
                self.expression(inner);
                self.free();
                self.push(")");
            }
            7 => {
                self.pick(&["!", "-", "- ", "!!"]);
                self.expression(inner);
            }
            8 => {
                self.expression(inner);
                self.push(" ");
                self.pick(OPERATORS);
                self.push(" ");
                self.expression(inner);
            }
            9 => {
                self.expression(inner);
                self.push(" ? ");
                self.expression(inner);
                self.push(" : ");
                self.expression(inner);
            }
            10 => {
                self.push("[for ");
                self.names();
                self.push(" in ");
                self.expression(inner);
                self.free();
                self.push(" : ");
                self.free();
                self.expression(inner);
                if self.random.one_in(2) {
                    self.push(" if ");
                    self.expression(inner);
                }
                self.push("]");
            }
            11 => {
                self.push("{");
                self.free();
                self.push("for ");
                self.names();
                self.push(" in ");
                self.expression(inner);
                self.push(" : ");
                self.expression(inner);
                self.push(" => ");
                self.expression(inner);
                if self.random.one_in(3) {
                    self.push("...");
                }
                self.free();
                if self.random.one_in(3) {
                    self.push(" if ");
                    self.expression(inner);
                }
                self.push("}");
            }
            12 if self.random.one_in(2) => self.heredoc(),
            _ => self.traversal(inner),
        }
    }

    fn leaf(&mut self) {
        match self.random.below(6) {
            0 => self.pick(NUMBERS),
            1 => self.pick(&["null", "true", "false"]),
            2 => self.pick(&["\"\"", "\"a\"", "\"é\"", "\"a b\"", "[]", "{}", "f()"]),
            _ => self.name(),
        }
    }

    fn list(&mut self, depth: usize) {
        let elements = self.random.below(4);
        for element in 0..elements {
            self.free();
            self.expression(depth);
            self.free();
            if element + 1 < elements || self.random.one_in(3) {
                self.push(",");
            }
        }
        self.free();
    }

    fn object(&mut self, depth: usize) {
        self.push("{");
        let items = self.random.below(4);
        for item in 0..items {
            self.pick(&["", " ", "\n  ", "\n"]);
            match self.random.below(6) {
                0 => self.pick(&["(a)", "(a.b)", "\"a b\"", "\"${a}\"", "1", "f(a)"]),
                _ => self.name(),
            }
            self.pick(&[" = ", "=", " : ", ":"]);
            self.expression(depth);
            if item + 1 < items {
                self.pick(&[",", ", ", "\n", " # c\n", ",\n"]);
            }
        }
        self.pick(&["", " ", "\n", ",\n"]);
        self.push("}");
    }

    fn traversal(&mut self, depth: usize) {
        self.pick(&["a", "var", "local", "f(x)", "(a)", "each", "[1]", "{ a = 1 }", "\"s\""]);
        for _ in 0..self.random.below(5) {
            match self.random.below(9) {
                0 => {
                    self.push("[");
                    self.free();
                    self.expression(depth);
                    self.free();
                    self.push("]");
                }
                1 => self.push("[*]"),
                2 => self.push(".*"),
                3 => self.push(".0"),
                4 => self.push("[\"k\"]"),
                _ => {
                    self.push(".");
                    self.name();
                }
            }
        }
    }
}

const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "${",
    "%{",
    "~}",
    "~",
    "<<E\n",
    "<<-E\n",
    "\nE\n",
    "\n",
    "\r\n",
    "\r",
    ",",
    ".",
    "..",
    "...",
    "=",
    "==",
    "=>",
    ":",
    "::",
    "?",
    "!",
    "-",
    "*",
    ".*",
    "[*]",
    "#",
    "//",
    "/*",
    "*/",
    "for",
    " in ",
    " if ",
    "else",
    "%{endif}",
    "%{endfor}",
    "%{else}",
    "null",
    "0",
    "1.",
    "1e",
    "1.5.2",
    " ",
    "\t",
    "é",
    "\u{301}",
    "\0",
    "'",
    "`",
    ";",
    "@",
    "\\",
    "\\u12",
    "\\q",
    "$",
    "%",
    "<",
    "&&",
    "|",
    "a",
    "\u{feff}",
    "\u{2028}",
    "\u{a0}",
];

/// One to three places deleted, doubled, moved or filled with something else.
pub fn damage(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.below(3) {
        let start = place(&text, random);
        let mut end = (start + random.below(6)).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        match random.below(5) {
            0 => text.replace_range(start..end, ""),
            1 => {
                let piece = text[start..end].to_owned();
                let to = place(&text, random);
                text.insert_str(to, &piece);
            }
            2 => {
                let next = text[start..].chars().next().map_or(0, char::len_utf8);
                text.replace_range(start..start + next, random.pick(PIECES));
            }
            _ => text.insert_str(start, random.pick(PIECES)),
        }
    }
    text
}

/// A place between two characters.
pub fn place(text: &str, random: &mut Random) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
