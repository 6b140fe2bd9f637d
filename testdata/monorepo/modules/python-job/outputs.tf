output "job_id" {
  value = databricks_job.this.id
}
