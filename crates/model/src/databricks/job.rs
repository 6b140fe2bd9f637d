//! `databricks_job`: tasks, what they run on, and the blocks they name (provider `docs/resources/job.md`).

use bricklint_findings::cause::Cause;
use bricklint_lang::tri::Tri;

use crate::attr::Attr;
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
            if let Attr::Known(each) = block.single("for_each_task") {
                match each.single("task") {
                    Attr::Known(body) => tasks.push(Task { job: self, block: body }),
                    Attr::Unknown(cause) => more = more.or(Some(cause)),
                    Attr::Absent => {}
                }
            }
        }
        Partial::new(tasks, more)
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

impl<'w> Task<'w> {
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
        let (clusters, more) = self.job.job_clusters().partial().into_parts();
        let mut cause = more;
        for cluster in clusters {
            let name = cluster.field("job_cluster_key");
            let serverless = cluster.field("serverless_compute_id").is_set();
            if serverless.is_false() {
                continue;
            }
            match name.equals(key) {
                Tri::True if serverless.is_true() => return Compute::Serverless,
                Tri::False => {}
                Tri::True | Tri::Unknown => {
                    cause = cause.or_else(|| name.cause()).or_else(|| key.cause());
                }
            }
        }
        // Any cluster that the key can name beside a serverless one decides.
        match cause {
            Some(cause) if self.any_serverless_cluster() => Compute::Unknown(cause),
            _ => Compute::Cluster,
        }
    }

    fn any_serverless_cluster(&self) -> bool {
        let clusters = self.job.job_clusters();
        !clusters.any(|cluster| cluster.field("serverless_compute_id").is_set()).is_false()
    }
}
