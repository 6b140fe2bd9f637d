//! See `trust-external-id.md`.

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_lang::types::Type;
use bricklint_lang::value::{Segment, Value};
use bricklint_model::attr::Attr;
use bricklint_model::aws;
use bricklint_model::aws::arn::{Arn, equals_folded, like};
use bricklint_model::aws::iam_role::{IamRole, RoleUse, SelfTrust};
use bricklint_model::aws::policy::{
    ASSUME_ROLE, Condition, DatabricksPrincipal, Party, Statement, Test, is_account_id, is_caller, is_ours,
};
use bricklint_model::aws::trust::{Admission, AnyOfDatabricks, Caller, EXTERNAL_ID, is_flag};
use bricklint_model::databricks::account;
use bricklint_model::databricks::principal::is_uuid;
use bricklint_model::databricks::provider::is_open_id;
use bricklint_model::databricks::role_user::{Purpose, RoleUser};
use bricklint_model::stack::StackKind;
use bricklint_model::tri::{self, Tri};
use bricklint_model::view::{self, Node};

use crate::engine::{Check, Context, Of, Rule};
use crate::outcome::Outcome;

/// A role that Databricks may assume asks for the external id.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "trust-external-id",
        area: "iam",
        severity: Severity::Error,
        summary: "A trust statement that lets Databricks assume a role requires a non-empty `sts:ExternalId`: the storage credential's `external_id` for Unity Catalog, `databricks-serverless-` and the workspace id for serverless SQL, the Databricks account id for anything else.",
        level: Level::Default,
        scope: Scope::Instance,
        since: None,
    },
    check: Check { of: Of::Resources(&[IamRole::TYPE]), run: check, near: false },
};

const FOR_UNITY_CATALOG: &str =
    "require `sts:ExternalId` to equal `aws_iam_role[0].external_id` of the storage credential";
const FOR_SERVERLESS: &str =
    "require `sts:ExternalId` to equal `databricks-serverless-` and the id of the workspace";
const FOR_ACCOUNT: &str = "require `sts:ExternalId` to equal the Databricks account id";

/// How the ids begin that Databricks sends for serverless SQL.
const SERVERLESS: &str = "databricks-serverless-";

/// Labels of ids that can be of somebody else, whom no resource here tells of.
const NOT_THE_ACCOUNT: &str = "not the account id";
const NOT_THE_CREDENTIAL: &str = "not that of the credential";

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let role = IamRole(node);
    let place = role.trust_policy().place();
    match role.trust() {
        Attr::Absent => {}
        Attr::Unknown(cause) => {
            let message = format!("it is not known whether Databricks may assume `{}`", node.address());
            ctx.undecided(place, cause, message);
        }
        Attr::Known(policy) => {
            let message = format!("`{}` can have more trust statements than are known", node.address());
            let credentials = role.uses();
            let statements = ctx.each_of(policy.statements, place, &message);
            let trusted: Vec<DatabricksPrincipal> = statements.iter().flat_map(identities).collect();
            let mut found = Vec::new();
            for statement in &statements {
                // What may deny: every other statement.
                let denies = |other: &&Statement| {
                    !std::ptr::eq(*other, statement) && !other.denies(ASSUME_ROLE).is_false()
                };
                let denials: Vec<&Statement> = statements.iter().filter(denies).collect();
                found.push(check_statement(ctx, role, &credentials, &trusted, statement, &denials));
            }
            // Statements are alternatives, as the values of one are.
            let right: Vec<Value> = found.iter().flat_map(Accepted::rightly).cloned().collect();
            let is_among = |who: &Value| right.iter().any(|other| tri::equals(who, other).is_true());
            let mut accepted = Vec::new();
            for one in found {
                accepted.push(match one {
                    Accepted::Others { whom, ids, .. } if !whom.is_empty() && whom.iter().all(is_among) => {
                        Some(ids)
                    }
                    Accepted::Others { report, .. } => {
                        report(ctx);
                        None
                    }
                    Accepted::Ids { ids, .. } => Some(ids),
                    Accepted::Nothing => Some(Vec::new()),
                    Accepted::Unclear => None,
                });
            }
            // What is reported, or cannot be told, can be of any credential.
            if let Some(ids) = accepted.into_iter().collect::<Option<Vec<_>>>() {
                shared(ctx, role, &credentials, ids.into_iter().flatten());
            }
        }
    }
}

/// What a statement accepts of Databricks, which it names as `whom`.
enum Accepted<'w> {
    /// Nothing.
    Nothing,
    /// One of these external ids, of which one is right for some credential.
    Ids { whom: Vec<Value>, ids: Vec<Value> },
    /// One of these, which can all be of somebody else: to be reported where no other statement accepts the right one.
    Others { whom: Vec<Value>, ids: Vec<Value>, report: Box<dyn FnOnce(&mut Context<'w>) + 'w> },
    /// Something that is reported, or cannot be told.
    Unclear,
}

impl Accepted<'_> {
    /// Whom it accepts with the right id.
    fn rightly(&self) -> &[Value] {
        if let Self::Ids { whom, .. } = self { whom } else { &[] }
    }
}

/// An external id, with the credentials that it is of, and whether it surely is that.
type Accepts<'w> = (Value, (Vec<Node<'w>>, bool));

