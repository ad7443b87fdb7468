exports.early = 1;
exports.fromOther = require('./cyc2').seen;
