//! Quoted strings, heredocs and templates.

use std::borrow::Cow;

use bricklint_findings::source::Span;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

use super::scan::{Parsed, Parser, Piece, PieceKind, QUOTED_STOP, class, span};
use super::tree::{Expr, ExprId, Part, Run, Str};

impl<'t> Parser<'t> {
    /// A quoted string or template.
    pub(super) fn quoted(&mut self) -> Parsed<ExprId> {
        let start = self.pos;
        if let Some(end) = self.plain_quoted() {
            let text = self.push_string(Str::Slice(span(start + 1, end)));
            self.pos = end + 1;
            return Ok(self.push(Expr::String(text), start, self.pos));
        }
        self.enter()?;
        let base = self.piece_stack.len();
        let outer = std::mem::replace(&mut self.bad_escape, false);
        self.quoted_pieces()?;
        let mut expr = self.template(base, start)?;
        if std::mem::replace(&mut self.bad_escape, outer) {
            expr = self.push(Expr::Error, start, self.pos);
        }
        self.depth -= 1;
        Ok(expr)
    }

    /// Where the quote closes a string that holds nothing to decode.
    #[inline]
    pub(super) fn plain_quoted(&self) -> Option<usize> {
        let mut end = self.pos + 1;
        loop {
            let rest = self.bytes.get(end..)?;
            end += rest.iter().position(|byte| class(*byte) & QUOTED_STOP != 0)?;
            let byte = self.at(end);
            if byte == b'"' {
                return Some(end);
            }
            let next = self.at(end + 1);
            if !matches!(byte, b'$' | b'%') || next == b'{' || next == byte {
                return None;
            }
            end += 1;
        }
    }

    /// The pieces of a quoted string; the position is at the opening quote and ends past the closing.
    pub(super) fn quoted_pieces(&mut self) -> Parsed<()> {
        let open = self.pos;
        let base = self.piece_stack.len();
        self.pos += 1;
        let mut trim = false;
        let mut literal = self.pos;
        loop {
            let byte = self.peek();
            if class(byte) & QUOTED_STOP == 0 && byte != 0 {
                self.pos += 1;
                continue;
            }
            match byte {
                b'"' => {
                    self.quoted_literal(literal, trim);
                    self.pos += 1;
                    return Ok(());
                }
                b'\\' => {
                    let escaped = self.text.get(self.pos + 1..self.bytes.len());
                    match escaped.and_then(|rest| rest.chars().next()) {
                        None => return self.fail("this string is not closed", open, open + 1),
                        Some('\n' | '\r') => return self.newline_in_quotes(open),
                        Some(c) => self.pos += 1 + c.len_utf8(),
                    }
                }
                b'$' | b'%' => {
                    let run = self.run_of(byte);
                    if self.at(self.pos + run) != b'{' {
                        self.pos += run;
                    } else if run == 1 {
                        self.quoted_literal(literal, trim);
                        trim = self.sequence(base)?;
                        literal = self.pos;
                    } else {
                        self.pos += run + 1;
                    }
                }
                b'\n' | b'\r' => return self.newline_in_quotes(open),
                0 if self.at_end() => {
                    return self.fail("this string is not closed", open, open + 1);
                }
                _ => self.pos += 1,
            }
        }
    }

    /// How many times `byte` (`$` or `%`) stands here in a row.
    fn run_of(&self, byte: u8) -> usize {
        let mut run = 1;
        while self.at(self.pos + run) == byte {
            run += 1;
        }
        run
    }

    fn newline_in_quotes<T>(&mut self, open: usize) -> Parsed<T> {
        self.fail("a quoted string ends on the line it starts on; use a heredoc or `\\n`", open, self.pos)
    }