/// A role that several credentials use, and that accepts the external ids of some of them.
fn shared<'w>(
    ctx: &mut Context<'w>,
    role: IamRole<'w>,
    credentials: &[RoleUse<'w>],
    ids: impl Iterator<Item = Value>,
) {
    if !credentials.iter().any(|u| u.exact) {
        return;
    }
    let with_sources = |id| {
        let sources = sources_of(role, &id);
        (id, sources)
    };
    let ids: Vec<Accepts<'w>> = ids.map(with_sources).collect();
    let judged = |(at, purpose): (usize, Purpose)| {
        let mut of: [Option<RoleUser<'w>>; 3] = [None; 3];
        for user in credentials.iter().filter(|u| u.exact && u.user.purpose == purpose).map(|u| u.user) {
            let first = match ids.iter().map(|id| is_of(role, user, id)).max() {
                Some(Tri::True) => 0,
                Some(Tri::False) => 1,
                Some(Tri::Unknown) => 2,
                None => continue,
            };
            if let Some(first) = of.get_mut(first) {
                *first = first.or(Some(user));
            }
        }
        (at, of)
    };
    let both = [(0, Purpose::UnityCatalog), (1, Purpose::Account)].map(judged);
    for (at, [own, left, open]) in both {
        let other = both.iter().find(|(of, _)| *of != at).and_then(|(_, [right, ..])| *right);
        if let Some(right) = own.or(other) {
            report_shared(ctx, role, right, left, open);
        } else if let Some(left) = left.filter(|_| at == 0) {
            of_others(ctx, role, left, &ids);
        }
    }
}

/// Says that a role accepts no id of a credential that uses it, but those of others, of which it is not known that they use
/// another role.
fn of_others<'w>(ctx: &mut Context<'w>, role: IamRole<'w>, left: RoleUser<'w>, ids: &[Accepts<'w>]) {
    if ids.iter().any(|(_, (sources, certain))| sources.is_empty() || !certain) {
        return;
    }
    let Some(first) = ids.iter().find_map(|(_, (sources, _))| sources.first()) else { return };
    let arn = |node: Node<'w>| RoleUser::of(node)?.role_arn()?.value().and_then(Arn::parse);
    let of_one_account = || Some(aws::account::same(role.0.graph(), &arn(*first)?, &arn(left.node)?));
    let (address, theirs, own) = (role.0.address(), first.address(), left.node.address());
    let place = role.trust_policy().place();
    // An ARN without a value can be of the account of the role, and that of the credential of another.
    let outcome = if of_one_account() == Some(Tri::True) {
        let message = format!(
            "`{address}` requires the external id of `{theirs}`, and `{own}` uses the role, with an id of its own"
        );
        report(ctx, role, None, message)
    } else {
        let message = format!(
            "it is not known whether `{address}`, which requires the external id of `{theirs}`, is the role of `{own}`"
        );
        let cause = role_doubt(role, *first).unwrap_or_else(|| not_known("role_arn"));
        ctx.undecided(place, cause, message)
    };
    outcome
        .help(FOR_UNITY_CATALOG)
        .label("not the id of the credential")
        .related_node("this credential uses the role", left.node);
}

/// Says what is wrong with a trust policy. One that others change is not known, as is one of which there is a doubt.
fn report<'c, 'w>(
    ctx: &'c mut Context<'w>,
    role: IamRole<'w>,
    doubt: Option<Cause>,
    message: String,
) -> &'c mut Outcome {
    let place = role.trust_policy().place();
    match doubt.or_else(|| role.left_trust()) {
        None => ctx.violated(place, message),
        Some(cause) => ctx.undecided(place, cause, message),
    }
}

/// Why it is not known whether a credential uses a role.
fn role_doubt<'w>(role: IamRole<'w>, node: Node<'w>) -> Option<Cause> {
    let user = RoleUser::of(node)?;
    role.use_doubt(user).or_else(|| role.doubt(user.role_arn()?.value()?))
}

/// Says that a role accepts the id of one credential, and not or perhaps not that of another.
fn report_shared<'w>(
    ctx: &mut Context<'w>,
    role: IamRole<'w>,
    right: RoleUser<'w>,
    left: Option<RoleUser<'w>>,
    open: Option<RoleUser<'w>>,
) {
    let address = role.0.address();
    let place = role.trust_policy().place();
    let whose = match right.purpose {
        Purpose::UnityCatalog => "external id",
        Purpose::Account => "account id",
    };
    let own = right.node.address();
    if let Some(left) = left {
        let (how, help) = match (right.purpose, left.purpose) {
            (Purpose::Account, Purpose::Account) => (
                "from another Databricks account",
                "require one of the ids of all accounts that use the role, or give each a role of its own",
            ),
            (_, Purpose::UnityCatalog) => (
                "with an id of its own",
                "require one of the external ids of all credentials that use the role, or give each a role of its own",
            ),
            (Purpose::UnityCatalog, Purpose::Account) => (
                "with the Databricks account id",
                "require one of the external id and the account id, or give each a role of its own",
            ),
        };
        let other = left.node.address();
        let message =
            format!("`{address}` requires the {whose} of `{own}`, and `{other}` uses the role too, {how}");
        report(ctx, role, None, message)
            .help(help)
            .label("not the id of each credential")
            .related_node("this credential cannot use the role", left.node)
            .related_node("this one can", right.node);
        return;
    }
    let is_account = |user: &RoleUser<'w>| user.purpose == Purpose::Account;
    let Some(open) = open.filter(|open| is_account(open) || is_account(&right)) else { return };
    let (cause, its, subject) = match open.purpose {
        Purpose::Account => (account::id_of(open.node).and_then(Value::cause).cloned(), "that", "account_id"),
        Purpose::UnityCatalog => (None, "the external id", "external_id"),
    };
    let message = format!(
        "it is not known whether `{address}`, which requires the {whose} of `{own}`, accepts {its} of `{}` too",
        open.node.address()
    );
    let help = if is_account(&open) { FOR_ACCOUNT } else { FOR_UNITY_CATALOG };
    ctx.undecided(place, cause.unwrap_or_else(|| not_known(subject)), message).help(help);
}

