# An empty list changes nothing.
resource "terraform_data" "late" {
  depends_on = []
}

output "late" {
  depends_on = []
}
