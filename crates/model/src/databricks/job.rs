//! `databricks_job`: tasks, what they run on, and the blocks they name (provider `docs/resources/job.md`).

use std::fmt;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::tri::Tri;

use crate::attr::Attr;
use crate::graph::EdgeKind;
use crate::keys::Keys;
use crate::partial::Partial;
use crate::view::{Block, Blocks, Field, Node};

/// A job.
#[derive(Clone, Copy, Debug)]
pub struct Job<'w>(pub Node<'w>);

impl<'w> Job<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_job";

    /// The `task` blocks.
    pub fn tasks(self) -> Blocks<'w> {
        self.0.blocks("task")
    }

    /// The `environment` blocks.
    pub fn environments(self) -> Blocks<'w> {
        self.0.blocks("environment")
    }

    /// The `job_cluster` blocks.
    pub fn job_clusters(self) -> Blocks<'w> {
        self.0.blocks("job_cluster")
    }

    /// All tasks: those of the job and the bodies of its loops.
    pub fn all_tasks(self) -> Partial<Task<'w>> {
        let (known, mut more) = self.tasks().partial().into_parts();
        let mut tasks = Vec::with_capacity(known.len());
        for block in known {
            let task = Task { job: self, block };
            tasks.push(task);
            match task.loop_body() {
                Attr::Known(body) => tasks.push(body),
                Attr::Unknown(cause) => more = more.or(Some(cause)),
                Attr::Absent => {}
            }
        }
        if tasks.is_empty() && more.is_none() {
            // The old form: the job itself is its only task.
            let task = Task { job: self, block: self.0.block() };
            match task.kind() {
                Attr::Known(_) => tasks.push(task),
                Attr::Unknown(cause) => more = Some(cause),
                Attr::Absent => {}
            }
        }
        Partial::new(tasks, more)
    }

    /// The keys of the tasks of the job; those of loop bodies are of no use outside of the loop.
    pub fn task_keys(self) -> Keys<'w> {
        Keys::new(self.tasks().partial(), "task_key")
    }

    /// The keys of the environments.
    pub fn environment_keys(self) -> Keys<'w> {
        Keys::new(self.environments().partial(), "environment_key")
    }

    /// The keys of the shared clusters.
    pub fn job_cluster_keys(self) -> Keys<'w> {
        Keys::new(self.job_clusters().partial(), "job_cluster_key")
    }
}

/// What a task runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// `notebook_task`
    Notebook,
    /// `spark_python_task`
    Python,
    /// `python_wheel_task`
    Wheel,
    /// `dbt_task`
    Dbt,
    /// `spark_jar_task`
    Jar,
    /// `spark_submit_task`
    SparkSubmit,
    /// A loop; its body is a task of its own.
    ForEach,
    /// A task that needs no compute of the job: SQL, pipeline, another job, condition, dashboard, alert.
    NoCompute,
    /// A task whose compute is its own affair.
    Other,
}

/// Blocks that say what a task runs, with the words for them.
const KINDS: &[(&str, TaskKind, &str)] = &[
    ("notebook_task", TaskKind::Notebook, "a notebook"),
    ("spark_python_task", TaskKind::Python, "a Python file"),
    ("python_wheel_task", TaskKind::Wheel, "a Python wheel"),
    ("dbt_task", TaskKind::Dbt, "dbt"),
    ("spark_jar_task", TaskKind::Jar, "a JAR"),
    ("spark_submit_task", TaskKind::SparkSubmit, "spark-submit"),
    ("for_each_task", TaskKind::ForEach, "a loop"),
    ("sql_task", TaskKind::NoCompute, "SQL"),
    ("pipeline_task", TaskKind::NoCompute, "a pipeline"),
    ("run_job_task", TaskKind::NoCompute, "another job"),
    ("condition_task", TaskKind::NoCompute, "a condition"),
    ("dashboard_task", TaskKind::NoCompute, "a dashboard"),
    ("power_bi_task", TaskKind::NoCompute, "Power BI"),
    ("alert_task", TaskKind::NoCompute, "an alert"),
    ("clean_rooms_notebook_task", TaskKind::Other, "a clean room notebook"),
    ("ai_runtime_task", TaskKind::Other, "an AI runtime"),
    ("gen_ai_compute_task", TaskKind::Other, "an AI runtime"),
    ("python_operator_task", TaskKind::Other, "a Python operator"),
    ("dbt_platform_task", TaskKind::Other, "dbt platform"),
    ("dbt_cloud_task", TaskKind::Other, "dbt platform"),
];