/// See [`RoleUser::with_external_id`].
fn sources_of<'w>(role: IamRole<'w>, value: &Value) -> (Vec<Node<'w>>, bool) {
    RoleUser::with_external_id(role.0, value)
}

/// Whether an external id that a role accepts is the one that Databricks sends for a credential.
fn is_of<'w>(role: IamRole<'w>, user: RoleUser<'w>, (id, (sources, certain)): &Accepts<'w>) -> Tri {
    match user.purpose {
        Purpose::UnityCatalog => {
            let own = user.external_id();
            match own.as_ref().and_then(|own| Some(tri::equals(own.value()?, id))) {
                // What is looked up can be any credential.
                Some(Tri::Unknown) | None if !sources.iter().all(|source| source.is_managed()) => {
                    Tri::Unknown
                }
                Some(Tri::Unknown) | None if !sources.is_empty() => Tri::from(sources.contains(&user.node)),
                Some(Tri::Unknown) | None if is_of_an_account(role, id) => Tri::False,
                found => found.unwrap_or(Tri::Unknown),
            }
        }
        // That of a credential is none of an account.
        Purpose::Account if *certain && !sources.is_empty() => Tri::False,
        Purpose::Account => match account::id_of(user.node) {
            Some(own) if is_filled_in(own) => tri::equals(own, id),
            _ => Tri::Unknown,
        },
    }
}

/// The identities of Databricks that a statement surely lets in.
fn identities(statement: &Statement) -> Vec<DatabricksPrincipal> {
    let is_closed = matches!(statement.admits(&AnyOfDatabricks { is_own: &|_| false }), Admission::No(_));
    if is_closed || !statement.allows(ASSUME_ROLE).is_true() {
        return Vec::new();
    }
    let (principals, _) = statement.principals().into_parts();
    let named = principals.iter().filter_map(|principal| match statement.party(principal) {
        Party::Databricks(identity) => Some(identity),
        _ => None,
    });
    named.collect()
}

/// Whether conditions say whom else a statement is for: by account, organisation, ARN or external id.
fn is_for_others(statement: &Statement) -> bool {
    let (conditions, _) = statement.conditions().into_parts();
    let says = |condition: &Condition| {
        let key = condition.key.to_ascii_lowercase();
        condition.is_about(EXTERNAL_ID) || key.starts_with("aws:principal")
    };
    conditions.iter().any(|condition| !condition.operator.holds_without_key && says(condition))
}

