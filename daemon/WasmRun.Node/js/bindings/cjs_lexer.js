(function (binding, native) {
  return {
    parse(source) {
      const [names, reexports] = native.lex(source);
      return [new Set(names), reexports];
    },
  };
});
