variable "season" {
  type = string
}

variable "is_peak" {
  type = bool
}

module "by_season" {
  source = "./job"
  steps  = { "${var.season}-berths" = { script = "berths.py", runtime = null } }
}

module "in_both_cases" {
  source = "./job"
  steps  = var.is_peak ? { tugs = { script = "peak.py", runtime = null } } : { tugs = { script = "tugs.py", runtime = null } }
}

module "null_in_one_case" {
  source = "./job"
  steps  = { tugs = { script = "tugs.py", runtime = var.is_peak ? null : "harbour" } }
}