    fn quoted_literal(&mut self, start: usize, trim: bool) {
        if self.pos == start {
            return;
        }
        let at = span(start, self.pos);
        let raw = self.slice(at);
        let text = if memchr::memchr3(b'\\', b'$', b'%', raw.as_bytes()).is_some() {
            match self.unescape(raw, start, true) {
                Cow::Borrowed(_) => Str::Slice(at),
                Cow::Owned(text) => Str::Owned(text.into()),
            }
        } else {
            Str::Slice(at)
        };
        self.push_literal(text, at, trim);
    }

    fn push_literal(&mut self, text: Str, at: Span, trim: bool) {
        let text = if trim { self.trimmed(text, str::trim_start) } else { text };
        self.piece_stack.push(Piece { kind: PieceKind::Literal(text), span: at });
    }

    fn trimmed(&self, text: Str, trim: fn(&str) -> &str) -> Str {
        match text {
            Str::Slice(at) => {
                let whole = self.slice(at);
                let kept = trim(whole);
                let lead = kept.as_ptr() as usize - whole.as_ptr() as usize;
                let start = at.start as usize + lead;
                Str::Slice(span(start, start + kept.len()))
            }
            Str::Owned(text) => Str::Owned(trim(&text).into()),
        }
    }

    /// `text` in Unicode normal form C.
    pub(super) fn normal(&self, text: Str) -> Str {
        let content = self.str(&text);
        if content.is_ascii() || is_nfc(content) { text } else { Str::Owned(content.nfc().collect()) }
    }

