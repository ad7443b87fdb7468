;; A WASI program in WebAssembly's text form: greets each argument, a line each.
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)

  ;; 0: argument count, 4: size of their text, 8: bytes written, 16: two iovecs (greeting, rest of the line)
  (data (i32.const 64) "Hello, ")
  (data (i32.const 80) "world\n")
  (global $pointers i32 (i32.const 1024))
  (global $text i32 (i32.const 8192))

  (func $length (param $string i32) (result i32)
    (local $end i32)
    (local.set $end (local.get $string))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (i32.load8_u (local.get $end))))
        (local.set $end (i32.add (local.get $end) (i32.const 1)))
        (br $next)))
    (i32.sub (local.get $end) (local.get $string)))

  (func $greet (param $rest i32) (param $size i32)
    (i32.store (i32.const 16) (i32.const 64))
    (i32.store (i32.const 20) (i32.const 7))
    (i32.store (i32.const 24) (local.get $rest))
    (i32.store (i32.const 28) (local.get $size))
    (drop (call $fd_write (i32.const 1) (i32.const 16) (i32.const 2) (i32.const 8))))

  (func (export "_start")
    (local $index i32) (local $argument i32) (local $size i32)
    (drop (call $args_sizes_get (i32.const 0) (i32.const 4)))
    (if (i32.le_u (i32.load (i32.const 0)) (i32.const 1))
      (then (call $greet (i32.const 80) (i32.const 6)) (return)))
    (drop (call $args_get (global.get $pointers) (global.get $text)))
    (local.set $index (i32.const 1))
    (loop $next
      (local.set $argument (i32.load (i32.add (global.get $pointers) (i32.mul (local.get $index) (i32.const 4)))))
      (local.set $size (call $length (local.get $argument)))
      ;; the byte after an argument is its terminating zero: it becomes the end of the line
      (i32.store8 (i32.add (local.get $argument) (local.get $size)) (i32.const 10))
      (call $greet (local.get $argument) (i32.add (local.get $size) (i32.const 1)))
      (local.set $index (i32.add (local.get $index) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $index) (i32.load (i32.const 0)))))))