impl TaskKind {
    /// What it runs, in words: `a Python file`.
    pub fn words(self) -> &'static str {
        KINDS.iter().find(|(_, kind, _)| *kind == self).map_or("something", |(.., words)| words)
    }
}

/// What a task runs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compute {
    /// A cluster of its own, a shared one, or one that exists.
    Cluster,
    /// Serverless compute.
    Serverless,
    /// A SQL warehouse.
    Warehouse,
    /// Nothing of the job's.
    None,
    /// Not to be told.
    Unknown(Cause),
}

/// A task.
#[derive(Clone, Copy, Debug)]
pub struct Task<'w> {
    /// The job it is in.
    pub job: Job<'w>,
    /// Its block.
    pub block: Block<'w>,
}

/// `` `load` of `databricks_job.etl` ``
impl fmt::Display for Task<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.task_key().str() {
            Attr::Known(_) => write!(f, "{} ", self.task_key().shown())?,
            Attr::Absent | Attr::Unknown(_) if self.is_whole_job() => {}
            Attr::Absent | Attr::Unknown(_) => write!(f, "`{}` ", self.block.path())?,
        }
        write!(f, "of `{}`", self.job.0.address())
    }
}

impl<'w> Task<'w> {
    /// Whether the job is written in the old form, without a `task` block.
    pub fn is_whole_job(&self) -> bool {
        self.block.path().0.is_empty()
    }

