# Attributes whose type no schema here says can have the type of what stands beside them.

resource "aws_sqs_queue" "q" {
  name = "x"
}
locals {
  on = true
  a = local.on ? {
    enable = true
    max    = 3
    url    = aws_sqs_queue.q.url
  } : {}
}
output "a" { value = local.a }
output "b" { value = tomap({ a = aws_sqs_queue.q.url, b = 3, c = "x" }) }
output "c" { value = tolist([aws_sqs_queue.q.url, 3, "x"]) }
output "d" { value = tolist([aws_sqs_queue.q.url, { a = 1 }]) }
output "e" { value = toset([aws_sqs_queue.q.tags, { a = "1" }]) }
output "f" { value = concat([aws_sqs_queue.q.url], [1, "b"]) }
output "g" { value = merge({ a = aws_sqs_queue.q.url }, { b = 1 }) }
output "h" { value = [for x in [aws_sqs_queue.q.url, 1] : x] }
output "i" { value = local.on ? [aws_sqs_queue.q.url, 1] : [] }
output "j" { value = { for k, v in { a = aws_sqs_queue.q.url, b = 1, c = "x" } : k => v } }
output "k" { value = coalescelist([], [aws_sqs_queue.q.url, 1]) }
output "l" { value = flatten([[aws_sqs_queue.q.url], [1, { a = 1 }]]) }
output "m" { value = zipmap(["a", "b"], [aws_sqs_queue.q.url, 1]) }
output "n" { value = lookup({ a = aws_sqs_queue.q.url, b = 1 }, "c", "x") }
output "o" { value = setunion([aws_sqs_queue.q.url], ["a"]) }
output "p" { value = local.on ? tomap({ a = aws_sqs_queue.q.url, b = 2 }) : tomap({ c = "x" }) }
output "r" { value = contains([aws_sqs_queue.q.url, 1, "x"], "x") }
output "s" { value = local.on ? { a = aws_sqs_queue.q.url, b = true } : { a = "x" } }
output "t" { value = local.on ? { a = aws_sqs_queue.q.url, b = [] } : null }
output "u" { value = try(tomap({ a = aws_sqs_queue.q.url, b = 2, c = {} }), null) }
