(function () {
  return { queryObjects: () => [] };
});
