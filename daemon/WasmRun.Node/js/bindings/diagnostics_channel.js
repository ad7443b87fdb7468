(function () {
  return { linkNativeChannel() {} };
});