/// `trusted` are the identities of Databricks that the statements of the policy let in.
fn check_statement<'w>(
    ctx: &mut Context<'w>,
    role: IamRole<'w>,
    credentials: &[RoleUse<'w>],
    trusted: &[DatabricksPrincipal],
    statement: &Statement,
    denials: &[&Statement],
) -> Accepted<'w> {
    let allows = statement.allows(ASSUME_ROLE);
    if allows.is_false() {
        return Accepted::Nothing;
    }
    let serves = |purpose| credentials.iter().any(|u| u.exact && u.user.purpose == purpose);
    let (principals, mut open) = statement.principals().into_parts();
    let is_used = credentials.iter().any(|u| u.exact);
    let is_own = |id: &Value| role.has_account(id, &tri::equals, true).is_true();
    let admitted = statement.admits(&AnyOfDatabricks { is_own: &is_own });
    if matches!(admitted, Admission::No(_)) {
        return Accepted::Nothing;
    }
    let mut whom = Vec::new();
    let mut serverless = 0;
    let mut for_catalog = false;
    let mut for_account = serves(Purpose::Account);
    for principal in &principals {
        match role.self_trust(statement, principal) {
            SelfTrust::ByName => continue,
            SelfTrust::InAccount if principal.value.as_str() != Some("*") => continue,
            _ => {}
        }
        for_catalog |= match statement.party(principal) {
            Party::Databricks(DatabricksPrincipal::UnityCatalog) => true,
            Party::Databricks(DatabricksPrincipal::Account) => {
                serves(Purpose::UnityCatalog) && !serves(Purpose::Account)
            }
            Party::Databricks(DatabricksPrincipal::LogDelivery) => {
                for_account = true;
                false
            }
            Party::Databricks(DatabricksPrincipal::Serverless) => {
                serverless += 1;
                false
            }
            // What is asked of everybody beside Databricks is for somebody else.
            Party::Anyone if is_used || !trusted.is_empty() && !is_for_others(statement) => {
                if let Admission::Unknown(cause) = &admitted {
                    open = open.or_else(|| Some(cause.clone()));
                    continue;
                }
                if is_used {
                    serves(Purpose::UnityCatalog) && !serves(Purpose::Account)
                } else {
                    trusted.iter().all(|identity| *identity == DatabricksPrincipal::UnityCatalog)
                }
            }
            Party::Account(_) | Party::Unknown(_) if role.is_beside_it(principal) => continue,
            Party::Account(id) if id.is_unknown() && !is_ours(&id) => {
                open = open.or_else(|| id.cause().cloned());
                continue;
            }
            Party::Anyone | Party::Account(_) | Party::Other => continue,
            Party::Unknown(cause) => {
                open = open.or(Some(cause));
                continue;
            }
        };
        whom.push(principal.value.clone());
    }
    let place = role.trust_policy().place();
    let address = role.0.address();
    let (who, doubt) = match (whom.first(), open) {
        (None, None) => return Accepted::Nothing,
        (Some(who), _) => {
            let doubt = allows
                .is_unknown()
                .then(|| statement.doubt(ASSUME_ROLE).unwrap_or_else(|| not_known("Effect")));
            (view::shown(who), doubt)
        }
        (None, Some(cause)) => {
            for_catalog = serves(Purpose::UnityCatalog) && !serves(Purpose::Account);
            ("somebody who may be Databricks".to_owned(), Some(cause))
        }
    };
    let for_serverless = serverless > 0 && serverless == whom.len();
    let help = if for_catalog {
        FOR_UNITY_CATALOG
    } else if for_serverless {
        FOR_SERVERLESS
    } else {
        FOR_ACCOUNT
    };
    // What names somebody unknown may be of no concern to Databricks.
    let for_account = Tri::from(for_account).or(if whom.is_empty() { Tri::Unknown } else { Tri::False });
    let required = match required(statement) {
        no @ Required::No(..) => required_by_denial(denials, whom.first()).unwrap_or(no),
        other => other,
    };
    // What differs between instances is the id, where it is that.
    let mut template = String::new();
    let mut others = None;
    let (message, label) = match required {
        // The id of a workspace is that of no credential.
        Required::Yes(_) if for_serverless => return Accepted::Nothing,
        Required::Yes(sets) => {
            let mut judged = sets.iter().map(|ids| judge(role, credentials, ids, for_catalog, for_account));
            let first = judged.next().unwrap_or(Judged::Right);
            let mut wrong = || judged.find(|other| matches!(other, Judged::Wrong(..)));
            let found = if matches!(first, Judged::Wrong(..)) { first } else { wrong().unwrap_or(first) };
            let ids = sets.into_iter().next().unwrap_or_default();
            match found {
                Judged::Right if doubt.is_none() => return Accepted::Ids { whom, ids },
                Judged::Right => return Accepted::Unclear,
                Judged::Wrong(message, label) => {
                    template = format!("`{address}` requires what is {label}");
                    others = matches!(label, NOT_THE_ACCOUNT | NOT_THE_CREDENTIAL).then_some(ids);
                    (message, label)
                }
                Judged::Unknown(cause) => {
                    let whose = if for_catalog {
                        "that of its storage credential"
                    } else {
                        "the Databricks account id"
                    };
                    let message = format!(
                        "it is not known whether the `{EXTERNAL_ID}` that `{address}` requires is {whose}"
                    );
                    let report = move |ctx: &mut Context<'w>| {
                        ctx.undecided(place, cause, message).help(help);
                    };
                    return Accepted::Others { whom, ids, report: Box::new(report) };
                }
            }
        }
        Required::Never => {
            let message = format!("the conditions of `{address}` on `{EXTERNAL_ID}` hold for no id at once");
            (message, "never met together")
        }
        Required::No(why, label) => (format!("`{address}` lets {who} assume it {why}"), label),
        Required::Unknown(cause) => {
            let message = format!("it is not known whether `{address}` requires an `{EXTERNAL_ID}` of {who}");
            ctx.undecided(place, cause, message).help(help);
            return Accepted::Unclear;
        }
    };
    let users: Vec<Node<'w>> = credentials.iter().map(|use_| use_.user.node).collect();
    let say = move |ctx: &mut Context<'w>| {
        let outcome = report(ctx, role, doubt, message);
        outcome.help(help).label(label).template(template);
        for user in users {
            outcome.related_node("Databricks uses the role here", user);
        }
    };
    if let Some(ids) = others {
        return Accepted::Others { whom, ids, report: Box::new(say) };
    }
    say(ctx);
    Accepted::Unclear
}

