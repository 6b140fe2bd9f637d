//! Whom the conditions of a trust statement let in.
//!
//! All conditions must hold, one value of each is enough, and a negated one holds where no value fits (IAM User Guide,
//! "Conditions with multiple context keys or values"). Whoever assumes a role has signed the request, so that
//! `aws:PrincipalArn` and `aws:PrincipalAccount` are always there ("AWS global condition context keys"). Other keys are not
//! evaluated; `sts:ExternalId` is the affair of who asks.

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;

use super::account::Test as Fits;
use super::arn::{Arn, equals_folded, like};
use super::partition::{self, LOG_DELIVERY_ROLE, UNITY_CATALOG_ROLE};
use super::policy::{
    Condition, DatabricksPrincipal, Party, Principal, Statement, Test, is_ours, is_unity_catalog, known_head,
    text_of,
};
use crate::links;

/// The key that keeps other customers of Databricks out.
pub const EXTERNAL_ID: &str = "sts:ExternalId";

/// The key that holds the ARN of who asks; of a session that of its role.
const ARN: &str = "aws:PrincipalArn";

/// The key that holds the account of who asks.
const ACCOUNT: &str = "aws:PrincipalAccount";

/// Who asks to assume a role: somebody, or any one of several.
pub trait Caller {
    /// Whether a value is the account, as `fits` compares them. With `sure` it is where that is known of all who ask;
    /// without, where it can be told of one and nothing speaks against it.
    fn has_account(&self, id: &Value, fits: Fits<'_>, sure: bool) -> Tri;
    /// The same of the ARN.
    fn has_arn(&self, arn: &Value, fits: Fits<'_>, sure: bool) -> Tri;
    /// Why neither can be told, where something else than the condition is why.
    fn doubt(&self, value: &Value) -> Option<Cause>;
}

/// Whether somebody fulfils the conditions of a statement.
#[derive(Clone, Debug)]
pub enum Admission {
    /// All that is evaluated.
    Yes,
    /// All but this one.
    No(Condition),
    /// Not to be told.
    Unknown(Cause),
}

impl Statement {
    /// Whether a caller fulfils its conditions.
    pub fn admits(&self, caller: &dyn Caller) -> Admission {
        self.fulfilled(|condition| {
            if condition.is_about(EXTERNAL_ID) {
                Ok(true)
            } else {
                condition.holds(caller, condition.operator.negated)
            }
        })
    }

    /// Whether a caller surely fulfils its conditions, as a denial asks.
    pub fn applies_to(&self, caller: &dyn Caller) -> Admission {
        self.fulfilled(|condition| condition.holds(caller, true))
    }

    fn fulfilled(&self, holds: impl Fn(&Condition) -> Result<bool, Cause>) -> Admission {
        let (conditions, mut open) = self.conditions().into_parts();
        for condition in conditions {
            match holds(&condition) {
                Ok(true) => {}
                Ok(false) => return Admission::No(condition),
                Err(cause) => open = open.or(Some(cause)),
            }
        }
        open.map_or(Admission::Yes, Admission::Unknown)
    }

    /// Who a principal is where the conditions narrow it down to an identity of Databricks.
    pub fn party(&self, principal: &Principal) -> Party {
        match principal.party() {
            party @ (Party::Anyone | Party::Databricks(DatabricksPrincipal::Account)) => {
                self.narrowed().map_or(party, Party::Databricks)
            }
            party => party,
        }
    }

    /// The identity of Databricks that a condition narrows everybody down to.
    fn narrowed(&self) -> Option<DatabricksPrincipal> {
        let (conditions, _) = self.conditions().into_parts();
        let narrows = |condition: &&Condition| {
            !condition.operator.holds_without_key && condition.names_callers() && !condition.values.is_empty()
        };
        let is_theirs = |account: Option<&str>| account.is_some_and(partition::is_databricks_account);
        conditions.iter().filter(narrows).find_map(|condition| {
            if condition.is_about(ACCOUNT) {
                let ids: Vec<Value> = condition.values.iter().map(text_of).collect();
                return ids.iter().all(|id| is_theirs(id.as_str())).then(|| of_accounts(ids.iter()));
            }
            let arns: Vec<Arn> = condition.values.iter().map(Arn::parse).collect::<Option<_>>()?;
            if !arns.iter().all(|arn| is_theirs(arn.account.as_str())) {
                return None;
            }
            let of_catalog = |arn: &Arn| {
                known_head(&arn.resource)
                    .strip_prefix("role/")
                    .is_some_and(|name| name.starts_with(UNITY_CATALOG_ROLE))
            };
            Some(if arns.iter().all(of_catalog) {
                DatabricksPrincipal::UnityCatalog
            } else {
                of_accounts(arns.iter().map(|arn| &arn.account))
            })
        })
    }
}

/// Who works from these accounts of Databricks.
fn of_accounts<'v>(mut ids: impl Iterator<Item = &'v Value>) -> DatabricksPrincipal {
    if ids.all(|id| DatabricksPrincipal::of_account(id.as_str()) == DatabricksPrincipal::Serverless) {
        DatabricksPrincipal::Serverless
    } else {
        DatabricksPrincipal::Account
    }
}

impl Condition {
    /// Whether it names who may ask, by ARN or by account.
    pub fn names_callers(&self) -> bool {
        (self.is_about(ACCOUNT) || self.names_by_arn())
            && !self.operator.negated
            && !matches!(self.operator.test, Test::Null | Test::Other)
    }

