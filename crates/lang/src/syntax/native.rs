//! Bodies of the native syntax: attributes and blocks, and how to go on after one that is broken.
//!
//! Items are parsed strictly. When one fails, everything it left behind is taken back and its extent
//! is read off the layout: it ends before the next line that is indented no more than its first, or
//! with the closing bracket at that indentation. Inside that extent its own items are parsed one by
//! one, so an error costs the smallest item that holds it.

use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::source::Span;
use rustc_hash::FxHashSet;

use super::scan::{MAX_DEPTH, Mark, Parsed, Parser, PieceKind, START, class, span, too_deep};
use super::tree::{Attribute, Block, Body, BodyId, Expr, ExprId, Label, Run, Str, SyntaxError, Tree};

/// Parses native syntax.
///
/// A byte order mark is left out. Text that is not UTF-8 gives an empty body and one error.
pub fn parse(bytes: &[u8]) -> Tree {
    let (content, bom) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(content) => (content, true),
        None => (bytes, false),
    };
    let mut tree = match utf8(content) {
        Ok(text) => parse_text(text.into()),
        Err(error) => {
            let mut tree = Tree::empty("".into(), false);
            tree.errors.push(error);
            tree.finish_empty()
        }
    };
    tree.bom = bom;
    tree
}

/// Parses native syntax that is known to be UTF-8 without a byte order mark.
#[expect(clippy::needless_pass_by_value, reason = "the tree keeps the text")]
pub fn parse_text(text: Arc<str>) -> Tree {
    let mut tree = Tree::empty(text.clone(), false);
    if let Some(error) = too_long(&text) {
        tree.errors.push(error);
        return tree.finish_empty();
    }
    tree.reserve(text.len());
    let mut parser = Parser::new(&text, tree);
    parser.file();
    parser.tree.errors.put_in_order_by_key(|error| error.span);
    parser.tree
}

/// Parses one expression that stands alone, such as the value of `-var` or of `TF_VAR_name`.
///
/// Newlines are blanks. There is no expression when the errors say why.
pub fn parse_expression(text: &str) -> (Tree, Option<ExprId>) {
    alone(text, |parser| {
        parser.newlines = false;
        let expr = parser.expression()?;
        if parser.at_end() { Ok(expr) } else { parser.expected("the end of the expression") }
    })
}

/// Parses the content of a template file.
pub fn parse_template(text: &str) -> (Tree, Option<ExprId>) {
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method is not general enough over its lifetime"
    )]
    alone(text, |parser| parser.bare_template())
}

fn alone(text: &str, parse: impl FnOnce(&mut Parser<'_>) -> Parsed<ExprId>) -> (Tree, Option<ExprId>) {
    let text = text.strip_prefix(MARK).unwrap_or(text);
    let mut tree = Tree::empty(text.into(), false);
    if let Some(error) = too_long(text) {
        tree.errors.push(error);
        return (tree.finish_empty(), None);
    }
    tree.reserve(text.len());
    let mut parser = Parser::new(text, tree);
    let result = parse(&mut parser);
    if result.is_err()
        && let Some(error) = parser.error.take()
    {
        parser.record(error);
    }
    (parser.tree.finish_empty(), result.ok())
}

/// The text of a file, or the error that says why there is none.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, SyntaxError> {
    let message = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the file is not UTF-8 but UTF-16; save it as UTF-8",
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => return Ok(text),
            Err(_) => "the file is not UTF-8",
        },
    };
    Err(SyntaxError { message: message.to_owned(), span: Span::new(0, 0) })
}

pub(super) fn too_long(text: &str) -> Option<SyntaxError> {
    // Half of the range is left for text that JSON strings decode to.
    (text.len() > (u32::MAX / 2) as usize)
        .then(|| SyntaxError { message: "the text is longer than 2 GiB".to_owned(), span: Span::new(0, 0) })
}

/// The byte order mark, which stands before a text and is no part of it.
pub(super) const MARK: char = '\u{feff}';

/// The longest text in lines of a heredoc without an end that is passed over.
const MAX_UNCLOSED: u32 = 200;

/// How a broken item begins.
enum Opening {
    /// The name, the first label, the end of the header, and the first byte of the body.
    Block {
        name: Span,
        labels: Run,
        header_end: usize,
        body: usize,
    },
    /// The name and the first byte of the value.
    Attribute {
        name: Span,
        value: usize,
    },
    Nothing,
}

