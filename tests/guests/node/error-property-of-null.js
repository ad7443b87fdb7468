let x = null;
x.foo.bar;