    pub(super) fn str<'s>(&self, text: &'s Str) -> &'s str
    where
        't: 's,
    {
        match text {
            Str::Slice(at) => self.slice(*at),
            Str::Owned(text) => text,
        }
    }

    /// Replaces escapes; errors are reported and leave the escaped character.
    fn unescape<'s>(&mut self, raw: &'s str, at: usize, quoted: bool) -> Cow<'s, str> {
        let bytes = raw.as_bytes();
        let mut out = String::new();
        let mut kept = 0;
        let mut i = 0;
        while let Some(byte) = bytes.get(i).copied() {
            match byte {
                b'\\' if quoted => {
                    let Some(selector) = raw.get(i + 1..).and_then(|rest| rest.chars().next()) else {
                        break;
                    };
                    out.push_str(raw.get(kept..i).unwrap_or_default());
                    let mut len = 1 + selector.len_utf8();
                    match selector {
                        'n' => out.push('\n'),
                        'r' => out.push('\r'),
                        't' => out.push('\t'),
                        '"' | '\\' => out.push(selector),
                        'u' | 'U' => {
                            let digits = if selector == 'u' { 4 } else { 8 };
                            let hex = raw.get(i + 2..i + 2 + digits).unwrap_or_default();
                            let all_hex = hex.len() == digits && hex.bytes().all(|b| b.is_ascii_hexdigit());
                            let code = if all_hex { u32::from_str_radix(hex, 16).ok() } else { None };
                            if let Some(c) = code.and_then(char::from_u32) {
                                out.push(c);
                                len = 2 + digits;
                            } else {
                                let message = if all_hex {
                                    format!("U+{hex} is not a character")
                                } else {
                                    format!("`\\{selector}` must be followed by {digits} hexadecimal digits")
                                };
                                self.bad_escape = true;
                                self.report(message, at + i, at + i + len);
                            }
                        }
                        other => {
                            self.bad_escape = true;
                            self.report(
                                format!("`\\{other}` is not an escape sequence"),
                                at + i,
                                at + i + len,
                            );
                            out.push(other);
                        }
                    }
                    i += len;
                    kept = i;
                }
                b'$' | b'%' if bytes.get(i + 1) == Some(&byte) => {
                    let mut run = 2;
                    while bytes.get(i + run) == Some(&byte) {
                        run += 1;
                    }
                    if bytes.get(i + run) == Some(&b'{') {
                        out.push_str(raw.get(kept..i + run - 1).unwrap_or_default());
                        kept = i + run;
                    }
                    i += run;
                }
                _ => i += 1,
            }
        }
        if kept == 0 && out.is_empty() {
            return Cow::Borrowed(raw);
        }
        out.push_str(raw.get(kept..).unwrap_or_default());
        Cow::Owned(out)
    }

    /// An interpolation or directive; the position is at its `$` or `%`. Says whether it ends in `~}`.
    fn sequence(&mut self, base: usize) -> Parsed<bool> {
        let start = self.pos;
        let directive = self.peek() == b'%';
        self.pos += 2;
        if self.peek() == b'~' {
            self.pos += 1;
            if self.piece_stack.len() > base
                && let Some(Piece { kind: PieceKind::Literal(text), .. }) = self.piece_stack.last_mut()
            {
                let taken = std::mem::replace(text, Str::Slice(span(start, start)));
                let taken = self.trimmed(taken, str::trim_end);
                if let Some(Piece { kind: PieceKind::Literal(text), .. }) = self.piece_stack.last_mut() {
                    *text = taken;
                }
            }
        }
        let newlines = std::mem::replace(&mut self.newlines, false);
        let height = self.height;
        let kind = if directive { self.directive()? } else { PieceKind::Interpolation(self.expression()?) };
        self.height = self.height.max(height);
        self.skip();
        let trim = self.peek() == b'~';
        if trim {
            self.pos += 1;
        }
        if self.peek() != b'}' {
            return self.expected("`}`");
        }
        self.pos += 1;
        self.newlines = newlines;
        self.piece_stack.push(Piece { kind, span: span(start, self.pos) });
        Ok(trim)
    }

    fn directive(&mut self) -> Parsed<PieceKind> {
        self.skip();
        let start = self.pos;
        let end = self.ident_end(start);
        self.pos = end;
        Ok(match self.bytes.get(start..end) {
            Some(b"if") => PieceKind::If(self.expression()?),
            Some(b"else") => PieceKind::Else,
            Some(b"endif") => PieceKind::EndIf,
            Some(b"endfor") => PieceKind::EndFor,
            Some(b"for") => {
                let (key_name, value_name) = self.for_names()?;
                let collection = self.expression()?;
                PieceKind::For { key_name, value_name, collection }
            }
            _ => {
                self.pos = start;
                return self.expected("`if`, `else`, `endif`, `for` or `endfor`");
            }
        })
    }

    /// A heredoc; the position is at `<<`.
    pub(super) fn heredoc(&mut self) -> Parsed<ExprId> {
        let start = self.pos;
        let flush = self.at(start + 2) == b'-';
        let name_start = start + 2 + usize::from(flush);
        let name_end = self.ident_end(name_start);
        self.pos = name_end;
        if name_end == name_start || !self.at_newline() {
            self.pos = start;
            return self.fail(
                "a heredoc starts with `<<` and a marker at the end of the line",
                start,
                start + 2,
            );
        }
        self.pos += 1 + usize::from(self.peek() == b'\r');
        let marker = self.text.get(name_start..name_end).unwrap_or_default();
        if let Some((known, from)) = self.missing_marker
            && self.pos >= from
            && self.slice(known) == marker
        {
            return self.unclosed_heredoc(start, name_end, marker);
        }
        self.enter()?;
        let body = self.pos;
        let base = self.piece_stack.len();
        if !self.heredoc_pieces(base, marker)? {
            if self.piece_stack.iter().skip(base).all(|p| matches!(p.kind, PieceKind::Literal(_))) {
                self.missing_marker = Some((span(name_start, name_end), body));
            }
            return self.unclosed_heredoc(start, name_end, marker);
        }
        if flush {
            self.strip_indentation(base);
        }
        if self.piece_stack.len() == base {
            self.piece_stack.push(Piece {
                kind: PieceKind::Literal(Str::Slice(span(body, body))),
                span: span(body, body),
            });
        }
        let end = self.pos;
        let expr = self.template(base, start)?;
        self.pos = end;
        self.depth -= 1;
        Ok(expr)
    }

    fn unclosed_heredoc<T>(&mut self, start: usize, end: usize, marker: &str) -> Parsed<T> {
        self.fail(format!("this heredoc has no closing `{marker}` on a line of its own"), start, end)
    }

    /// The pieces of a heredoc up to its marker: one literal a line. False where the marker is missing.
    fn heredoc_pieces(&mut self, base: usize, marker: &str) -> Parsed<bool> {
        let mut line_start = true;
        let mut trim = false;
        loop {
            let Some(rest) = self.bytes.get(self.pos..).filter(|rest| !rest.is_empty()) else {
                return Ok(false);
            };
            let line_len = memchr::memchr(b'\n', rest);
            let len = line_len.unwrap_or(rest.len());
            if let Some(at) = self.lone_return(self.pos + len) {
                return self.fail("a carriage return without a newline is not allowed", at, at + 1);
            }
            if line_start && self.is_marker(len, marker) {
                let has_return = len > 0 && self.at(self.pos + len - 1) == b'\r' && line_len.is_some();
                if line_len.is_none() {
                    return Ok(false);
                }
                self.pos += len - usize::from(has_return);
                return Ok(true);
            }
            let (literal_end, sequence) = self.bare_literal_end(self.pos + len);
            let end = if sequence { literal_end } else { self.pos + len + usize::from(line_len.is_some()) };
            if end > self.pos {
                // A lone `$` takes in the `\r`, so that the newline is a literal of its own for `~`.
                let lone = |at: usize| matches!(self.at(at), b'$' | b'%');
                if self.bytes.get(..end).is_some_and(|text| text.ends_with(b"\r\n"))
                    && end >= self.pos + 3
                    && lone(end - 3)
                    && !(end > self.pos + 3 && lone(end - 4))
                {
                    self.bare_literal(end - 1, trim);
                    trim = false;
                }
                self.bare_literal(end, trim);
                trim = false;
            }
            line_start = !sequence;
            if sequence {
                trim = self.sequence(base)?;
            }
        }
    }

    /// A carriage return before `end` that does not stand right before it.
    fn lone_return(&self, end: usize) -> Option<usize> {
        let line = self.bytes.get(self.pos..end)?;
        let at = self.pos + memchr::memchr(b'\r', line)?;
        (at + 1 < end).then_some(at)
    }

    fn is_marker(&self, len: usize, marker: &str) -> bool {
        if len < marker.len() {
            return false;
        }
        let line = self.text.get(self.pos..self.pos + len).unwrap_or_default();
        line.trim() == marker
    }

    /// Where the literal text ends that starts at the position, and whether a sequence follows.
    fn bare_literal_end(&self, line_end: usize) -> (usize, bool) {
        let mut i = self.pos;
        while let Some(len) = self.bytes.get(i..line_end).and_then(|rest| memchr::memchr2(b'$', b'%', rest)) {
            i += len;
            let byte = self.at(i);
            let mut run = 1;
            while i + run < line_end && self.at(i + run) == byte {
                run += 1;
            }
            if self.at(i + run) == b'{' && i + run < line_end {
                if run == 1 {
                    return (i, true);
                }
                i += run + 1;
            } else {
                i += run;
            }
        }
        (line_end, false)
    }

    fn bare_literal(&mut self, end: usize, trim: bool) {
        let at = span(self.pos, end);
        let raw = self.slice(at);
        let text = if memchr::memchr2(b'$', b'%', raw.as_bytes()).is_some() {
            match self.unescape(raw, self.pos, false) {
                Cow::Borrowed(_) => Str::Slice(at),
                Cow::Owned(text) => Str::Owned(text.into()),
            }
        } else {
            Str::Slice(at)
        };
        self.pos = end;
        self.push_literal(text, at, trim);
    }

    /// A template without quotes, from the position to the end of the bytes.
    pub(super) fn bare_template(&mut self) -> Parsed<ExprId> {
        let start = self.pos;
        self.enter()?;
        let base = self.piece_stack.len();
        let mut trim = false;
        while let Some(rest) = self.bytes.get(self.pos..).filter(|rest| !rest.is_empty()) {
            let line_end = memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |len| self.pos + len + 1);
            let (end, sequence) = self.bare_literal_end(line_end);
            if end > self.pos {
                self.bare_literal(end, trim);
                trim = false;
            }
            if sequence {
                trim = self.sequence(base)?;
            }
        }
        let expr = self.template(base, start)?;
        self.depth -= 1;
        Ok(expr)
    }

    /// Takes the common indentation off the lines of a `<<-` heredoc. Blank lines neither count nor
    /// lose anything, and a line whose predecessor lost its newline to `~}` is none.
    fn strip_indentation(&mut self, base: usize) {
        let mut least = usize::MAX;
        let mut line_start = true;
        let mut adjust = Vec::new();
        for (index, piece) in self.piece_stack.iter().enumerate().skip(base) {
            let PieceKind::Literal(text) = &piece.kind else {
                if line_start {
                    least = 0;
                }
                line_start = false;
                continue;
            };
            let text = self.str(text);
            if line_start {
                let content = text.trim_start();
                if !(content.is_empty() && text.ends_with('\n')) {
                    let blanks = text.get(..text.len() - content.len()).unwrap_or_default();
                    least = least.min(characters(blanks));
                    adjust.push(index);
                }
                line_start = false;
            }
            if text.ends_with('\n') {
                line_start = true;
            }
        }
        if least == 0 {
            return;
        }
        for index in adjust {
            let Some(PieceKind::Literal(text)) = self.piece_stack.get(index).map(|p| &p.kind) else {
                continue;
            };
            let content = self.str(text);
            let cut = if content.is_ascii() && !content.contains('\r') {
                least.min(content.len())
            } else {
                content.graphemes(true).take(least).map(str::len).sum()
            };
            let stripped = match text {
                Str::Slice(at) => Str::Slice(span(at.start as usize + cut, at.end as usize)),
                Str::Owned(text) => Str::Owned(text.get(cut..).unwrap_or_default().into()),
            };
            if let Some(piece) = self.piece_stack.get_mut(index) {
                piece.kind = PieceKind::Literal(stripped);
            }
        }
    }

    /// Makes an expression of the pieces from `base` on.
    fn template(&mut self, base: usize, start: usize) -> Parsed<ExprId> {
        let end = self.pos;
        let pieces = self.piece_stack.get(base..).unwrap_or_default();
        let expr = match pieces {
            [] => {
                let text = self.push_string(Str::Slice(span(start, start)));
                Expr::String(text)
            }
            [Piece { kind: PieceKind::Interpolation(inner), .. }] => {
                let inner = *inner;
                self.raise(self.height, start)?;
                Expr::Wrapped(inner)
            }
            _ if pieces.iter().all(|p| matches!(p.kind, PieceKind::Literal(_))) => {
                let mut next = base;
                let text = self.meld(&mut next);
                let text = self.normal(text);
                let text = self.push_string(text);
                Expr::String(text)
            }
            _ => {
                let mut next = base;
                let parts = self.parts(&mut next, None)?;
                self.raise(self.height, start)?;
                Expr::Template(parts)
            }
        };
        self.piece_stack.truncate(base);
        Ok(self.push(expr, start, end))
    }

    /// Joins the literals from `next` on into one text.
    pub(super) fn meld(&mut self, next: &mut usize) -> Str {
        let mut joined: Option<Str> = None;
        let mut buffer: Option<String> = None;
        while let Some(Piece { kind: PieceKind::Literal(text), .. }) = self.piece_stack.get_mut(*next) {
            let text = std::mem::replace(text, Str::Slice(Span::new(0, 0)));
            *next += 1;
            if let Some(buffer) = &mut buffer {
                buffer.push_str(self.str(&text));
                continue;
            }
            joined = Some(match (joined, text) {
                (None, text) => text,
                (Some(Str::Slice(a)), Str::Slice(b)) if a.end == b.start => Str::Slice(a.to(b)),
                (Some(first), text) if self.str(&text).is_empty() => first,
                (Some(first), text) if self.str(&first).is_empty() => text,
                (Some(first), text) => {
                    let mut joint = String::from(self.str(&first));
                    joint.push_str(self.str(&text));
                    buffer = Some(joint);
                    first
                }
            });
        }
        match buffer {
            Some(text) => Str::Owned(text.into()),
            None => joined.unwrap_or(Str::Slice(Span::new(0, 0))),
        }
    }

    /// Parts from piece `next` on. Inside a directive (`open` is its span) they end, unread, at the next
    /// `else`, `endif` or `endfor`; at the top these are errors.
    fn parts(&mut self, next: &mut usize, open: Option<Span>) -> Parsed<Run> {
        let base = self.part_stack.len();
        while let Some(piece) = self.piece_stack.get(*next) {
            let at = piece.span;
            let part = match &piece.kind {
                PieceKind::Literal(_) => {
                    let text = self.meld(next);
                    if self.str(&text).is_empty() {
                        continue;
                    }
                    let text = self.normal(text);
                    Part::Literal(self.push_string(text))
                }
                PieceKind::Interpolation(expr) => {
                    let part = Part::Interpolation(*expr);
                    *next += 1;
                    part
                }
                PieceKind::If(cond) => {
                    let cond = *cond;
                    *next += 1;
                    self.enter()?;
                    let yes = self.parts(next, Some(at))?;
                    let mut no = Run { start: yes.end, end: yes.end };
                    if self.at_piece(*next, &PieceKind::Else) {
                        *next += 1;
                        no = self.parts(next, Some(at))?;
                    }
                    if !self.at_piece(*next, &PieceKind::EndIf) {
                        return self.unmatched(*next, at, "`%{ endif }`");
                    }
                    *next += 1;
                    self.depth -= 1;
                    Part::If { cond, yes, no }
                }
                PieceKind::For { key_name, value_name, collection } => {
                    let (key_name, value_name, collection) = (*key_name, *value_name, *collection);
                    *next += 1;
                    self.enter()?;
                    let body = self.parts(next, Some(at))?;
                    if !self.at_piece(*next, &PieceKind::EndFor) {
                        return self.unmatched(*next, at, "`%{ endfor }`");
                    }
                    *next += 1;
                    self.depth -= 1;
                    Part::For { key_name, value_name, collection, body }
                }
                PieceKind::Else | PieceKind::EndIf | PieceKind::EndFor => {
                    if open.is_some() {
                        break;
                    }
                    return self.fail(
                        "this directive has nothing that it belongs to",
                        at.start as usize,
                        at.end as usize,
                    );
                }
            };
            self.part_stack.push(part);
        }
        let start = self.tree.parts.len() as u32;
        self.tree.parts.extend(self.part_stack.drain(base..));
        Ok(Run { start, end: self.tree.parts.len() as u32 })
    }

    fn at_piece(&self, index: usize, wanted: &PieceKind) -> bool {
        self.piece_stack
            .get(index)
            .is_some_and(|p| std::mem::discriminant(&p.kind) == std::mem::discriminant(wanted))
    }

    fn unmatched<T>(&mut self, next: usize, open: Span, wanted: &str) -> Parsed<T> {
        let at = self.piece_stack.get(next).map_or(open, |piece| piece.span);
        let message = format!("expected {wanted} for the directive that opens before");
        self.fail(message, at.start as usize, at.end as usize)
    }
}

/// The number of user-perceived characters.
fn characters(text: &str) -> usize {
    if text.is_ascii() && !text.contains('\r') { text.len() } else { text.graphemes(true).count() }
}
