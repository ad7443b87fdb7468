exports.seen = { ...require("./cyc1") };
