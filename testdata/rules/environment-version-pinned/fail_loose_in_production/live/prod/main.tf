module "etl" {
  source = "../../modules/job"

  name         = "etl"
  dependencies = concat(["pandas==2.2.3"], ["prophet"])
}

module "report" {
  source = "../../modules/job"

  name         = "report"
  dependencies = ["openpyxl==3.1.5"]
}
