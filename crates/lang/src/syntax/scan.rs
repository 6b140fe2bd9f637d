//! Bytes to words: trivia, identifiers and numbers, and the state that all parts of the parser share.

use bricklint_findings::source::Span;

use super::tree::{
    Attribute, BinaryOp, Block, Expr, ExprId, For, Item, Part, Str, SyntaxError, Tree, UnaryOp,
};

/// Brackets, blocks and interpolations may nest this deep.
pub(super) const MAX_DEPTH: u32 = 256;

/// A tree of expressions may be this high; operators and traversals count, unlike for [`MAX_DEPTH`].
/// It bounds the recursion of whatever walks the tree.
pub(super) const MAX_HEIGHT: u32 = 1500;

/// More errors than this are not recorded for one file.
pub(super) const MAX_ERRORS: usize = 200;

pub(super) const START: u8 = 1;
pub(super) const CONTINUE: u8 = 2;
pub(super) const DIGIT: u8 = 4;
/// Bytes at which the fast scan of a quoted string stops.
pub(super) const QUOTED_STOP: u8 = 8;
const BLANK: u8 = 16;

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte: usize = 0;
    while byte < 256 {
        let b = byte as u8;
        let mut class = 0;
        if b.is_ascii_alphabetic() || b == b'_' {
            class |= START | CONTINUE;
        }
        if b.is_ascii_digit() {
            class |= DIGIT | CONTINUE;
        }
        if b == b'-' {
            class |= CONTINUE;
        }
        if matches!(b, b'"' | b'\\' | b'$' | b'%' | b'\n' | b'\r' | 0x80..) {
            class |= QUOTED_STOP;
        }
        if matches!(b, b' ' | b'\t') {
            class |= BLANK;
        }
        #[expect(clippy::indexing_slicing, reason = "the loop runs over the table's length")]
        {
            table[byte] = class;
        }
        byte += 1;
    }
    table
}

static CLASSES: [u8; 256] = classes();

#[inline]
#[expect(clippy::indexing_slicing, reason = "a table of 256 entries indexed by a byte")]
pub(super) fn class(byte: u8) -> u8 {
    CLASSES[byte as usize]
}

/// What is said of something inside of more than [`MAX_DEPTH`] others.
pub(super) fn too_deep() -> String {
    format!("nested more than {MAX_DEPTH} levels deep")
}

/// The text at hand does not parse; the reason stands in [`Parser::error`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Fail;

/// A result whose error is recorded in the parser.
pub(super) type Parsed<T> = Result<T, Fail>;

/// A stretch of a template before directives are matched.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) enum PieceKind {
    Literal(Str),
    Interpolation(ExprId),
    If(ExprId),
    Else,
    EndIf,
    For { key_name: Option<Span>, value_name: Span, collection: ExprId },
    EndFor,
}

/// A conditional whose last branch is still to come.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenConditional {
    pub(super) start: u32,
    pub(super) cond: ExprId,
    pub(super) yes: ExprId,
    pub(super) height: u32,
}

/// The parser over one text. Lists whose length is not known yet grow on stacks and move into the
/// tree when they are complete, so that every list is one run.
pub(super) struct Parser<'t> {
    /// What is read, up to the end of the region at hand.
    pub(super) bytes: &'t [u8],
    /// The whole text.
    pub(super) text: &'t str,
    pub(super) pos: usize,
    /// Whether a newline is a token here.
    pub(super) newlines: bool,
    pub(super) depth: u32,
    /// Height of the expression that was parsed last.
    pub(super) height: u32,
    pub(super) error: Option<SyntaxError>,
    pub(super) tree: Tree,
    /// Bytes that were read again after an error; bounded, so that recovery stays linear.
    pub(super) wasted: usize,
    /// A heredoc marker that stands nowhere behind the position.
    pub(super) missing_marker: Option<(Span, usize)>,
    /// The quoted string at hand holds an escape that means nothing, so what it says is not known.
    pub(super) bad_escape: bool,
    pub(super) attribute_stack: Vec<Attribute>,
    pub(super) block_stack: Vec<Block>,
    pub(super) list_stack: Vec<ExprId>,
    pub(super) item_stack: Vec<Item>,
    pub(super) part_stack: Vec<Part>,
    pub(super) piece_stack: Vec<Piece>,
    pub(super) conditional_stack: Vec<OpenConditional>,
    pub(super) unary_stack: Vec<(UnaryOp, u32)>,
}