/// Whether a statement requires an external id.
enum Required {
    /// One of the first of these, each of which is set, and one of each of the others.
    Yes(Vec<Vec<Value>>),
    /// Ids that no request has at once.
    Never,
    /// It does not, in the words of a message and of a label.
    No(String, &'static str),
    /// Not to be told.
    Unknown(Cause),
}

fn required(statement: &Statement) -> Required {
    let (conditions, more) = statement.conditions().into_parts();
    let about: Vec<&Condition> = conditions.iter().filter(|c| c.is_about(EXTERNAL_ID)).collect();
    let nulls = || about.iter().filter(|c| c.operator.test == Test::Null);
    let present = nulls().any(|c| c.values.iter().all(|value| is_flag(value, false)));
    let perhaps = nulls().flat_map(|c| &c.values).find_map(Value::cause);
    let mut why = (format!("without an `{EXTERNAL_ID}`"), "no external id");
    let mut open = more;
    for condition in &about {
        let operator = &condition.operator;
        if operator.negated || !matches!(operator.test, Test::Equals | Test::EqualsFolded | Test::Like) {
            continue;
        }
        if let Some(cause) = perhaps.filter(|_| operator.holds_without_key && !present) {
            open = open.or_else(|| Some(cause.clone()));
            continue;
        }
        if operator.holds_without_key && !present {
            let name = if condition.is_secret() { "a test" } else { &*format!("`{}`", operator.text) };
            why = (
                format!("also without an `{EXTERNAL_ID}`, because {name} holds when there is none"),
                "the external id is optional",
            );
            continue;
        }
        if operator.test == Test::Like {
            let found =
                condition.values.iter().fold(Tri::False, |found, value| found.or(has_wildcard(value)));
            if found.is_true() {
                why = (format!("with any `{EXTERNAL_ID}` that fits a wildcard"), "a wildcard");
                continue;
            }
            if found.is_unknown() {
                open = open.or_else(|| condition.values.iter().find_map(|value| value.cause().cloned()));
                continue;
            }
        }
        let set: Vec<Value> = condition
            .values
            .iter()
            .filter(|v| !view::is_set(v).is_false())
            .map(|v| sent(condition, v))
            .collect();
        if set.iter().any(|value| view::is_set(value).is_true() && !is_list(value)) {
            return together(condition, set, &about);
        }
        match set.first() {
            None => why = (format!("with an empty `{EXTERNAL_ID}`"), "the external id is empty"),
            Some(value) => open = open.or_else(|| value.cause().cloned()),
        }
    }
    match open {
        Some(cause) => Required::Unknown(cause),
        None => Required::No(why.0, why.1),
    }
}

/// The ids that one condition requires, as far as the others let them through.
fn together(own: &Condition, mut ids: Vec<Value>, about: &[&Condition]) -> Required {
    let others = || about.iter().filter(|other| !std::ptr::eq(**other, own));
    ids.retain(|id| others().all(|other| !lets_through(other, id).is_false()));
    if ids.is_empty() {
        return Required::Never;
    }
    let is_exact = |other: &&&Condition| {
        let is_text: fn(&Value) -> bool = match other.operator.test {
            Test::Equals | Test::EqualsFolded => |_| true,
            Test::Like => |value| has_wildcard(value).is_false(),
            Test::Arn | Test::Null | Test::Other => |_| false,
        };
        !other.operator.negated && other.values.iter().all(|value| !is_list(value) && is_text(value))
    };
    let more = others().filter(is_exact);
    let more = more.map(|other| other.values.iter().map(|value| sent(other, value)).collect());
    Required::Yes(std::iter::once(ids).chain(more).collect())
}

/// An id that a condition requires as Databricks sends it: in lower case, where case does not count.
fn sent(condition: &Condition, id: &Value) -> Value {
    match id.as_str().filter(|_| condition.operator.test == Test::EqualsFolded) {
        Some(text) => {
            let folded = Value::string(text.to_ascii_lowercase());
            folded.with_marks(id.marks()).with_provenance(id.provenance())
        }
        None => id.clone(),
    }
}

/// Whether a condition holds for a request with this external id.
fn lets_through(condition: &Condition, id: &Value) -> Tri {
    let fits = match condition.operator.test {
        Test::Equals => tri::equals,
        Test::EqualsFolded => equals_folded,
        Test::Like => like,
        // There is an id, so it is not null.
        Test::Null => {
            let asks = condition.values.first().is_some_and(|value| is_flag(value, true));
            return if asks { Tri::False } else { Tri::Unknown };
        }
        Test::Arn | Test::Other => return Tri::Unknown,
    };
    let one = |value: &Value| if is_list(value) || is_list(id) { Tri::Unknown } else { fits(value, id) };
    let found = condition.values.iter().fold(Tri::False, |found, value| found.or(one(value)));
    if condition.operator.negated { found.negate() } else { found }
}

/// Whether a value is an unknown list, which can be empty, or hold no more than what it surely holds.
fn is_list(value: &Value) -> bool {
    let is_one = |ty: &Type| matches!(ty, Type::String | Type::Number | Type::Bool | Type::Dynamic);
    value.as_unknown().is_some_and(|unknown| !is_one(&unknown.ty) || unknown.refinements.items.is_some())
}

/// Whether a pattern holds a wildcard. What an apply makes can, but for the id of a credential; what a variable is set to
/// is judged as a value of its own.
fn has_wildcard(pattern: &Value) -> Tri {
    let holds = |text: &str| text.contains(['*', '?']);
    if let Some(unknown) = pattern.as_unknown() {
        let is_id = unknown.symbol.as_deref().is_some_and(|symbol| symbol.path.ends_with("external_id"));
        let is_given = unknown.cause.kind == CauseKind::Variable;
        return if is_id || is_given { Tri::False } else { Tri::Unknown };
    }
    let in_part = |part: &Segment| matches!(part, Segment::Known(text) if holds(text));
    let in_parts = || pattern.as_segments().unwrap_or_default().iter().any(in_part);
    Tri::from(pattern.as_str().is_some_and(holds) || in_parts())
}

/// Whether statements that deny require an external id: `StringNotEquals` holds for a request without the
/// key, so what is left has one of the values. `None` where nothing is denied to the principal.
fn required_by_denial(denials: &[&Statement], who: Option<&Value>) -> Option<Required> {
    let mut open = None;
    for denial in denials {
        let (principals, more) = denial.principals().into_parts();
        let covered = principals.iter().fold(Tri::from(false), |found, principal| {
            let same = who.map_or(Tri::Unknown, |who| tri::equals(&principal.value, who));
            found.or(match principal.party() {
                Party::Anyone => Tri::True,
                // One of those whom `*` lets in.
                Party::Databricks(_) if who.and_then(Value::as_str) == Some("*") => Tri::Unknown,
                _ => same,
            })
        });
        if covered.is_false() && more.is_none() {
            continue;
        }
        let (conditions, others) = denial.conditions().into_parts();
        let exact = |c: &&Condition| {
            c.is_about(EXTERNAL_ID) && c.operator.text.to_ascii_lowercase().starts_with("stringnotequals")
        };
        if let [condition] = conditions.as_slice()
            && exact(&condition)
            && others.is_none()
            && covered.is_true()
            && denial.denies(ASSUME_ROLE).is_true()
            && !condition.values.is_empty()
            && condition.values.iter().all(|value| view::is_set(value).is_true())
        {
            return Some(Required::Yes(vec![condition.values.clone()]));
        }
        let doubt = denial.denies(ASSUME_ROLE).is_unknown().then(|| denial.doubt(ASSUME_ROLE)).flatten();
        open = open.or_else(|| doubt.map(Required::Unknown)).or_else(|| {
            let text = "whether a statement that denies applies is not evaluated";
            Some(Required::Unknown(Cause::new(CauseKind::Limit, "Deny", text)))
        });
    }
    open
}

/// Whether an external id is the right one.
enum Judged {
    Right,
    /// The message and the label.
    Wrong(String, &'static str),
    Unknown(Cause),
}

/// `for_account` says whether the role certainly serves something else than Unity Catalog, where it serves Databricks at all.
fn judge<'w>(
    role: IamRole<'w>,
    credentials: &[RoleUse<'w>],
    values: &[Value],
    for_catalog: bool,
    for_account: Tri,
) -> Judged {
    let mut wrong = None;
    let mut unknown = None;
    for value in values {
        let judged = if for_catalog {
            of_credential(role, credentials, value)
        } else {
            of_account(role, credentials, value, for_account)
        };
        match judged {
            Judged::Right if is_list(value) => unknown = Some(Judged::Unknown(known_after_apply(value))),
            Judged::Right => return Judged::Right,
            Judged::Wrong(..) => wrong = wrong.or(Some(judged)),
            Judged::Unknown(_) => unknown = unknown.or(Some(judged)),
        }
    }
    unknown.or(wrong).unwrap_or(Judged::Right)
}

/// Whether a statement requires an external id that Unity Catalog surely does not send.
pub(super) fn refuses_catalog<'w>(
    role: IamRole<'w>,
    credentials: &[RoleUse<'w>],
    statement: &Statement,
) -> bool {
    let (conditions, _) = statement.conditions().into_parts();
    let is_wrong = |value: &Value| {
        view::is_set(value).is_false() || matches!(of_credential(role, credentials, value), Judged::Wrong(..))
    };
    conditions.iter().filter(|c| c.is_about(EXTERNAL_ID) && !c.operator.holds_without_key).any(|c| {
        match c.operator.test {
            Test::Equals | Test::EqualsFolded => c.values.iter().all(is_wrong),
            Test::Like => c.values.iter().all(|value| has_wildcard(value).is_false() && is_wrong(value)),
            Test::Null => c.values.iter().all(|value| is_flag(value, true)),
            Test::Arn | Test::Other => false,
        }
    })
}

/// Unity Catalog sends the external id of the credential.
fn of_credential<'w>(role: IamRole<'w>, credentials: &[RoleUse<'w>], value: &Value) -> Judged {
    let address = role.0.address();
    let of_catalog: Vec<&RoleUse<'w>> =
        credentials.iter().filter(|u| u.user.purpose == Purpose::UnityCatalog).collect();
    let mut others = !of_catalog.is_empty() && of_catalog.iter().all(|u| u.exact);
    for use_ in &of_catalog {
        match use_.user.external_id().and_then(|id| Some(tri::equals(id.value()?, value))) {
            Some(Tri::True) if use_.exact => return Judged::Right,
            Some(Tri::False) => {}
            Some(Tri::True | Tri::Unknown) | None => others = false,
        }
    }
    let graph = role.0.graph();
    let (sources, certain) = sources_of(role, value);
    match of_another(role, &sources) {
        Some(wrong) if certain => return wrong,
        // There can be more in it than that.
        Some(_) => return Judged::Unknown(known_after_apply(value)),
        // A plan tells what an argument refers to, and not what is made of that.
        None if !sources.is_empty()
            && (certain || graph.graph.stack.kind == StackKind::Plan)
            && !(others && value.as_str().is_some()) =>
        {
            // Nor which of several is taken.
            if !certain && sources.iter().any(|node| uses_another(*node, role)) {
                return Judged::Unknown(known_after_apply(value));
            }
            return perhaps_of_another(role, credentials, &sources).unwrap_or(Judged::Right);
        }
        None => {}
    }
    if is_of_an_account(role, value) {
        if of_catalog.is_empty() {
            if role.is_of_workspace_storage() {
                return Judged::Right;
            }
            match role.is_of_workspace_storage_elsewhere() {
                (Tri::True, _) => return Judged::Right,
                (Tri::Unknown, cause) => {
                    return Judged::Unknown(cause.unwrap_or_else(|| known_after_apply(value)));
                }
                (Tri::False, _) => {}
            }
        }
        let message = format!(
            "`{address}` requires the Databricks account id as `{EXTERNAL_ID}`, but Unity Catalog sends the `external_id` of the credential"
        );
        return Judged::Wrong(message, "the account id");
    }
    if is_placeholder(value) {
        return Judged::Wrong(placeholder(address, value), "a placeholder");
    }
    if is_of_something_else(value) {
        let message = format!(
            "`{address}` requires {} as `{EXTERNAL_ID}`, but Unity Catalog sends the `external_id` of the credential",
            view::shown(value)
        );
        return Judged::Wrong(message, "of something else");
    }
    if others && value.as_str().is_some() {
        let message = format!(
            "`{address}` requires {} as `{EXTERNAL_ID}`, but its credential has another `external_id`",
            view::shown(value)
        );
        return Judged::Wrong(message, NOT_THE_CREDENTIAL);
    }
    Judged::Unknown(known_after_apply(value))
}

/// Why an external id is not known to be that of the credential.
fn known_after_apply(value: &Value) -> Cause {
    value.cause().cloned().unwrap_or_else(|| {
        let text = "the `external_id` of the credential is known after apply";
        Cause::new(CauseKind::AfterApply, "external_id", text)
    })
}

/// What is wrong where the credentials that an external id is of all use another role.
fn of_another(role: IamRole<'_>, sources: &[Node<'_>]) -> Option<Judged> {
    let first = sources.first()?;
    sources.iter().all(|node| uses_another(*node, role)).then(|| {
        let message = format!(
            "`{}` requires the external id of `{}`, which uses another role",
            role.0.address(),
            first.address()
        );
        Judged::Wrong(message, "of another credential")
    })
}

/// Whether a credential certainly uses another role than this.
fn uses_another<'w>(node: Node<'w>, role: IamRole<'w>) -> bool {
    let Some(arn) = RoleUser::of(node).and_then(RoleUser::role_arn) else { return false };
    // One that only may use it does not where its ARN is another.
    !role.uses().iter().any(|use_| use_.exact && use_.user.node == node)
        && arn.value().is_some_and(|value| role.is_arn(value).is_false())
}