    /// Whether it is about the ARN of who asks.
    pub fn names_by_arn(&self) -> bool {
        self.is_about(ARN)
    }

    /// Whether a caller fulfils it, or why that cannot be told; see [`Caller::has_account`] for `sure`.
    fn holds(&self, caller: &dyn Caller, sure: bool) -> Result<bool, Cause> {
        let by_arn = self.names_by_arn();
        let fits: Fits<'_> = match self.operator.test {
            _ if !by_arn && !self.is_about(ACCOUNT) => return Err(self.not_evaluated()),
            Test::Equals => &tri::equals,
            Test::EqualsFolded => &equals_folded,
            Test::Like => &like,
            Test::Arn if by_arn => &like,
            // Whether the key is missing.
            Test::Null if self.values.iter().all(|value| is_flag(value, false)) => return Ok(true),
            Test::Null if self.values.iter().all(|value| is_flag(value, true)) => return Ok(false),
            _ => return Err(self.not_evaluated()),
        };
        let (mut found, mut open) = (Tri::False, None);
        for value in &self.values {
            let fit = if by_arn {
                caller.has_arn(value, fits, sure)
            } else {
                caller.has_account(&text_of(value), fits, sure)
            };
            if fit.is_unknown() {
                open = open.or_else(|| caller.doubt(value));
            }
            // The six parts of an ARN are compared one by one.
            found = found.or(if self.operator.test == Test::Arn { as_arn(value, fit) } else { fit });
        }
        match found {
            Tri::Unknown => Err(open.unwrap_or_else(|| self.not_evaluated())),
            found => Ok(found.is_true() != self.operator.negated),
        }
    }

    fn not_evaluated(&self) -> Cause {
        let key = self.shown_key();
        Cause::new(CauseKind::Limit, key, format!("the condition on `{key}` is not evaluated"))
    }
}

/// What a pattern matches where only an ARN is taken; `*` alone is.
pub(super) fn as_arn(pattern: &Value, found: Tri) -> Tri {
    let is_other = pattern.as_str().is_some_and(|text| text != "*") && Arn::parse(pattern).is_none();
    if is_other { found.and(Tri::Unknown) } else { found }
}

/// Whether a value of `Null` is a truth value, which may be written as text.
pub fn is_flag(value: &Value, flag: bool) -> bool {
    let word = if flag { "true" } else { "false" };
    value.as_bool() == Some(flag) || value.as_str().is_some_and(|text| text.eq_ignore_ascii_case(word))
}

/// Anybody in the AWS accounts of Databricks.
#[derive(Clone, Copy)]
pub struct AnyOfDatabricks<'o> {
    /// Whether an account surely is that of the role, which is not theirs.
    pub is_own: &'o dyn Fn(&Value) -> bool,
}

