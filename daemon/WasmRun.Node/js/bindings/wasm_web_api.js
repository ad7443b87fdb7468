(function () {
  return { setImplementation() {} };
});