/// What is said where the credential that an external id is of may use another role. Where another one surely uses the role,
/// all statements together tell.
fn perhaps_of_another<'w>(
    role: IamRole<'w>,
    credentials: &[RoleUse<'w>],
    sources: &[Node<'w>],
) -> Option<Judged> {
    if credentials.iter().any(|u| u.exact && u.user.purpose == Purpose::UnityCatalog) {
        return None;
    }
    let open = sources.iter().find(|node| may_use(**node, role))?;
    Some(Judged::Unknown(role_doubt(role, *open).unwrap_or_else(|| not_known("role_arn"))))
}

/// Whether it is not known if a credential uses a role: its ARN, or the name of the role, has no value.
fn may_use<'w>(node: Node<'w>, role: IamRole<'w>) -> bool {
    let arn = RoleUser::of(node).and_then(RoleUser::role_arn);
    !role.uses().iter().any(|use_| use_.exact && use_.user.node == node)
        && arn.and_then(|arn| arn.value()).is_some_and(|value| role.is_arn(value).is_unknown())
}

/// Everything else sends the account id.
fn of_account(role: IamRole<'_>, credentials: &[RoleUse<'_>], value: &Value, for_account: Tri) -> Judged {
    let address = role.0.address();
    if is_placeholder(value) {
        return Judged::Wrong(placeholder(address, value), "a placeholder");
    }
    if is_of_aws(value) {
        let message = format!(
            "`{address}` requires {} as `{EXTERNAL_ID}`, the number of an AWS account, but Databricks sends the id of the Databricks account, a UUID",
            view::shown(value)
        );
        return Judged::Wrong(message, "an AWS account");
    }
    let users = credentials.iter().filter(|u| u.exact && u.user.purpose == Purpose::Account);
    let accounts = users.map(|u| account::id_of(u.user.node).filter(|account| is_filled_in(account)));
    let accounts: Option<Vec<&Value>> = accounts.collect();
    let same = |account: &&Value| tri::equals(account, value);
    let accepted = accounts.as_ref().and_then(|accounts| accounts.iter().map(same).max());
    if accepted == Some(Tri::True) || is_said_by_databricks(value) {
        return Judged::Right;
    }
    if is_of_something_else(value) {
        let message = format!(
            "`{address}` requires {} as `{EXTERNAL_ID}`, but Databricks sends the id of the Databricks account",
            view::shown(value)
        );
        return Judged::Wrong(message, "of something else");
    }
    let (sources, certain) = sources_of(role, value);
    if !sources.is_empty() && !certain {
        return Judged::Unknown(known_after_apply(value));
    }
    if for_account.is_true()
        && let Some(first) = sources.first()
    {
        let message = format!(
            "`{address}` requires the external id of `{}`, which only Unity Catalog sends; here Databricks sends its account id",
            first.address()
        );
        return Judged::Wrong(message, "of a credential");
    }
    let judged = of_another(role, &sources).or_else(|| perhaps_of_another(role, credentials, &sources));
    if let Some(judged) = judged {
        return judged;
    }
    match (accounts.iter().flatten().next(), accepted) {
        (Some(account), Some(Tri::False)) => {
            let message = format!(
                "`{address}` requires {} as `{EXTERNAL_ID}`, but the Databricks account is {}",
                view::shown(value),
                view::shown(account)
            );
            Judged::Wrong(message, NOT_THE_ACCOUNT)
        }
        _ if !for_account.is_unknown() && is_no_account(role, value) => {
            let shown = view::shown(value);
            if for_account.is_true() {
                let message = format!(
                    "`{address}` requires {shown} as `{EXTERNAL_ID}`, but Databricks sends the id of the Databricks account, a UUID"
                );
                return Judged::Wrong(message, NOT_THE_ACCOUNT);
            }
            let user = role.named_by_databricks();
            let what = user.map_or_else(|| "the role".to_owned(), |user| format!("`{}`", user.address()));
            let text =
                format!("{shown} is no UUID, and nothing here says which id Databricks sends for {what}");
            Judged::Unknown(Cause::new(CauseKind::NotVisibleHere, EXTERNAL_ID, text))
        }
        // Of an argument of a provider a plan does not tell what is made.
        (Some(account), Some(Tri::Unknown)) if role.0.graph().graph.stack.kind == StackKind::Source => {
            let cause = account.cause().or_else(|| value.cause()).cloned();
            Judged::Unknown(cause.unwrap_or_else(|| not_known("account_id")))
        }
        _ => Judged::Right,
    }
}