impl Caller for AnyOfDatabricks<'_> {
    fn has_account(&self, id: &Value, fits: Fits<'_>, _: bool) -> Tri {
        if is_ours(id) || (self.is_own)(id) {
            return Tri::False;
        }
        one_of_them(|(_, account)| fits(id, &Value::string(account)))
    }

    fn has_arn(&self, arn: &Value, fits: Fits<'_>, sure: bool) -> Tri {
        if is_unity_catalog(arn) {
            return Tri::from(!sure);
        }
        let parsed = Arn::parse(arn);
        let is_of_others = |arn: &Arn| (self.is_own)(&arn.account) || is_of_others(arn);
        if is_ours(arn) || parsed.as_ref().is_some_and(is_of_others) {
            return Tri::False;
        }
        let anybody = Value::unknown(Type::String, Cause::new(CauseKind::NotVisibleHere, "Databricks", ""));
        let found = one_of_them(|(partition, account)| {
            let head = format!("arn:{partition}:iam::{account}:");
            fits(arn, &links::prefixed(&head, &anybody))
        });
        // What is written out, and may fit, fits some and not all.
        let is_written = parsed.is_some() && arn.as_str().is_some_and(|text| !text.contains("${"));
        if found.is_unknown() && is_written { Tri::from(!sure) } else { found }
    }

    fn doubt(&self, value: &Value) -> Option<Cause> {
        value.cause().cloned()
    }
}

fn one_of_them(fits: impl Fn((&str, &str)) -> Tri) -> Tri {
    partition::accounts().fold(Tri::False, |found, account| found.or(fits(account)))
}

/// Whether an ARN, or a pattern, is of roles and users whose names are not those of Databricks, in an account that is not
/// known to be theirs.
fn is_of_others(arn: &Arn) -> bool {
    if is_ours(&arn.account) {
        return true;
    }
    let account = arn.account.as_str();
    if account.is_some_and(partition::is_databricks_account) {
        return false;
    }
    let head = known_head(&arn.resource);
    let known = head.find(['*', '?', '$']).unwrap_or(head.len());
    // Any role of that beginning in any account.
    if known < head.len() && account.is_some_and(|id| id.contains(['*', '?'])) {
        return false;
    }
    let head = head.get(..known).unwrap_or_default();
    head.strip_prefix("role/").or_else(|| head.strip_prefix("user/")).is_some_and(|name| {
        let begins = |prefix: &str| name.starts_with(prefix) || prefix.starts_with(name);
        !begins(UNITY_CATALOG_ROLE) && !begins(LOG_DELIVERY_ROLE)
    })
}

#[cfg(test)]
mod tests {
    use bricklint_lang::value::{Segment, Text};

    use super::*;
    use crate::attr::Attr;
    use crate::aws::policy::Policy;

    /// The role `arn:aws:iam::123456789012:role/uc`.
    struct Role;

    impl Caller for Role {
        fn has_account(&self, id: &Value, fits: Fits<'_>, _: bool) -> Tri {
            fits(id, &Value::string("123456789012"))
        }

        fn has_arn(&self, arn: &Value, fits: Fits<'_>, _: bool) -> Tri {
            fits(arn, &Value::string("arn:aws:iam::123456789012:role/uc"))
        }

        fn doubt(&self, _: &Value) -> Option<Cause> {
            None
        }
    }

