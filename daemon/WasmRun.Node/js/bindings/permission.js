// Node's own permission model is off: what a program may do is decided by the sandbox around it.
(function () {
  return { has: () => true };
});