    /// `task_key`
    pub fn task_key(&self) -> Field<'w> {
        self.block.field("task_key")
    }

    /// `environment_key`
    pub fn environment_key(&self) -> Field<'w> {
        self.block.field("environment_key")
    }

    /// `job_cluster_key`
    pub fn job_cluster_key(&self) -> Field<'w> {
        self.block.field("job_cluster_key")
    }

    /// `existing_cluster_id`
    pub fn existing_cluster_id(&self) -> Field<'w> {
        self.block.field("existing_cluster_id")
    }

    /// `new_cluster`
    pub fn new_cluster(&self) -> Blocks<'w> {
        self.block.blocks("new_cluster")
    }

    /// `depends_on`
    pub fn dependencies(&self) -> Blocks<'w> {
        self.block.blocks("depends_on")
    }

    /// The task that a loop repeats.
    pub fn loop_body(&self) -> Attr<Self> {
        match self.block.single("for_each_task") {
            Attr::Known(each) => each.single("task").map(|block| Self { job: self.job, block }),
            Attr::Unknown(cause) => Attr::Unknown(cause),
            Attr::Absent => Attr::Absent,
        }
    }

    /// `library`
    pub fn libraries(&self) -> Blocks<'w> {
        self.block.blocks("library")
    }

    /// The block that says what it runs.
    pub fn kind_block(&self) -> Option<Block<'w>> {
        KINDS.iter().find_map(|(name, ..)| self.block.single(name).known())
    }

    /// What it runs; absent where no block says so.
    pub fn kind(&self) -> Attr<TaskKind> {
        let mut unknown = None;
        for (name, kind, _) in KINDS {
            match self.block.single(name) {
                Attr::Known(_) => return Attr::Known(*kind),
                Attr::Unknown(cause) => unknown = unknown.or(Some(cause)),
                Attr::Absent => {}
            }
        }
        unknown.map_or(Attr::Absent, Attr::Unknown)
    }

    /// What it runs on (facts: `job.md`, "If no `job_cluster_key`, `existing_cluster_id`, or `new_cluster`
    /// were specified in task definition, then task will executed using serverless compute").
    pub fn compute(&self) -> Compute {
        let existing = self.existing_cluster_id();
        let key = self.job_cluster_key();
        let new = self.new_cluster();
        if existing.is_set().is_true() || new.is_nonempty().is_true() {
            return Compute::Cluster;
        }
        match key.is_set() {
            Tri::True => return self.shared_cluster(&key),
            Tri::Unknown => return Compute::Unknown(key.cause_or("job_cluster_key")),
            Tri::False => {}
        }
        if existing.is_set().is_unknown() {
            return Compute::Unknown(existing.cause_or("existing_cluster_id"));
        }
        if let Some(cause) = new.more() {
            return Compute::Unknown(cause.clone());
        }
        match self.kind() {
            Attr::Known(TaskKind::Notebook) => {
                let notebook = self.block.single("notebook_task").known();
                match notebook.map(|block| block.field("warehouse_id").is_set()) {
                    Some(Tri::True) => Compute::Warehouse,
                    _ => Compute::Serverless,
                }
            }
            Attr::Known(
                TaskKind::Python | TaskKind::Wheel | TaskKind::Dbt | TaskKind::Jar | TaskKind::SparkSubmit,
            ) => Compute::Serverless,
            Attr::Unknown(cause) => Compute::Unknown(cause),
            Attr::Known(TaskKind::ForEach | TaskKind::NoCompute | TaskKind::Other) | Attr::Absent => {
                Compute::None
            }
        }
    }

    /// A `job_cluster` with `serverless_compute_id` is serverless; any other is a cluster.
    fn shared_cluster(&self, key: &Field<'w>) -> Compute {
        match self.job.job_cluster_keys().find(key) {
            Attr::Known(cluster) => {
                let serverless = cluster.field("serverless_compute_id");
                match serverless.is_set() {
                    Tri::True => Compute::Serverless,
                    Tri::False => Compute::Cluster,
                    Tri::Unknown => Compute::Unknown(serverless.cause_or("serverless_compute_id")),
                }
            }
            // Which of them it is does not matter where all are clusters.
            Attr::Unknown(cause) if self.any_serverless_cluster() => Compute::Unknown(cause),
            Attr::Unknown(_) | Attr::Absent => Compute::Cluster,
        }
    }

    fn any_serverless_cluster(&self) -> bool {
        let clusters = self.job.job_clusters();
        !clusters.any(|cluster| cluster.field("serverless_compute_id").is_set()).is_false()
    }

    /// The description of the cluster it runs on; absent where it runs on none.
    pub fn cluster(&self) -> Attr<Block<'w>> {
        if let Attr::Known(own) = self.block.single("new_cluster") {
            return Attr::Known(own);
        }
        let key = self.job_cluster_key();
        if key.is_set().is_true() {
            return match self.job.job_cluster_keys().find(&key) {
                Attr::Known(shared) => shared.single("new_cluster"),
                other => other,
            };
        }
        let existing = self.existing_cluster_id();
        if !existing.is_set().is_true() {
            return Attr::Absent;
        }
        let mut clusters = existing.links().filter(|link| {
            link.edge.kind == EdgeKind::Reference && link.node.type_name() == "databricks_cluster"
        });
        match (clusters.next(), clusters.next()) {
            (Some(link), None) if link.is_exact() && link.node.is_managed() => Attr::Known(link.node.block()),
            _ => Attr::Unknown(existing.cause().unwrap_or_else(|| {
                Cause::new(CauseKind::NotVisibleHere, "existing_cluster_id", "the cluster is made elsewhere")
            })),
        }
    }
}
