exports.named = 1;
exports.other = 'two';
