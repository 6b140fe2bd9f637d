output "job_ids" {
  description = "Job ids by name, for the orchestration outside of Databricks."
  value = merge(
    { for name, job in module.python_job : name => job.job_id },
    { forecast = databricks_job.forecast.id, reporting = databricks_job.reporting.id },
  )
}