/// The lengths of all tables: where to return to when an attempt fails.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    errors: usize,
    comments: usize,
    exprs: usize,
    lists: usize,
    items: usize,
    fors: usize,
    parts: usize,
    strings: usize,
    labels: usize,
    attributes: usize,
    blocks: usize,
    bodies: usize,
    attribute_stack: usize,
    block_stack: usize,
    list_stack: usize,
    item_stack: usize,
    part_stack: usize,
    piece_stack: usize,
    conditional_stack: usize,
    unary_stack: usize,
    depth: u32,
}

pub(super) fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str, tree: Tree) -> Self {
        Self {
            bytes: text.as_bytes(),
            text,
            pos: 0,
            newlines: true,
            depth: 0,
            height: 0,
            error: None,
            tree,
            wasted: 0,
            missing_marker: None,
            bad_escape: false,
            attribute_stack: Vec::new(),
            block_stack: Vec::new(),
            list_stack: Vec::new(),
            item_stack: Vec::new(),
            part_stack: Vec::new(),
            piece_stack: Vec::new(),
            conditional_stack: Vec::new(),
            unary_stack: Vec::new(),
        }
    }

    pub(super) fn mark(&self) -> Mark {
        let tree = &self.tree;
        Mark {
            errors: tree.errors.len(),
            comments: tree.comments.len(),
            exprs: tree.exprs.len(),
            lists: tree.lists.len(),
            items: tree.items.len(),
            fors: tree.fors.len(),
            parts: tree.parts.len(),
            strings: tree.strings.len(),
            labels: tree.labels.len(),
            attributes: tree.attributes.len(),
            blocks: tree.blocks.len(),
            bodies: tree.bodies.len(),
            attribute_stack: self.attribute_stack.len(),
            block_stack: self.block_stack.len(),
            list_stack: self.list_stack.len(),
            item_stack: self.item_stack.len(),
            part_stack: self.part_stack.len(),
            piece_stack: self.piece_stack.len(),
            conditional_stack: self.conditional_stack.len(),
            unary_stack: self.unary_stack.len(),
            depth: self.depth,
        }
    }

    pub(super) fn rewind(&mut self, mark: &Mark) {
        let tree = &mut self.tree;
        tree.errors.truncate(mark.errors);
        tree.comments.truncate(mark.comments);
        tree.exprs.truncate(mark.exprs);
        tree.spans.truncate(mark.exprs);
        tree.lists.truncate(mark.lists);
        tree.items.truncate(mark.items);
        tree.fors.truncate(mark.fors);
        tree.parts.truncate(mark.parts);
        tree.strings.truncate(mark.strings);
        tree.labels.truncate(mark.labels);
        tree.attributes.truncate(mark.attributes);
        tree.blocks.truncate(mark.blocks);
        tree.bodies.truncate(mark.bodies);
        self.attribute_stack.truncate(mark.attribute_stack);
        self.block_stack.truncate(mark.block_stack);
        self.list_stack.truncate(mark.list_stack);
        self.item_stack.truncate(mark.item_stack);
        self.part_stack.truncate(mark.part_stack);
        self.piece_stack.truncate(mark.piece_stack);
        self.conditional_stack.truncate(mark.conditional_stack);
        self.unary_stack.truncate(mark.unary_stack);
        self.depth = mark.depth;
        self.bad_escape = false;
        self.newlines = true;
    }

    /// The byte at `index`, 0 past the end.
    #[inline]
    pub(super) fn at(&self, index: usize) -> u8 {
        self.bytes.get(index).copied().unwrap_or(0)
    }

    /// The byte at the position, 0 past the end.
    #[inline]
    pub(super) fn peek(&self) -> u8 {
        self.at(self.pos)
    }

    #[inline]
    pub(super) fn at_end(&self) -> bool {
        self.pos >= self.bytes.len()
    }

    #[inline]
    pub(super) fn at_newline(&self) -> bool {
        match self.peek() {
            b'\n' => true,
            b'\r' => self.at(self.pos + 1) == b'\n',
            _ => false,
        }
    }

    /// Passes blanks and comments, and newlines where they are no tokens.
    #[inline]
    pub(super) fn skip(&mut self) {
        loop {
            let byte = self.peek();
            // Whatever is above a slash is never skipped, and that is most of what is looked at.
            if byte > b'/' {
                return;
            }
            if class(byte) & BLANK != 0 || (byte == b'\n' && !self.newlines) {
                self.pos += 1;
            } else if !(matches!(byte, b'#' | b'/' | b'\r') && self.skip_slowly(byte)) {
                return;
            }
        }
    }

    /// Passes one comment or one `\r\n`; says whether there was one.
    fn skip_slowly(&mut self, byte: u8) -> bool {
        let next = self.at(self.pos + 1);
        match byte {
            b'\r' if !self.newlines && next == b'\n' => self.pos += 2,
            b'#' => self.line_comment(),
            b'/' if next == b'/' => self.line_comment(),
            b'/' if next == b'*' => {
                let rest = self.bytes.get(self.pos + 2..).unwrap_or_default();
                let Some(len) = memchr::memmem::find(rest, b"*/") else {
                    return false;
                };
                let end = self.pos + 2 + len + 2;
                self.tree.comments.push(span(self.pos, end));
                self.pos = end;
            }
            _ => return false,
        }
        true
    }

    fn line_comment(&mut self) {
        let rest = self.bytes.get(self.pos..).unwrap_or_default();
        let mut end = memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |len| self.pos + len);
        if self.at(end) == b'\n' && end > self.pos && self.at(end - 1) == b'\r' {
            end -= 1;
        }
        self.tree.comments.push(span(self.pos, end));
        self.pos = end;
    }

    /// Passes blanks, comments and newlines between the items of a body.
    pub(super) fn skip_lines(&mut self) {
        let newlines = std::mem::replace(&mut self.newlines, false);
        self.skip();
        self.newlines = newlines;
    }

    /// One past the identifier at `from`; `from` itself where there is none.
    #[inline]
    pub(super) fn ident_end(&self, from: usize) -> usize {
        let first = self.at(from);
        if class(first) & START == 0 && first < 0x80 {
            return from;
        }
        let mut end = from;
        if first < 0x80 {
            end += 1;
            while class(self.at(end)) & CONTINUE != 0 {
                end += 1;
            }
            if self.at(end) < 0x80 {
                return end;
            }
        }
        self.unicode_ident_end(from, end)
    }

    #[cold]
    fn unicode_ident_end(&self, from: usize, mut end: usize) -> usize {
        for c in self.text.get(end..self.bytes.len()).unwrap_or_default().chars() {
            let first = end == from;
            let fits = if first {
                c == '_' || unicode_ident::is_xid_start(c)
            } else {
                c == '-' || unicode_ident::is_xid_continue(c)
            };
            if !fits {
                break;
            }
            end += c.len_utf8();
        }
        end
    }

    /// One past the number at `from`, which starts with a digit. A number takes in dots and exponents
    /// as long as something follows, so `1.2.3` is one (wrong) number and `1.` a number and a dot.
    #[inline]
    pub(super) fn number_end(&self, from: usize) -> usize {
        let mut end = from;
        let mut i = from;
        loop {
            match self.at(i) {
                b'0'..=b'9' => {
                    i += 1;
                    end = i;
                }
                b'.' => i += 1,
                b'e' | b'E' => {
                    let sign = usize::from(matches!(self.at(i + 1), b'+' | b'-'));
                    if class(self.at(i + 1 + sign)) & DIGIT == 0 {
                        return end;
                    }
                    i += 2 + sign;
                    end = i;
                }
                _ => return end,
            }
        }
    }

    /// Whether the word at the position is `word`; it is not passed.
    pub(super) fn at_word(&self, word: &str) -> bool {
        let end = self.pos + word.len();
        self.bytes.get(self.pos..end) == Some(word.as_bytes()) && self.ident_end(self.pos) == end
    }

    pub(super) fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    #[inline]
    pub(super) fn push(&mut self, expr: Expr, start: usize, end: usize) -> ExprId {
        let id = ExprId(self.tree.exprs.len() as u32);
        self.tree.exprs.push(expr);
        self.tree.spans.push(span(start, end));
        id
    }

    #[inline]
    pub(super) fn end_of(&self, id: ExprId) -> usize {
        self.tree.span(id).end as usize
    }

    /// Notes that a node stands over one of height `below`.
    #[inline]
    pub(super) fn raise(&mut self, below: u32, at: usize) -> Parsed<()> {
        self.height = below + 1;
        if below >= MAX_HEIGHT { self.fail("the expression is built too deep", at, at) } else { Ok(()) }
    }

    #[inline]
    pub(super) fn push_string(&mut self, text: Str) -> u32 {
        let index = self.tree.strings.len() as u32;
        self.tree.strings.push(text);
        index
    }

    /// Gives up what is being parsed.
    #[cold]
    pub(super) fn fail<T>(&mut self, message: impl Into<String>, start: usize, end: usize) -> Parsed<T> {
        self.error = Some(SyntaxError { message: message.into(), span: self.within(start, end) });
        Err(Fail)
    }

    /// Gives up at the position, because `wanted` does not stand there.
    #[cold]
    pub(super) fn expected<T>(&mut self, wanted: &str) -> Parsed<T> {
        let found = self.found();
        let width = self.text.get(self.pos..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        self.fail(format!("expected {wanted}, found {found}"), self.pos, self.pos + width)
    }

    fn found(&self) -> String {
        if self.at_end() {
            return "the end of the text".to_owned();
        }
        if self.at_newline() {
            return "the end of the line".to_owned();
        }
        // Not which: where quotes are forgotten, it can be a secret.
        if self.ident_end(self.pos) > self.pos {
            return "a word".to_owned();
        }
        match self.text.get(self.pos..).and_then(|rest| rest.chars().next()) {
            Some(c) if c.is_control() => format!("U+{:04X}", u32::from(c)),
            Some(c) => format!("`{c}`"),
            None => "the end of the text".to_owned(),
        }
    }

    /// Records an error that costs nothing else.
    #[cold]
    pub(super) fn report(&mut self, message: impl Into<String>, start: usize, end: usize) {
        let span = self.within(start, end);
        self.record(SyntaxError { message: message.into(), span });
    }

    pub(super) fn record(&mut self, error: SyntaxError) {
        if self.tree.errors.len() < MAX_ERRORS {
            self.tree.errors.push(error);
        }
    }

    fn within(&self, start: usize, end: usize) -> Span {
        let start = start.min(self.text.len());
        span(start, end.clamp(start, self.text.len()))
    }

    /// Goes one level deeper; every call is paired with a decrement of `depth` on success.
    #[inline]
    pub(super) fn enter(&mut self) -> Parsed<()> {
        if self.depth >= MAX_DEPTH {
            return self.fail(too_deep(), self.pos, self.pos + 1);
        }
        self.depth += 1;
        Ok(())
    }

    pub(super) fn push_for(&mut self, expr: For) -> u32 {
        let index = self.tree.fors.len() as u32;
        self.tree.fors.push(expr);
        index
    }

    /// The operator at the position with its binding strength and length.
    #[inline]
    pub(super) fn operator(&self) -> Option<(BinaryOp, u8, usize)> {
        let next = || self.at(self.pos + 1);
        Some(match self.peek() {
            b'|' if next() == b'|' => (BinaryOp::Or, 0, 2),
            b'&' if next() == b'&' => (BinaryOp::And, 1, 2),
            b'=' if next() == b'=' => (BinaryOp::Equal, 2, 2),
            b'!' if next() == b'=' => (BinaryOp::NotEqual, 2, 2),
            b'<' if next() == b'=' => (BinaryOp::LessEqual, 3, 2),
            b'<' => (BinaryOp::Less, 3, 1),
            b'>' if next() == b'=' => (BinaryOp::GreaterEqual, 3, 2),
            b'>' => (BinaryOp::Greater, 3, 1),
            b'+' => (BinaryOp::Add, 4, 1),
            b'-' => (BinaryOp::Subtract, 4, 1),
            b'*' => (BinaryOp::Multiply, 5, 1),
            b'/' => (BinaryOp::Divide, 5, 1),
            b'%' => (BinaryOp::Modulo, 5, 1),
            _ => return None,
        })
    }
}