    fn statement(condition: &str) -> Statement {
        let text = format!(r#"{{"Statement":[{{"Condition":{{{condition}}}}}]}}"#);
        let Attr::Known(policy) = Policy::read(&Value::string(&*text)) else { panic!("{text}") };
        policy.statements.into_parts().0.pop().unwrap()
    }

    fn tri(admission: &Admission) -> Tri {
        match admission {
            Admission::Yes => Tri::True,
            Admission::No(_) => Tri::False,
            Admission::Unknown(_) => Tri::Unknown,
        }
    }

    /// Conditions, whether Databricks fulfils them, and whether the role does.
    #[test]
    fn conditions_let_in_whom_they_name() {
        use Tri::{False, True, Unknown};
        let cases = [
            ("", True, True),
            (r#""StringEquals":{"sts:ExternalId":"x"}"#, True, True),
            (r#""StringEquals":{"aws:PrincipalAccount":"123456789012"}"#, False, True),
            (r#""StringEquals":{"AWS:principalaccount":["123456789012",414351767826]}"#, True, True),
            (r#""StringEqualsIfExists":{"aws:PrincipalAccount":"111122223333"}"#, False, False),
            (r#""StringNotEquals":{"aws:PrincipalAccount":"123456789012"}"#, True, False),
            (r#""StringNotEquals":{"aws:PrincipalAccount":["414351767826","111122223333"]}"#, False, True),
            (r#""StringLike":{"aws:PrincipalAccount":"4143*"}"#, True, False),
            (r#""StringEquals":{"aws:PrincipalAccount":"790110701330"}"#, True, False),
            (r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::790110701330:role/s*"}"#, True, False),
            (r#""ArnLike":{"aws:PrincipalAccount":"123456789012"}"#, Unknown, Unknown),
            (r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::414351767826:role/*"}"#, True, False),
            (r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"}"#, True, True),
            (r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/uc"}"#, False, True),
            (r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/u*"}"#, True, True),
            (r#""ArnLike":{"aws:PrincipalArn":"*:role/uc"}"#, Unknown, Unknown),
            (r#""ArnLike":{"aws:PrincipalArn":"*:role/other:x"}"#, Unknown, False),
            (r#""StringLike":{"aws:PrincipalArn":"*:role/uc"}"#, Unknown, True),
            (r#""StringLike":{"aws:PrincipalArn":"arn:aws:iam::4143*"}"#, True, False),
            (r#""StringEquals":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/UC"}"#, False, False),
            (
                r#""StringEqualsIgnoreCase":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/UC"}"#,
                False,
                True,
            ),
            (r#""ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::414351767826:role/x"}"#, True, True),
            (r#""ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::414351767826:*"}"#, False, True),
            (r#""ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/uc"}"#, True, False),
            (r#""Null":{"aws:PrincipalArn":"false"}"#, True, True),
            (r#""Null":{"aws:PrincipalArn":true}"#, False, False),
            (r#""Null":{"aws:PrincipalTag/x":"true"}"#, Unknown, Unknown),
            (r#""NumericEquals":{"aws:PrincipalAccount":"123456789012"}"#, Unknown, Unknown),
            (r#""StringEquals":{"aws:PrincipalOrgID":"o-1"}"#, Unknown, Unknown),
            (
                r#""StringEquals":{"aws:PrincipalOrgID":"o-1","aws:PrincipalAccount":"123456789012"}"#,
                False,
                Unknown,
            ),
        ];
        for (condition, databricks, role) in cases {
            let statement = statement(condition);
            let found = statement.admits(&AnyOfDatabricks { is_own: &|_| false });
            assert_eq!((tri(&found), tri(&statement.admits(&Role))), (databricks, role), "{condition}");
        }
    }

    #[test]
    fn an_account_that_is_not_known_may_be_theirs_unless_it_is_that_of_the_role() {
        let id = Value::unknown(Type::String, Cause::new(CauseKind::Variable, "var.account", "no value"));
        let any = AnyOfDatabricks { is_own: &|_| false };
        let arn = |name: &str| {
            let (head, tail) = (Segment::Known("arn:aws:iam::".into()), format!(":role/{name}"));
            let parts = [head, Segment::Hole(id.clone()), Segment::Known(tail.into())];
            Value::text(Text::Segmented(parts.into()))
        };
        assert_eq!(any.has_account(&id, &tri::equals, false), Tri::Unknown);
        assert_eq!(any.has_arn(&arn("*"), &like, false), Tri::Unknown);
        assert_eq!(any.has_arn(&arn("aws-reserved/*"), &like, false), Tri::False);
        assert_eq!(any.has_arn(&arn("unity-catalog-*"), &like, false), Tri::Unknown);
        let own = AnyOfDatabricks { is_own: &Value::is_unknown };
        assert_eq!(own.has_account(&id, &tri::equals, false), Tri::False);
        assert_eq!(own.has_arn(&arn("*"), &like, false), Tri::False);
    }

    #[test]
    fn a_denial_applies_where_that_is_sure() {
        let cases = [
            ("", Tri::True),
            (r#""ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/uc"}"#, Tri::False),
            (r#""ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/x"}"#, Tri::True),
            (r#""ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/uc"}"#, Tri::True),
            (r#""StringLike":{"aws:PrincipalArn":"*:role/u?"}"#, Tri::True),
            (r#""StringEquals":{"aws:PrincipalAccount":"123456789012"}"#, Tri::True),
            (r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/x*"}"#, Tri::False),
            (r#""StringNotEquals":{"sts:ExternalId":"x"}"#, Tri::Unknown),
            (r#""Bool":{"aws:SecureTransport":"false"}"#, Tri::Unknown),
        ];
        for (condition, want) in cases {
            assert_eq!(tri(&statement(condition).applies_to(&Role)), want, "{condition}");
        }
    }
}
