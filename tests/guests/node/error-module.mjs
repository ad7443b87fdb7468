await 1;
nope();