/// Whether an account id is one, or not known: text of another form stands for an id that nobody has filled in.
fn is_filled_in(account: &Value) -> bool {
    !is_open_id(account)
}

/// Whether a value is text that is neither the id of a Databricks account nor one that Databricks sends for serverless SQL.
/// What an account is said to be here nobody has filled in.
fn is_no_account(role: IamRole<'_>, value: &Value) -> bool {
    let is_other = |text: &str| !is_uuid(text) && !text.starts_with(SERVERLESS) && !text.contains("${");
    value.as_str().is_some_and(is_other) && !account::ids(role.0.graph()).contains(&value)
}

/// Whether a value is the id of a Databricks account that something here is of.
fn is_of_an_account(role: IamRole<'_>, value: &Value) -> bool {
    let ids = account::ids(role.0.graph());
    ids.iter().any(|id| tri::equals(id, value).is_true()) || is_said_by_databricks(value)
}

/// Whether a value is the account id as Databricks says it of a credential, or of who calls (provider
/// `docs/resources/mws_credentials.md`, `docs/data-sources/current_config.md`).
fn is_said_by_databricks(value: &Value) -> bool {
    let symbol = value.symbol();
    symbol.is_some_and(|symbol| {
        let is = |resource: &str, path: &str| symbol.name.starts_with(resource) && &*symbol.path == path;
        is("databricks_mws_credentials.", "external_id")
            || is("data.databricks_current_config.", "account_id")
    })
}

