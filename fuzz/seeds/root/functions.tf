locals {
  big  = join("", [for i in range(9) : format("%-99s", i)])
  many = flatten([for i in range(3) : range(9)])
  number = [
    try(format("%999999999d", 1)), pow(10, 30000), parseint(substr("ffffffff", 0, 9), 36), 1e9 % 7, sum(local.many),
    try(range(0, 1, 1e-18), log(1e30, 1.0000001)), floor(-1e30), max(local.many...), element(local.many, 1e18)
  ]
  network = [
    try(cidrsubnets("::/0", [for i in local.many : 32]...), cidrsubnet("10.0.0.0/8", 9, 1)), cidrhost("::/0", 1e30)
  ]
  text = [
    regexall("a.*b|a", replace(local.big, " ", "a")), regexall("", local.big), can(regex("\\pL{900}", "a")),
    replace(local.big, "/(.)/", "$1$1$1"), try(indent(999999999, local.big)), title(local.big), strrev(local.big),
    format("%99v", local.many), templatefile("template.tftpl", { xs = local.many }), split("", local.big),
    substr(local.big, -9, 1e18), formatdate("YYYY-MM", "2020-01-01T00:00:00Z"), timeadd("2020-01-01T00:00:00Z", "9h")
  ]
  collection = [
    setproduct([for i in local.many : [i]]...), setproduct([for i in range(4) : [1, 2]]...), chunklist(local.many, 1),
    merge([for i in local.many : { "k${i}" = i }]...), transpose({ a = [for i in local.many : "${i}"] }),
    distinct(local.many), zipmap([for i in local.many : "k${i}"], local.many), lookup({}, "a", local.many)
  ]
  code = [
    yamldecode("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"), can(jsondecode(replace(local.big, " ", "["))),
    csvdecode(local.big), base64gunzip(base64gzip(local.big)), jsonencode(local.many), urlencode(local.big)
  ]
}

resource "databricks_job" "each" {
  for_each = { for i in local.many : "k${i}" => i... if i > 5 }
  name     = "job ${each.key}"

  dynamic "task" {
    for_each = setproduct(["a", "b"], each.value)
    content {
      task_key = "${task.value[0]}-${task.value[1]}"
    }
  }
}