impl Parser<'_> {
    fn file(&mut self) {
        let mut last_block: Option<(Mark, usize)> = None;
        loop {
            self.skip_lines();
            if self.at_end() {
                break;
            }
            let mark = self.mark();
            let start = self.pos;
            if self.peek() == b'}' {
                self.stray_brace(last_block.take());
                continue;
            }
            let blocks = self.block_stack.len();
            if self.item().is_err() {
                self.recover(&mark, start);
            }
            if self.block_stack.len() > blocks {
                last_block = Some((mark, start));
            }
        }
        let end = self.bytes.len();
        self.tree.root = self.finish_body(0, 0, span(0, end));
    }

    /// One attribute or block with the end of its line.
    fn item(&mut self) -> Parsed<()> {
        let start = self.pos;
        let name_end = self.ident_end(start);
        if name_end == start {
            return self.expected("an attribute or a block");
        }
        self.pos = name_end;
        self.skip();
        let next = self.peek();
        if next == b'=' && !matches!(self.at(self.pos + 1), b'=' | b'>') {
            self.pos += 1;
            let value = self.expression()?;
            self.attribute_stack.push(Attribute { name: span(start, name_end), value });
            return self.end_of_item();
        }
        if next == b'{' || next == b'"' || class(next) & START != 0 || next >= 0x80 {
            return self.block(start, name_end);
        }
        self.expected("`=` and a value, or the labels and the `{` of a block")
    }

    fn end_of_item(&mut self) -> Parsed<()> {
        self.skip();
        if self.at_newline() || self.at_end() { Ok(()) } else { self.expected("the end of the line") }
    }

    fn block(&mut self, start: usize, name_end: usize) -> Parsed<()> {
        let (labels, header_end) = self.labels(name_end)?;
        if self.peek() != b'{' {
            return self.expected("a label or the `{` of the block on the same line");
        }
        self.pos += 1;
        let is_too_deep = self.depth >= MAX_DEPTH;
        let body = if is_too_deep { self.body_too_deep()? } else { self.block_body()? };
        let end = self.pos;
        self.block_stack.push(Block {
            name: span(start, name_end),
            labels,
            header: span(start, header_end),
            span: span(start, end),
            body,
            broken: is_too_deep,
        });
        self.end_of_item()
    }

    /// Labels up to something that is none; with the end of the last one.
    fn labels(&mut self, mut header_end: usize) -> Parsed<(Run, usize)> {
        let first = self.tree.labels.len() as u32;
        loop {
            self.skip();
            let start = self.pos;
            let text = if self.peek() == b'"' {
                self.quoted_label()?
            } else {
                let end = self.ident_end(start);
                if end == start {
                    break;
                }
                self.pos = end;
                Str::Slice(span(start, end))
            };
            header_end = self.pos;
            let text = self.push_string(text);
            self.tree.labels.push(Label { span: span(start, header_end), text });
        }
        Ok((Run { start: first, end: self.tree.labels.len() as u32 }, header_end))
    }

    fn quoted_label(&mut self) -> Parsed<Str> {
        let start = self.pos;
        if let Some(end) = self.plain_quoted() {
            self.pos = end + 1;
            return Ok(Str::Slice(span(start + 1, end)));
        }
        self.enter()?;
        let base = self.piece_stack.len();
        self.quoted_pieces()?;
        self.depth -= 1;
        let literal = self.piece_stack.iter().skip(base).all(|p| matches!(p.kind, PieceKind::Literal(_)));
        if !literal {
            self.report("a label cannot hold an interpolation", start, self.pos);
            self.piece_stack.truncate(base);
            return Ok(Str::Slice(span(start + 1, self.pos - 1)));
        }
        let mut next = base;
        let text = self.meld(&mut next);
        self.piece_stack.truncate(base);
        Ok(text)
    }

    /// The body behind `{`, through its `}`.
    fn block_body(&mut self) -> Parsed<BodyId> {
        self.enter()?;
        let start = self.pos;
        let attributes = self.attribute_stack.len();
        let blocks = self.block_stack.len();
        self.skip();
        if self.at_newline() || self.at_end() || self.peek() == b'}' {
            loop {
                self.skip_lines();
                if self.peek() == b'}' {
                    break;
                }
                if self.at_end() {
                    return self.fail("this block is not closed", start - 1, start);
                }
                self.item()?;
            }
        } else {
            self.only_attribute()?;
        }
        let end = self.pos;
        self.pos += 1;
        self.depth -= 1;
        Ok(self.finish_body(attributes, blocks, span(start, end)))
    }

    /// The body behind a `{` that is nested too deep, through its `}`. Nothing of it is kept.
    fn body_too_deep(&mut self) -> Parsed<BodyId> {
        let start = self.pos;
        self.report(too_deep(), start - 1, start);
        self.skip_to_closing_brace();
        if self.at_end() {
            return self.fail("this block is not closed", start - 1, start);
        }
        let end = self.pos;
        self.pos += 1;
        Ok(self.finish_body(self.attribute_stack.len(), self.block_stack.len(), span(start, end)))
    }

    /// Goes to the `}` that closes what is open here, or to the end where there is none.
    fn skip_to_closing_brace(&mut self) {
        // Each brace and each quote that is open.
        let mut open = Vec::new();
        let mut unclosed_heredocs = 0;
        while !self.at_end() {
            let is_quoted = open.last() == Some(&b'"');
            if !is_quoted {
                self.skip_lines();
            }
            let (byte, next) = (self.peek(), self.at(self.pos + 1));
            if is_quoted {
                match byte {
                    b'"' | b'\n' => drop(open.pop()),
                    b'\\' => self.pos += 1,
                    b'$' | b'%' if next == byte => self.pos += 1,
                    b'$' | b'%' if next == b'{' => {
                        self.pos += 1;
                        open.push(b'{');
                    }
                    _ => {}
                }
                self.pos += 1;
                continue;
            }
            match byte {
                b'{' | b'"' => open.push(byte),
                b'}' if open.pop().is_none() => return,
                // Looking for a marker that is not there goes over all that follows.
                b'<' if next == b'<' && unclosed_heredocs < 16 => {
                    let line = self.line_end(self.pos) + 1;
                    self.pos = self.after_heredoc(self.pos);
                    unclosed_heredocs += u32::from(self.pos <= line);
                    continue;
                }
                _ => {}
            }
            self.pos += 1;
        }
        self.pos = self.bytes.len();
    }

    /// The attribute of a block on one line.
    fn only_attribute(&mut self) -> Parsed<()> {
        let start = self.pos;
        let name_end = self.ident_end(start);
        if name_end == start {
            return self.expected("an attribute or the end of the line");
        }
        self.pos = name_end;
        self.skip();
        if self.peek() != b'=' || matches!(self.at(self.pos + 1), b'=' | b'>') {
            return self.expected("`=`, because a block on one line holds a single attribute");
        }
        self.pos += 1;
        let value = self.expression()?;
        self.attribute_stack.push(Attribute { name: span(start, name_end), value });
        if self.peek() != b'}' {
            return self.expected("`}`, because a block on one line holds a single attribute");
        }
        Ok(())
    }

    /// Moves what the stacks hold from these places on into a body.
    pub(super) fn finish_body(&mut self, attributes: usize, blocks: usize, at: Span) -> BodyId {
        self.drop_redefined(attributes);
        let tree = &mut self.tree;
        let first_attribute = tree.attributes.len() as u32;
        tree.attributes.extend(self.attribute_stack.drain(attributes..));
        let first_block = tree.blocks.len() as u32;
        tree.blocks.extend(self.block_stack.drain(blocks..));
        let id = BodyId(tree.bodies.len() as u32);
        tree.bodies.push(Body {
            attributes: Run { start: first_attribute, end: tree.attributes.len() as u32 },
            blocks: Run { start: first_block, end: tree.blocks.len() as u32 },
            span: at,
        });
        id
    }

    /// Of attributes with one name the first stays.
    fn drop_redefined(&mut self, base: usize) {
        let attributes = self.attribute_stack.get(base..).unwrap_or_default();
        let name = |attribute: &Attribute| self.slice(attribute.name);
        let mut redefined = Vec::new();
        if attributes.len() <= 16 {
            for (index, attribute) in attributes.iter().enumerate() {
                let before = attributes.get(..index).unwrap_or_default();
                if before.iter().any(|other| name(other) == name(attribute)) {
                    redefined.push(attribute.name);
                }
            }
        } else {
            let mut seen = FxHashSet::with_capacity_and_hasher(attributes.len(), rustc_hash::FxBuildHasher);
            redefined.extend(attributes.iter().filter(|a| !seen.insert(name(a))).map(|a| a.name));
        }
        if redefined.is_empty() {
            return;
        }
        for at in &redefined {
            let message = format!("`{}` is already set in this block", self.slice(*at));
            self.report(message, at.start as usize, at.end as usize);
        }
        let mut again = redefined.into_iter().peekable();
        let kept: Vec<_> = self
            .attribute_stack
            .drain(base..)
            .filter(|attribute| again.next_if_eq(&attribute.name).is_none())
            .collect();
        self.attribute_stack.extend(kept);
    }

    /// A `}` at the top closes nothing. When the layout says that it belongs to the block before, that
    /// block was closed too early and is read again.
    fn stray_brace(&mut self, last_block: Option<(Mark, usize)>) {
        let at = self.pos;
        let _: Parsed<()> = self.fail("this `}` closes nothing", at, at + 1);
        if let Some((mark, start)) = last_block
            && self.may_retry(at - start)
            && self.extent(start) > at
        {
            return self.recover(&mark, start);
        }
        if let Some(error) = self.error.take() {
            self.record(error);
        }
        self.pos = at + 1;
        self.skip();
    }

    /// Whether `bytes` more may be read a second time.
    fn may_retry(&mut self, bytes: usize) -> bool {
        self.wasted += bytes + 64;
        self.wasted <= 64 * self.text.len() + (1 << 20)
    }

    /// Goes on after the item at `start` failed.
    fn recover(&mut self, mark: &Mark, start: usize) {
        let read = self.pos.saturating_sub(start);
        let mut error = self.error.take();
        self.rewind(mark);
        if !self.may_retry(read) {
            if let Some(error) = error {
                self.record(error);
            }
            self.pos = self.bytes.len();
            return;
        }
        let errors = self.tree.errors.len();
        let end = self.extent(start);
        self.wasted += end - start;
        self.pos = start;
        match self.opening(end) {
            Opening::Block { name, labels, header_end, body } if self.depth < MAX_DEPTH => {
                let line = self.line_end(body);
                let rest = self.bytes.get(body..line).unwrap_or_default().trim_ascii();
                let one_line = !matches!(rest, [] | [b'#' | b'/', ..]);
                self.pos = body;
                self.recover_block(name, labels, header_end, end);
                // That a line holds too much is not what its parts say.
                if one_line && error.as_ref().is_some_and(|error| (error.span.start as usize) < line) {
                    let inner = self.tree.errors.split_off(errors);
                    self.tree.errors.extend(error.take());
                    self.tree.errors.extend(inner.into_iter().filter(|e| e.span.start as usize >= line));
                }
            }
            Opening::Attribute { name, value } if value <= end => {
                let text = self.bytes.get(value..end).unwrap_or_default();
                let value_end = value + text.trim_ascii_end().len();
                let value = value.min(value_end);
                let expr = self.push(Expr::Error, value, value_end);
                self.attribute_stack.push(Attribute { name, value: expr });
                self.pos = end;
            }
            _ => self.pos = end,
        }
        // The items inside have found the error again, and more exactly, unless it lies between them.
        if self.tree.errors.len() == errors
            && let Some(error) = error
        {
            self.record(error);
        }
        self.pos = self.pos.max(start + 1);
    }

    /// What the broken item from the position to `item_end` begins with.
    fn opening(&mut self, item_end: usize) -> Opening {
        let comments = self.tree.comments.len();
        let start = self.pos;
        let name_end = self.ident_end(start);
        if name_end == start {
            return Opening::Nothing;
        }
        let name = span(start, name_end);
        self.pos = name_end;
        self.skip();
        if self.peek() == b'=' {
            self.pos += 1;
            self.skip();
            self.tree.comments.truncate(comments);
            return Opening::Attribute { name, value: self.pos };
        }
        let errors = self.tree.errors.len();
        let labels = self.labels(name_end);
        self.tree.errors.truncate(errors);
        self.error = None;
        if let Ok((mut labels, mut header_end)) = labels {
            let mut body = self.pos;
            let mut bare = self.at_newline() || self.at_end() || self.peek() == b'}';
            // People also write the brace on the next line.
            self.skip_lines();
            if self.peek() == b'{' {
                return Opening::Block { name, labels, header_end, body: self.pos + 1 };
            }
            // Or not yet. A label before `=` is an attribute of the body.
            if let [.., before, last] = self.tree.labels.get(labels.range()).unwrap_or_default()
                && self.peek() == b'='
            {
                (body, header_end) = (last.span.start as usize, before.span.end as usize);
                labels.end -= 1;
                self.tree.labels.pop();
                bare = true;
            }
            // Quotes show that it is a block, or lines below that are its body.
            let quoted = self.at(header_end - 1) == b'"';
            if bare && (quoted || self.indented_more(start, body, item_end)) {
                self.tree.comments.truncate(comments);
                self.pos = header_end;
                self.skip();
                return Opening::Block { name, labels, header_end, body };
            }
        }
        self.tree.comments.truncate(comments);
        Opening::Nothing
    }

    /// Reads the body of a broken block item by item. `end` is where the layout ends the block.
    fn recover_block(&mut self, name: Span, labels: Run, header_end: usize, end: usize) {
        let body_start = self.pos;
        let attributes = self.attribute_stack.len();
        let blocks = self.block_stack.len();
        let tables = self.tree.blocks.len();
        let outer = self.bytes;
        let trusted = self.indented_more(name.start as usize, body_start, end);
        if trusted {
            self.bytes = outer.get(..end).unwrap_or(outer);
        }
        self.depth += 1;
        let mut body_end = None;
        let mut stray = false;
        loop {
            self.skip_lines();
            if self.at_end() {
                break;
            }
            if self.peek() == b'}' {
                let rest = self.bytes.get(self.pos + 1..).unwrap_or_default().trim_ascii();
                let last = !trusted || rest.is_empty() || rest.starts_with(b"#") || rest.starts_with(b"//");
                self.pos += 1;
                if last {
                    body_end = Some(self.pos - 1);
                    break;
                }
                self.report("this `}` closes the block before its end", self.pos - 1, self.pos);
                stray = true;
                continue;
            }
            let mark = self.mark();
            let start = self.pos;
            if !trusted && self.depth == 1 && self.begins_top_block(name.start as usize) {
                break;
            }
            if self.item().is_err() {
                self.recover(&mark, start);
            }
        }
        self.depth -= 1;
        let closed = body_end.is_some();
        let body_end = body_end.unwrap_or(self.pos);
        self.bytes = outer;
        if stray {
            // Blocks before the brace may have been closed by it, too.
            for block in
                self.block_stack.iter_mut().skip(blocks).chain(self.tree.blocks.iter_mut().skip(tables))
            {
                block.broken = true;
            }
        }
        let body = self.finish_body(attributes, blocks, span(body_start, body_end));
        self.block_stack.push(Block {
            name,
            labels,
            header: span(name.start as usize, header_end),
            span: span(name.start as usize, if closed { body_end + 1 } else { body_end }),
            body,
            broken: true,
        });
        if trusted {
            self.pos = self.pos.max(end);
        } else if closed {
            self.skip();
            if !self.at_newline() && self.peek() != b'}' {
                self.pos = self.line_end(self.pos);
            }
        }
    }

    /// Whether a block that stands at the top only begins here, as far to the left as the one at `outer`.
    fn begins_top_block(&self, outer: usize) -> bool {
        let end = self.ident_end(self.pos);
        let top = matches!(
            self.bytes.get(self.pos..end),
            Some(
                b"resource"
                    | b"data"
                    | b"variable"
                    | b"output"
                    | b"module"
                    | b"provider"
                    | b"locals"
                    | b"terraform"
                    | b"moved"
                    | b"import"
                    | b"removed"
                    | b"check"
                    | b"ephemeral"
            )
        );
        if !top
            || self.indentation(self.pos).is_none()
            || self.indentation(self.pos) > self.indentation(outer)
        {
            return false;
        }
        let line = self.bytes.get(end..self.line_end(end)).unwrap_or_default().trim_ascii_start();
        line.starts_with(b"{") || line.starts_with(b"\"")
    }

    /// Whether the first line of content behind `body` is indented deeper than the line of `start`.
    fn indented_more(&self, start: usize, body: usize, end: usize) -> bool {
        let Some(indentation) = self.indentation(start) else {
            return false;
        };
        let mut line = self.line_end(body);
        while line < end {
            line += 1;
            let width = self.blank_width(line);
            if matches!(self.at(line + width), b'\n' | b'\r' | b'#' | b'/') {
                line = self.line_end(line);
                continue;
            }
            return line < end && width > indentation;
        }
        false
    }

    /// One past the broken item at `start`, by the layout of the lines.
    fn extent(&self, start: usize) -> usize {
        let limit = self.bytes.len();
        let named = self.ident_end(start) > start;
        let (Some(indentation), true) = (self.indentation(start), named) else {
            return self.rest_of_line(start);
        };
        let mut line = start;
        loop {
            let next = self.after_heredoc(line);
            let is_next = next == self.line_end(line) + 1;
            line = if is_next { self.after_unclosed(line) } else { None }.unwrap_or(next);
            if line >= limit {
                return limit;
            }
            let width = self.blank_width(line);
            let first = line + width;
            let byte = self.at(first);
            if first >= limit {
                return limit;
            }
            if matches!(byte, b'\n' | b'\r' | b'#')
                || (byte == b'/' && matches!(self.at(first + 1), b'/' | b'*'))
            {
                continue;
            }
            if width < indentation {
                return line;
            }
            if width == indentation {
                if matches!(byte, b'}' | b']' | b')') {
                    return (self.line_end(line) + 1).min(limit);
                }
                if self.ident_end(first) > first || byte == b'"' {
                    return line;
                }
            }
        }
    }

    /// One past an item that shares its line with others: up to the brace that closes around it.
    fn rest_of_line(&self, start: usize) -> usize {
        let end = self.line_end(start);
        let mut depth = 0_usize;
        let mut in_quotes = false;
        let mut i = start;
        while i < end {
            match self.at(i) {
                b'\\' if in_quotes => i += 1,
                b'"' => in_quotes = !in_quotes,
                b'{' | b'[' | b'(' if !in_quotes => depth += 1,
                b'}' | b']' | b')' if !in_quotes => {
                    if depth == 0 && i > start && self.at(i) == b'}' {
                        return i;
                    }
                    depth = depth.saturating_sub(1);
                }
                _ => {}
            }
            i += 1;
        }
        (end + 1).min(self.bytes.len())
    }

    /// The start of the line after the one at `from`; when that line opens a heredoc that is closed
    /// before another one like it opens, the line after its marker.
    fn after_heredoc(&self, from: usize) -> usize {
        let limit = self.bytes.len();
        let end = self.line_end(from);
        let next = (end + 1).min(limit);
        let line = self.bytes.get(from..end).unwrap_or_default();
        let Some(opening) = memchr::memmem::rfind(line, b"<<") else {
            return next;
        };
        let name = from + opening + 2 + usize::from(self.at(from + opening + 2) == b'-');
        let name_end = self.ident_end(name);
        let rest = self.bytes.get(name_end..end).unwrap_or_default();
        if name_end == name || !rest.trim_ascii().is_empty() {
            return next;
        }
        let marker = self.bytes.get(name..name_end).unwrap_or_default();
        let mut at = next;
        while at < limit {
            let end = self.line_end(at);
            let line = self.bytes.get(at..end).unwrap_or_default();
            if line.trim_ascii() == marker {
                return (end + 1).min(limit);
            }
            if line.trim_ascii_end().ends_with(marker) && memchr::memmem::find(line, b"<<").is_some() {
                break;
            }
            at = end + 1;
        }
        next
    }

    /// Where the line at `from` opens a heredoc that is not closed, the next line that closes a block around it.
    fn after_unclosed(&self, from: usize) -> Option<usize> {
        let mut end = self.line_end(from);
        let line = self.bytes.get(from..end)?;
        let opening = memchr::memmem::rfind(line, b"<<")?;
        let value = line.get(..opening)?.trim_ascii_end();
        let marker = from + opening + 2 + usize::from(self.at(from + opening + 2) == b'-');
        let is_opened = self.ident_end(marker) == from + line.trim_ascii_end().len();
        if !is_opened || !(value.ends_with(b"=") || value.ends_with(b"(")) {
            return None;
        }
        let start = memchr::memrchr(b'\n', self.bytes.get(..from)?).map_or(0, |at| at + 1);
        let indentation = self.blank_width(start);
        // A bound, so that a file of nothing else is not read again for each.
        for _ in 0..if indentation > 0 { MAX_UNCLOSED } else { 0 } {
            let line = end + 1;
            let width = self.blank_width(line);
            end = self.line_end(line);
            let text = self.bytes.get(line + width..end).unwrap_or_default().trim_ascii_end();
            if width >= indentation || text.is_empty() {
                if end == self.bytes.len() {
                    return None;
                }
                continue;
            }
            // The block around it can lack its end, too.
            if text.ends_with(b"{") && self.ident_end(line + width) > line + width {
                return None;
            }
            if text.starts_with(b"}") {
                return Some(line);
            }
        }
        None
    }

    /// How far the line of `start` is indented, if `start` is the first in it.
    fn indentation(&self, start: usize) -> Option<usize> {
        let before = self.bytes.get(..start)?;
        let line = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let width = self.blank_width(line);
        (line + width == start).then_some(width)
    }

    fn blank_width(&self, line: usize) -> usize {
        let rest = self.bytes.get(line..).unwrap_or_default();
        rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |len| from + len)
    }
}
