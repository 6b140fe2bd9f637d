//! One self-contained page: no scripts, no links to elsewhere, readable in light and dark.

use std::fmt::Write as _;

use bricklint_findings::Finding;

use crate::{Report, TOOL_NAME, escape, words};

/// Longer lines are not shown.
const MAX_LINE: usize = 400;

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8884;--error:#c62828;--warning:#b26a00;--info:#1565c0}\
@media(prefers-color-scheme:dark){:root{--error:#ff6b6b;--warning:#ffb74d;--info:#64b5f6}}\
body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}\
article{border:1px solid var(--line);border-left-width:4px;border-radius:4px;margin:1rem 0;padding:.6rem 1rem}\
article.error{border-left-color:var(--error)}article.warning{border-left-color:var(--warning)}\
article.info{border-left-color:var(--info)}\
article p{margin:.3rem 0}ul{margin:.3rem 0;padding-left:1.3rem}\
code,pre{font:13px/1.5 ui-monospace,monospace}code{overflow-wrap:anywhere}\
pre{overflow-x:auto;background:#8881;padding:.5rem;border-radius:4px;margin:.5rem 0}\
mark{background:#ffd54f66;color:inherit}.error b{color:var(--error)}.warning b{color:var(--warning)}\
.info b{color:var(--info)}.place{opacity:.8}details{margin:.3rem 0}summary{cursor:pointer}";

/// The summary, problems, findings and undecided checks.
pub(crate) fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    let verdict = match report.exit_code() {
        0 => "passed",
        1 => "failed",
        _ => "could not check everything",
    };
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">\n\
         <title>{TOOL_NAME}: {verdict}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>{TOOL_NAME}: {verdict}</h1>\n<p>"
    );
    let lines: Vec<String> =
        words::summary_lines(report).iter().map(|line| escape::html_message(line)).collect();
    let _ = writeln!(out, "{}</p>", lines.join("<br>\n"));
    if !report.problems.is_empty() {
        out.push_str("<h2>Problems with the input</h2>\n");
        for problem in report.problems {
            let severity = report.severity_of(problem).name();
            let _ = write!(
                out,
                "<article class=\"{severity}\">\n<p><b>{severity}</b> <code>{}</code> {}</p>\n",
                escape::markup(problem.kind.name()),
                escape::html_message(&problem.message)
            );
            if let Some(place) = problem.location.as_ref().and_then(words::place) {
                let _ = writeln!(out, "<p class=\"place\"><code>{}</code></p>", escape::markup(&place));
            }
            out.push_str("</article>\n");
        }
    }
    let findings: Vec<&Finding> = report.listed().collect();
    if !findings.is_empty() {
        out.push_str("<h2>Findings</h2>\n");
    }
    for finding in findings {
        write_finding(report, finding, &mut out);
    }
    let undecided = report.grouped_undecided();
    if !undecided.is_empty() {
        out.push_str("<h2>Undecided checks</h2>\n<ul>\n");
        for group in undecided {
            let _ = writeln!(
                out,
                "<li><code>{}</code> {}<br><span class=\"place\"><code>{}</code></span></li>",
                escape::markup(group.rule),
                escape::html_message(&group.sentence()),
                escape::markup(&group.places())
            );
        }
        out.push_str("</ul>\n");
    }
    let _ = writeln!(
        out,
        "<p class=\"place\">{TOOL_NAME} {}</p>\n</body>\n</html>",
        escape::markup(report.version)
    );
    out
}

fn write_finding(report: &Report<'_>, finding: &Finding, out: &mut String) {
    let severity = finding.severity.name();
    let _ = write!(
        out,
        "<article class=\"{severity}\">\n<p><b>{severity}</b> <code>{}</code> {}</p>\n\
         <p class=\"place\"><code>{}</code></p>\n",
        escape::markup(finding.rule.id),
        escape::html_message(&words::message(finding)),
        escape::markup(&words::finding_place(finding))
    );
    if let Some(source) = excerpt(report, finding) {
        let _ = writeln!(out, "<pre>{source}</pre>");
    }
    let mut items = Vec::new();
    for related in &finding.related {
        if let Some(place) = words::place(&related.location) {
            let place = escape::markup(&place);
            items.push(format!("<code>{place}</code>: {}", escape::html_message(&related.label)));
        }
    }
    let holds_in = words::holds_in(report, finding);
    if !holds_in.is_empty() {
        items.push(escape::markup(&holds_in));
    }
    items.extend(finding.causes.iter().map(|cause| escape::html_message(&cause.text)));
    if !finding.help.is_empty() {
        items.push(format!("help: {}", escape::html_message(&finding.help)));
    }
    if !items.is_empty() {
        out.push_str("<ul>\n");
        for item in items {
            let _ = writeln!(out, "<li>{item}</li>");
        }
        out.push_str("</ul>\n");
    }
    if let Some((how_many, _)) = words::instances(finding) {
        let _ = write!(out, "<details><summary>{how_many}</summary>\n<ul>\n");
        for address in &finding.instances {
            let _ = writeln!(out, "<li><code>{}</code></li>", escape::markup(address));
        }
        let more = words::unnamed(finding);
        if more > 0 {
            let _ = writeln!(out, "<li>and {more} more</li>");
        }
        out.push_str("</ul>\n</details>\n");
    }
    let _ = write!(
        out,
        "<details><summary>why</summary>\n<p>{}</p>\n<pre>{}</pre>\n</details>\n</article>\n",
        escape::html_message(finding.rule.summary),
        escape::markup_lines((report.page)(finding.rule.id).trim())
    );
}

/// The line of a finding with its number, what is marked in `<mark>`. Only this line: those around it were
/// not checked for what must stay private.
fn excerpt(report: &Report<'_>, finding: &Finding) -> Option<String> {
    let file = report.source_of(&finding.location)?;
    let span = finding.location.span?.span;
    let number = file.line(span.start);
    let start = file.line_start(number)? as usize;
    let end = file.line_start(number + 1).map_or(file.text.len(), |next| next as usize);
    let text = file.text.get(start..end)?.trim_end_matches(['\n', '\r']);
    if text.len() > MAX_LINE {
        return None;
    }
    let from = (span.start as usize).saturating_sub(start).min(text.len());
    let to = (span.end as usize).saturating_sub(start).clamp(from, text.len());
    Some(format!(
        "{number} | {}<mark>{}</mark>{}",
        escape::markup(text.get(..from)?),
        escape::markup(text.get(from..to)?),
        escape::markup(text.get(to..)?)
    ))
}
