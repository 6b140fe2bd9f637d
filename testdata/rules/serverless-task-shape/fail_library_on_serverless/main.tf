module "report" {
  source = "./job"

  packages = ["openpyxl==3.1.5", "xlsxwriter==3.2.0"]
}