/// Whether a value is the number of an AWS account: twelve digits, or what AWS says of itself.
fn is_of_aws(value: &Value) -> bool {
    value.as_str().is_some_and(is_account_id) || is_caller(value)
}

/// Whether a value is what is made up for something else: an attribute of a resource that nobody wrote, which is neither of an
/// account nor of a credential.
fn is_of_something_else(value: &Value) -> bool {
    let symbol = value.symbol();
    symbol.is_some_and(|symbol| {
        let (name, path) = (&*symbol.name, &*symbol.path);
        let is_id = |of: &str| path == of || path.strip_suffix(of).is_some_and(|head| head.ends_with('_'));
        match name.split_once('_').map_or("", |(provider, _)| provider) {
            "databricks" | "data.databricks" => {
                let other = ["id", "url", "arn"].into_iter().any(is_id);
                other && !path.ends_with("account_id") && !path.ends_with("external_id")
            }
            "aws" => is_id("arn") || path == "unique_id",
            "random" => matches!(path, "id" | "result" | "hex" | "dec" | "b64_std" | "b64_url"),
            "data.aws" => is_id("arn") || name.starts_with("data.aws_region."),
            _ => false,
        }
    })
}

fn is_placeholder(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with('<') && text.ends_with('>'))
}

fn placeholder(address: &str, value: &Value) -> String {
    format!("the `{EXTERNAL_ID}` that `{address}` requires is the placeholder {}", view::shown(value))
}

fn not_known(subject: &str) -> Cause {
    Cause::new(CauseKind::AfterApply, subject, format!("`{subject}` is not known"))
}
