(function () {
  return { shouldReportOnUncaughtException: () => false, writeReport() {}, getReport: () => '{}' };
});
